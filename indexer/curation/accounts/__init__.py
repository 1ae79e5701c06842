"""Who may sign in, with which role, and for how long they stay signed in.

Cookies and pages of signing in are in web/curation.
"""
