"""The form of a document: its fields, and what becomes of what was typed into it."""
