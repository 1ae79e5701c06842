"""The site's own type: subset from packages at setup, served under lasting names."""

STYLESHEET = "fonts.css"
"""The file that names the faces."""
