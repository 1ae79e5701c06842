"""Words and phrases with the score that each gives its documents, and what is remembered of them.

What puts words together to a query belongs to the scorers beside this package.
"""
