"""Engines: they observe texts and word replies, and conclude nothing."""
