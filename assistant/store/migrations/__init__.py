"""Migrations of the sessions' database, by number; a released one is never edited."""
