"""An agreement from the clauses of the collection's own template, which stays their single source."""
