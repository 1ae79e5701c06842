"""Trees, filters and tables as the cluster's own queries, and what it answers as the port says it."""
