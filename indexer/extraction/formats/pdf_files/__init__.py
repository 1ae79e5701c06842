"""PDF: the text of its pages, what is written onto them, their colours and what the file says of itself."""
