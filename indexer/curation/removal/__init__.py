"""How documents go: into the trash and back, into another document, and for good."""
