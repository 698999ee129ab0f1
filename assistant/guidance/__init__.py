"""Guidance: passages of best practice in a vector store, searched by meaning and by words."""
