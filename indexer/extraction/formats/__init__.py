"""One reader for each kind of file: its bytes become pages of raw text.

A reader runs in a worker and may raise; time, memory and retries are the business of the package above, tidying of
text that of cleaning/.
"""
