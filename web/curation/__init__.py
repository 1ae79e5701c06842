"""The curators' pages: signing in, desk, uploads, forms, history, imports, accounts.

What saving means is in indexer.curation; here are requests and forms only.
"""
