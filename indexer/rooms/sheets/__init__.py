"""What sides wrote alone: when it may be seen, and what it shows side by side."""
