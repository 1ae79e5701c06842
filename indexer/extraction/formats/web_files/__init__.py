"""HTML: what a browser shows of it."""
