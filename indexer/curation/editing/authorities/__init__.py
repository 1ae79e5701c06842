"""What documents are described by: concepts of the vocabulary, organisations and places, changed like documents.

Everything is a change of the history: of the files that hold them and of the documents that name them, as a whole.
"""
