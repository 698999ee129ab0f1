"""Finds the data folders `knowledge/` and `prompts/`, in a checkout or in an installed wheel."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """Return the data folder of that name.

    Raises:
        FileNotFoundError: neither the wheel's copy nor the checkout's folder exists.
    """
    for candidate in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"The data folder {name!r} is missing; install the package again.")
