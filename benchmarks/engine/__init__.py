"""How fast the index answers beside other search engines: `python -m benchmarks.engine --help`."""
