"""Questions to a partnership, as the collection's own write-ups of evaluation have them."""
