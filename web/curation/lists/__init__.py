"""The list of documents of any status, and one thing done to many of them; saving it is in indexer.curation."""
