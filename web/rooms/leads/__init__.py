"""Searches of the collection by what a room knows, with their true counts."""
