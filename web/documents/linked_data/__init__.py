"""Documents, concepts, organisations and places under lasting addresses, as Turtle and JSON-LD."""
