"""What search answers become outside the site: labels, the words of reasons, JSON.

Shared by the command line and web/. No HTML and no request: pages are made in web/; no search either.
"""
