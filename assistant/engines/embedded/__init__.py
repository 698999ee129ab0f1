"""The embedded engine: reads without a key or a network, by embeddings and small linear heads."""
