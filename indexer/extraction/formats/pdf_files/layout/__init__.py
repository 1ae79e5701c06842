"""Signs that the order of a page is not that of reading, and the page read by where its text stands."""
