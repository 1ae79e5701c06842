"""What the site draws: the picture of a partnership, the map of Denmark, and PNG for others.

On pages, colours come by class from the stylesheet.
"""
