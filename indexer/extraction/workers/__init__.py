"""Worker processes: how they begin, what they may use, how they end; what one of them runs is in worker.py."""
