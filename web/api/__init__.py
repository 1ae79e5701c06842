"""What programs ask: the JSON interface with its description, and what harvesters get.

Feeds and linked data are beside the pages they describe.
"""
