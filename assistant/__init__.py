"""ML scoping assistant: from a person's words to a scope with evidence, flags and next questions."""

__version__ = "0.1.0"
