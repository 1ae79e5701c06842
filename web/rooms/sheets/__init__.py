"""Tools in which each side writes alone, unseen by the others until all are done."""
