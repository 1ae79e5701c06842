"""One document at a time: its file read for editing, saved without loss, its history and differences.

What comes from outside is in intake/, many documents at once in bulk/.
"""
