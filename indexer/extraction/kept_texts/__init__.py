"""Texts that were read once, kept under var/ so that no file is read twice; all of it can be made again.

What says how a file is read belongs beside this package, and what is searched belongs to the engines.
"""
