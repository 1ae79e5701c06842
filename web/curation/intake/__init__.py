"""What comes in: files, imports, and what readers suggest; reading and saving them is in indexer.curation."""
