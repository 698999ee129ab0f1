"""Writes a draft scope down for people: Markdown, and a table for the terminal."""
