"""What a map of a network shows to whoever reads it with care."""
