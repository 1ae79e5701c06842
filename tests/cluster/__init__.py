"""Three nodes of OpenSearch on this machine, and the tests that need them.

make cluster            runs the nodes until Ctrl-C
make test-opensearch    runs the tests marked `opensearch` on nodes of their own
"""
