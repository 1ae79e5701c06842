"""Documents as files that other programs read: a module per family of formats."""
