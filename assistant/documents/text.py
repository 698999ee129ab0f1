"""Turns bytes into text, whatever usual encoding they were saved in."""

import codecs
import re

from assistant.documents.kinds import refuse_binary, shown
from assistant.errors import InputError

MAX_CONTROL_SHARE = 0.02
MAX_CONTROLS = 3
MAX_FOREIGN_SHARE = 0.3
MAX_LOST_SHARE = 0.2

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_FOREIGN_LETTERS = re.compile(r"[^\W\d_a-zA-Z]")
_LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_LIGATURES |= {0xFB05: "st", 0xFB06: "st", 0xFEFF: "", 0x00: ""}


def decode(data: bytes, name: str) -> str:
    """Decode a text file: UTF-8, UTF-16 or UTF-32 with a mark, else Windows Western European.

    Raises:
        InputError: it is binary, or in an encoding that cannot be told.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data, encoding, name), name)
    if b"\x00" in data:
        refuse_binary(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _not_utf8(data, name)
    return _checked(text, name)


def tidy(text: str) -> str:
    """The text with plain line ends, letters instead of ligatures, and no run of empty lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xad\n", "").translate(_LIGATURES)
    lines = re.sub(r"[ \t\f\v]+\n", "\n", lines.replace("\xad", ""))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def is_garbled(text: str) -> bool:
    """Tell whether much of a text came out as signs without a meaning."""
    solid = len("".join(text.split()))
    return solid > 0 and len(_LOST.findall(text)) > MAX_LOST_SHARE * solid


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name) from error


def _not_utf8(data: bytes, name: str) -> str:
    loose = data.decode("utf-8", "replace")
    lost = loose.count("\ufffd")
    kept = sum(char > "\x7f" for char in loose) - lost
    if kept > 4 * lost:  # a UTF-8 text that was cut or damaged in a few places
        return loose
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if _is_binary(text):
        refuse_binary(name)
    letters = sum(char.isalpha() for char in text)
    if len(_FOREIGN_LETTERS.findall(text)) > MAX_FOREIGN_SHARE * letters:
        raise _undecodable(name)
    return text


def _checked(text: str, name: str) -> str:
    if _is_binary(text):
        refuse_binary(name)
    return text


def _is_binary(text: str) -> bool:
    controls = len(_CONTROL.findall(text))
    return "\x00" in text or controls > max(MAX_CONTROLS, MAX_CONTROL_SHARE * len(text))


def _undecodable(name: str) -> InputError:
    return InputError(f"{shown(name)} is in an encoding that cannot be told: save it as UTF-8, or paste its text.")
