"""Runs `python -m evals.mutants`; errors become one line and a status."""

import sys

from evals.mutants.command import guarded

if __name__ == "__main__":
    sys.exit(guarded())
