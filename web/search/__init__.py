"""Searching: front page, results, facet panel, suggestions while typing.

Addresses of a search are in site/search_url, because every other part links to searches too.
"""
