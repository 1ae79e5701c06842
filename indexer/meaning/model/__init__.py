"""The model: its weights, converted once, its pieces of words, and the running of it."""
