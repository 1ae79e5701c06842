"""The agreement of a room: questions, clauses and the Word file."""
