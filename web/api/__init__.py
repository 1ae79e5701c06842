"""The JSON interface and its description.

Feeds and linked data are beside the pages they describe.
"""
