"""Rooms on disk: links, keys, sealed files. What a room says is no matter of this package."""
