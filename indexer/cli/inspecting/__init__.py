"""Commands that look and change nothing: check, status, doctor."""
