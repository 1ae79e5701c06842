"""Records of what documents name: organisations and places, each known by an id and by its names.

What a document states of itself is not here (metadata), nor the concepts that it is described by (vocabulary).
"""
