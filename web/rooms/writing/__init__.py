"""How the record of a room is written by a form: its fields, what was typed, and what two wrote at once."""
