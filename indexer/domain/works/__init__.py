"""Works that documents present: an article, a book, a report of others, told apart from our text about it."""
