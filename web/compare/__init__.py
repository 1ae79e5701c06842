"""Comparable documents, a situation of one's own, and documents side by side.

The likeness itself is reckoned in indexer.comparison.
"""
