"""`python -m indexer` is `samspil`."""

from indexer.cli import main

main()
