"""What readers suggest: a case that is missing, a correction; without an account, a cookie or a script."""
