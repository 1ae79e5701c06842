"""What readers send: a case that is missing, a correction, where to write of what is new; without account or cookie."""
