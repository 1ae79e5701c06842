"""A search over one snapshot: filters, ranking, facet counts, cross tabulation, best pages, all public documents.

Scores come from scoring/; nothing is written here.
"""
