"""A segment: made from analysed documents, merged with others, opened from its file.

What a query does with a segment is in scoring/ and querying/.
"""
