"""Short replies read against the options of the question: "the second one", "both", "b)", "yes", a label."""

import re
from collections.abc import Sequence

from assistant.domain.catalogue import Option

_ORDINALS = {
    "first": 0,
    "1st": 0,
    "former": 0,
    "second": 1,
    "2nd": 1,
    "latter": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "fifth": 4,
    "5th": 4,
    "last": -1,
}
_LEAD = r"(?:(?:the|option|number|no\.?|answer|choice|it'?s|i'?d say|i think|probably|maybe|rather|mostly)\s+)*"
_PICK = re.compile(
    rf"^\W*{_LEAD}(?:(?P<ordinal>{'|'.join(_ORDINALS)})(?:\s+(?:one|option|choice|statement))?(?:\s+(?:holds|is (?:right|true|correct)))?|(?P<digit>[1-6])|(?P<letter>[a-f])\)?)\W*$",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^\W*(?:both(?: of (?:them|those|these))?)(?:\s+(?:hold|are (?:right|true)))?\W*$", re.IGNORECASE)
_ALL = re.compile(r"^\W*(?:all(?: of (?:them|those|these|the above))?|all (?:three|four|five|six))\W*$", re.IGNORECASE)
_YES = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|sure|correct|right|exactly|of course|indeed|y|absolutely|definitely)\b[\s,.!]*(?:please|we (?:do|have|can|are)|i (?:do|have)|it (?:does|is|has)|they (?:are|do)|there (?:is|are))?\W*$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^\W*(?:no|nope|nah|not really|none|never|nothing|n|not at all|nobody|no one)\b[\s,.!]*(?:we (?:don'?t|can'?t|haven'?t|aren'?t)|it (?:doesn'?t|isn'?t)|there (?:isn'?t|aren'?t)|they (?:aren'?t|don'?t)|not yet)?\W*$",
    re.IGNORECASE,
)
_NONE = re.compile(r"^\W*(?:none(?: of (?:them|those|these|the above))?|neither|nothing like that)\W*$", re.IGNORECASE)
PAIR = 2


def picked(message: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    """The choices that a bare reply picks; None where it picks none.

    A yes or no picks the one option whose label begins so; two such options leave it open.
    """
    if not options:
        return None
    choices = tuple(option.choice for option in options)
    if _BOTH.match(message):
        return choices if len(choices) == PAIR else None
    if _ALL.match(message):
        return choices
    match = _PICK.match(message)
    if match is not None:
        index = _index(match)
        return (choices[index],) if -len(choices) <= index < len(choices) else None
    return _by_label(message, options) or _by_yes_or_no(message, options)


def is_pick(message: str) -> bool:
    """A reply that points at an option by its place, or at several, and says nothing else."""
    match = _PICK.match(message)
    by_place = match is not None and not match["digit"]
    return by_place or bool(_BOTH.match(message) or _ALL.match(message))


def _index(match: re.Match[str]) -> int:
    if match["ordinal"]:
        return _ORDINALS[match["ordinal"].lower()]
    if match["digit"]:
        return int(match["digit"]) - 1
    return ord(match["letter"].lower()) - ord("a")


def _by_label(message: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    """One label or choice said word for word, or several labels joined by commas."""
    said = bare(message)
    hits = [option.choice for option in options if said in (bare(option.label), bare(option.choice.replace("_", " ")))]
    return tuple(hits) or _by_labels(said, options)


def _by_labels(said: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    rest, hits = f" {said} ", []
    for option in options:
        label = f" {bare(option.label)} "
        if label in rest:
            rest = rest.replace(label, "  ")
            hits.append(option.choice)
    left = [word for word in rest.split() if word not in ("and", "also")]
    return tuple(hits) if hits and not left else None


def _by_yes_or_no(message: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    word = "yes" if is_yes(message) else "no" if is_no(message) else ""
    if not word:
        return None
    hits = [option.choice for option in options if bare(option.label).split()[:1] == [word]]
    return tuple(hits) if len(hits) == 1 else None


def bare(text: str) -> str:
    """The words alone, in lower case."""
    return " ".join(re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-/,;&]", " ", text.lower())).split())


def is_yes(message: str) -> bool:
    """A bare yes."""
    return bool(_YES.match(message))


def is_no(message: str) -> bool:
    """A bare no."""
    return bool(_NO.match(message))


def none_of_them(message: str) -> bool:
    """The reply declines all options."""
    return bool(_NONE.match(message))
