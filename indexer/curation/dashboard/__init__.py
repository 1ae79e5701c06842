"""What the curators' desk shows: lists, completeness, dead links, searches that found nothing.

It reads and counts; changes are made by editing/ and bulk/.
"""
