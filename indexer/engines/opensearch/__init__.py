"""An engine over an OpenSearch cluster, for collections and readers that outgrow one machine; chosen in config.toml.

Nothing imports it, or the client that it needs, unless it is chosen. Terms, formulas and counts are those of the other
engines; the cluster is told them in its own language and decides nothing by itself.
"""

from indexer.engines.opensearch.engine import OpenSearchEngine, open_cluster_engine
from indexer.engines.opensearch.preferences import ClusterPreferences

__all__ = ["ClusterPreferences", "OpenSearchEngine", "open_cluster_engine"]
