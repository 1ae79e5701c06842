"""A document's page, its original file and its linked data; the pages of concepts.

Exports in other formats are in exports/.
"""
