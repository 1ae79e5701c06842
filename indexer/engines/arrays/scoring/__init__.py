"""What each document gets for a query: BM25, scorers by part of the tree, phrases, nearness, the best k.

Filters, facets and the page of results are in querying/.
"""
