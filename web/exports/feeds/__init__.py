"""What is new of something that a reader follows: what it is, what it finds now, and its Atom feed."""
