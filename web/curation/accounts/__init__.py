"""Accounts: those of others, which administrators keep, and one's own; signing in is beside this package."""
