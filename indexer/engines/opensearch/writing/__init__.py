"""The one writer: who it is, and how it writes."""
