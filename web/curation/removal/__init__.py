"""How documents go: the trash, deletion for good, and merging with another one."""
