"""The desk: what waits for whom; and the reviews of documents, from which its notices come."""
