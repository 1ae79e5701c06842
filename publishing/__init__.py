"""Typesets the collection's own guide, question banks and forms: Markdown in, PDF and DOCX out.

Run by hand when their texts change: `python -m publishing`. The results are kept in the corpus.
"""
