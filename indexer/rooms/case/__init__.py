"""What others are to read of a partnership, drafted from its room."""
