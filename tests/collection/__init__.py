"""Checks the write-ups of the corpus against the fact sheets they were made from; `python -m tests.collection`."""
