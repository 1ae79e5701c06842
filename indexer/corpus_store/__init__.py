"""The corpus folder, the truth: files found, their metadata read and written, the vocabulary.

The text inside the files is read by extraction/; saving with history is in curation/editing.
"""
