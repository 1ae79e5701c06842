"""What a new document's metadata may be, told from its text and from documents already described.

Suggestions are shown and never saved by themselves.
"""
