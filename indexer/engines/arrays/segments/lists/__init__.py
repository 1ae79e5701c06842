"""The postings of one field of one segment: in columns on their way into the file, and as they lie in it.

A field whose lists are gone through whole by most questions lies plain, every other one packed.
"""
