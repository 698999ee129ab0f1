"""Makes a model's words harmless on a screen and in an export.

No images, no links except to our own sources, no HTML, and no citation of a passage that was not
retrieved. What Markdown would decode first (entities, backslashes) is decoded here first, so that
nothing hides in it.
"""

import html
import re
from collections.abc import Iterable

LINK_REMOVED = "(link removed)"
_SLICE = 500
_MAX_HELD = 2000
_MAX_DECODES = 5
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_URL = r"(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<>\"'\])}|]+"
_ACTIVE = re.compile(
    r"!?\[(?P<label>[^\[\]\n]{1,300})\]\((?P<address>[^()\s]{1,2000})(?:\s+\"[^\"\n]*\")?\)"
    r"|(?P<cite>[ \t]{0,3}\[\d+(?:\s*[,;]\s*\d+)*\])(?P<after>[:(])?"
    rf"|(?P<url>{_URL})"
    r"|(?P<break>!(?=\[)|\](?=[\[(:])|<(?=[A-Za-z/!?]))",
    re.IGNORECASE,
)
_BROKEN = {"!": "", "]": "] ", "<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"}
# What may turn out to be the beginning of something active, at the end of what has come so far:
# a bracket, or a word with a mark in it, or one that may become an address.
_TAIL = re.compile(
    r"(?:[ \t]*!?\[[^\[\]\n]{0,300}(?:\](?:\([^()]{0,2000})?)?"
    r"|[ \t]*(?<!\S)\S*[&\\\[\]<!:/.]\S*"
    r"|(?<!\S)[^\w\s]*(?:h|ht|htt|https?|ww?|www)"
    r"|[ \t]+)$",
    re.IGNORECASE,
)
_OPEN = re.compile(r"[ \t]*!?\[[^\[\]\n]{0,300}$")


class Neutraliser:
    """Neutralises a text that comes in pieces; holds back what is not decided yet."""

    def __init__(self, addresses: Iterable[str] = (), passages: int = 0) -> None:
        """Prepare for one text.

        Args:
            addresses: addresses that may be linked to.
            passages: how many passages may be cited, numbered from 1.
        """
        self._addresses = frozenset(_bare(address) for address in addresses)
        self._passages = passages
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take a piece; gives back what can be shown."""
        shown = ""
        for at in range(0, len(piece), _SLICE):
            text = _decoded(self._held + piece[at : at + _SLICE])
            cut = _decided(text)
            self._held = text[cut:]
            shown += self._plain(text[:cut])
        return shown

    def whole(self, text: str) -> str:
        """Take a text that is complete."""
        return self._plain(_decoded(text))

    def end(self) -> str:
        """Give back what was held."""
        rest, self._held = self._held, ""
        return self._plain(rest)

    def _plain(self, text: str) -> str:
        return _ACTIVE.sub(self._harmless, text)

    def _harmless(self, match: re.Match[str]) -> str:
        if match["label"] is not None:
            return self._link(match["label"], match["address"], image=match[0].startswith("!"))
        if match["cite"] is not None:
            return self._citation(match["cite"]) + (f" {match['after']}" if match["after"] else "")
        if match["url"] is not None:
            address = match["url"].rstrip(".,;:!?*_~")
            rest = match["url"][len(address) :]
            return (address if _bare(address) in self._addresses else LINK_REMOVED) + rest
        return _BROKEN[match["break"]]

    def _link(self, label: str, address: str, *, image: bool) -> str:
        if re.fullmatch(r"[\d\s,;]+", label):
            return self._citation(f"[{label}]")
        shown = _ACTIVE.sub(self._harmless, label)
        if not image and _bare(address) in self._addresses:
            return f"[{shown}]({address})"
        return shown

    def _citation(self, text: str) -> str:
        space = text[: len(text) - len(text.lstrip())]
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        good = [number for number in numbers if 1 <= number <= self._passages]
        return space + "".join(f"[{number}]" for number in good) if good else ""


def neutralise(text: str, addresses: Iterable[str] = (), passages: int = 0) -> str:
    """Neutralise a whole text."""
    return Neutraliser(addresses, passages).whole(text)


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses that a person wrote themselves."""
    return tuple(match[0].rstrip(".,;:!?*_~") for match in re.finditer(_URL, text, re.IGNORECASE))


def _decided(text: str) -> int:
    """How much of a text no later piece can change the meaning of."""
    tail = _TAIL.search(text)
    if tail is None or len(text) - tail.start() >= _MAX_HELD:
        return len(text)
    opened = _OPEN.search(text, 0, tail.start())
    return opened.start() if opened else tail.start()


def _decoded(text: str) -> str:
    """Undo what Markdown would undo, until nothing changes any more."""
    for _ in range(_MAX_DECODES):
        plain = _ESCAPE.sub(r"\1", _ENTITY.sub(lambda match: html.unescape(match[0]), text))
        if plain == text:
            return plain
        text = plain
    return text.replace("&", "& ").replace("\\", "")


def _bare(address: str) -> str:
    return address.strip("<>").rstrip("/")
