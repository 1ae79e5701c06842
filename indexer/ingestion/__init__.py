"""The corpus -> the index: what changed is extracted, analysed and applied; what the corpus lacks is named.

Extraction, analysis and engine do their part through their ports.
"""
