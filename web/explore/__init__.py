"""Overviews of the whole collection: what was tried where (the gap map), and who works with whom."""
