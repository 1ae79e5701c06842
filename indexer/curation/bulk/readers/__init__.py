"""Files to import -> numbered rows of texts by the keys of the schema: a module per format.

Every reader counts the marks that its format begins a record with, and each of them ends up as a row or as a fault.
"""
