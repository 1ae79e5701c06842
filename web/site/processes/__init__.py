"""The processes beside the site that index and embed, started and followed.

What they do there is `indexer`'s; the processes that answer are `web/server`'s.
"""
