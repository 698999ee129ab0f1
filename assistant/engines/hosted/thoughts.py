"""Leaves out what reasoning models think aloud before they answer."""

import re

_OPEN, _CLOSE = "<think>", "</think>"
_BLOCK = re.compile(r"^\s*<think>.*", re.DOTALL)


def without_thoughts(text: str) -> str:
    """Cut the block of thoughts off the beginning of an answer."""
    _, closed, rest = text.rpartition(_CLOSE)
    return rest.lstrip() if closed else _BLOCK.sub("", text)


class Thoughts:
    """Does the same to an answer that comes in pieces."""

    def __init__(self) -> None:
        self._held = ""
        self._over = False

    def feed(self, piece: str) -> str:
        """Take a piece; gives back what can be shown."""
        if self._over:
            return piece
        self._held += piece
        start = self._held.lstrip()
        if start.startswith(_OPEN):
            _, closed, rest = start.partition(_CLOSE)
            rest = rest.lstrip()
            return self._release(rest) if closed and rest else ""
        return "" if _OPEN.startswith(start) else self._release(self._held)

    def end(self) -> str:
        """Give back what was held without reason."""
        return "" if self._held.lstrip().startswith(_OPEN) else self._release(self._held)

    def _release(self, text: str) -> str:
        self._held, self._over = "", True
        return text
