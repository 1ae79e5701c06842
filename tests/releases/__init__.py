"""Collections as released versions left them: corpus, state and index, made by `python -m tests.releases`."""
