"""Are the comparable cases comparable, and how fast do they come?

`python -m benchmarks.comparison sheet` writes a blind sheet for reviewers, `python -m benchmarks.comparison verdicts`
counts what they found.
"""
