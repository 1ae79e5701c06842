"""Our plan: the text, what it was taken for, cases like it and a critical friend."""
