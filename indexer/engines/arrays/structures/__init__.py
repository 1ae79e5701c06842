"""Small values over arrays: document sets, postings, pairs of frequency and length, facet values and counts.

They know neither files nor queries.
"""
