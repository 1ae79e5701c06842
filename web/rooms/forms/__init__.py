"""Short forms of a room that are made from its record: a page, its print and a Word file for each tool."""
