"""What a document is: metadata, pages, extraction, facets, vocabulary, near duplicates.

Values and rules without input or output; queries are beside it.
"""
