"""Uploaded files on their way to becoming documents.

They are read by extraction/ and saved by editing/.
"""
