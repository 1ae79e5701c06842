"""Other engines, each given the same analysed words and asked for the same: ten hits, all counts and the total."""
