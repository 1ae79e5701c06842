"""A minimal Debian of its own, on which Samspil is set up and used as a newcomer does it: `make test-fresh`."""
