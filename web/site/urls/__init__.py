"""Addresses of pages and searches, read and written.

What an address may ask for at most is judged in `traffic`; what is found is no matter of this package.
"""
