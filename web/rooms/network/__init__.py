"""The network map of a room: table, drawing and what is taken along."""
