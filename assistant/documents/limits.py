"""How much may be given at once."""

from typing import NoReturn

from assistant.documents.kinds import shown
from assistant.errors import InputError

MEGABYTE = 1_000_000
MAX_BYTES = 15 * MEGABYTE
MAX_CHARS = 2_000_000
MAX_UNPACKED = 100 * MEGABYTE


def refuse_large(name: str, size: int | None) -> NoReturn:
    """Refuse an upload of too many bytes; `size` is None where it was not read to its end."""
    large = f"is {size / MEGABYTE:.1f} MB large" if size else "is too large"
    raise InputError(
        f"{shown(name)} {large}, {MAX_BYTES // MEGABYTE} MB at the most: give the part that describes the project."
    )


def refuse_long(name: str) -> NoReturn:
    """Refuse a text of too many characters."""
    raise InputError(
        f"{shown(name)} holds more than {MAX_CHARS:,} characters of text: give the part that describes the project."
    )


def refuse_unpacked(name: str) -> NoReturn:
    """Refuse a Word file that unpacks to too many bytes."""
    raise InputError(
        f"{shown(name)} unpacks to more than {MAX_UNPACKED // MEGABYTE} MB: "
        "save it without its pictures, or paste its text."
    )
