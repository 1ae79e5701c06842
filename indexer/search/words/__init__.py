"""What words are called otherwise: dictionaries, names that stay what they are, spellings that are near.

All of it is told in stems, whatever the collection; what a state of the index knows belongs to `index_knowledge`.
"""
