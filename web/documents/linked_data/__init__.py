"""What programs read of documents, concepts, organisations and places.

In their pages as JSON-LD, meta tags and links; under lasting addresses as Turtle and JSON-LD. Pages for people are next
door, and references for reading lists in web/exports/.
"""
