"""Search engines: each folder fills the SearchEngine port with one technology."""
