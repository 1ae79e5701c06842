"""The tools of a partnership in a room: which there are, what each is for, and what a short form asks."""
