"""Sentence embeddings: all-MiniLM-L6-v2 on onnxruntime, serving engines and guidance."""
