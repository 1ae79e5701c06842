"""An index as flat arrays, mapped from disk and evaluated with numpy; no Whoosh in here.

structures/ holds the arrays, segments/ how they are written and opened, scoring/ what a query is worth in each
document, querying/ a search from tree to ranking. What Whoosh keeps (files, locks, commits) is in engines/whoosh.
"""
