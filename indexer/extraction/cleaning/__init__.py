"""Raw text -> text that can be read, page by page and over a whole document, and its language.

Rules of one format belong to its reader in formats/.
"""
