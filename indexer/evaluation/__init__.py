"""How good the answers are: measures over judged queries, and the files that hold the judgements.

Speed is measured in benchmarks/, not here; nothing here takes part in answering a search.
"""
