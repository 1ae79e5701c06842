"""Pages of what the authority records name: organisations and places, and what documents say of them.

Their editing is in web/curation/authorities.
"""
