"""What a line of a text is: bullet, heading, label, speaker's turn, or the sequel of the line before it."""

import re

WRAP_WIDTH = 50
MAX_HEADING = 90
MAX_LABEL_WORDS = 6
LINE = re.compile(r"[^\r\n]+")
BULLET = re.compile(r"\s*(?:[-*•‣·–—+o]\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-hA-H]|[ivx]{1,4})[.)]\s+|\[[ xX]?\]\s*)+")
QUOTED = re.compile(r"(?:\s*>)+\s?")
NUMBERED = re.compile(r"\s*(?:[QF]?\d{1,2}(?:\.\d{1,2})*|[A-H]\d{0,2}|[IVX]{1,4})[.):]?\s+\S")
MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s+|\s*\*\*[^*]+\*\*:?\s*$|\s*={2,}.*={2,}\s*$")
RULE = re.compile(r"[\s|:+=_*~-]+$")
LABEL = re.compile(r"(?P<label>[A-Za-z][^\n:|.!;]{0,55}?)\s*(?::|\s[–—-])\s+(?=\S)")
RUN_IN = re.compile(r"(?P<label>[A-Z][a-z]+(?: [a-z]+){0,3})\.\s+(?=[A-Z0-9“\"])")
"""Words that may be a heading in the running text: "Phases. Collecting takes a month, …"."""
SPEAKER = re.compile(
    r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?(?P<name>[A-Z][\w.'’ -]{0,30}?|[A-Z]{1,3}|\[\w{2,15}\]|<\w{2,15}>)(?::\s+|\s*\(\d{1,2}:\d{2}\):?\s*)"
)
MAIL_HEADER = re.compile(r"\s*(?:from|to|cc|bcc|sent|date)\s*:", re.IGNORECASE)


_KNOWN_LABELS = frozenset(
    "goal goals aim data model metric metrics target baseline owner team budget deadline risk risks users problem output input inputs"
    " today why what who when where how fallback privacy legal timeline status scope cost costs labels hosting summary title subject"
    " yes no none tbd open note notes project background decision decisions action actions business success training evaluation test monitoring"
    " phases steps stages plan approach method solution idea request purpose objective objectives people fairness ethics impact"
    " infrastructure operations running upkeep sources measures proposal motivation context".split()
)
_ANSWERS = frozenset("yes no none tbd open note notes today who why when where".split())


def is_name(name: str) -> bool:
    """Words before a colon that look like a person's name."""
    words = name.strip("[]<>").lower().split()
    return 0 < len(words) <= 3 and not _KNOWN_LABELS & set(words)  # noqa: PLR2004 - a person's name


def is_label(label: str) -> bool:
    """Words before a colon that look like the label of what follows."""
    words = label.split()
    if not words or len(words) > MAX_LABEL_WORDS:
        return False
    return words[0].lower().strip("*_") in _KNOWN_LABELS or len(words) > 1 or label.islower()


def run_in(line: str) -> str:
    """The heading that a paragraph begins with and that ends like a sentence, or empty."""
    match = RUN_IN.match(line)
    if not match or match.end() == len(line):
        return ""
    first = match["label"].split()[0].lower()
    return match["label"] if first in _KNOWN_LABELS - _ANSWERS else ""


def continues(before: str, line: str) -> bool:
    """Tell whether a line goes on with the sentence of the line before it."""
    last = before.rsplit("\n", 1)[-1].rstrip()
    if BULLET.match(before) and not line[:1].isspace() and not line[:1].islower():
        return False
    if "\t" in last or "\t" in line or "|" in line[:2] or MARKDOWN_HEADING.match(line):
        return False
    if BULLET.match(line) or MAIL_HEADER.match(line) or last.endswith((".", "!", "?", ":", ";")):
        return len(last) >= WRAP_WIDTH and not last.endswith(":") and line[:1].islower()
    if len(last) < WRAP_WIDTH:
        return line.lstrip()[:1].islower() and len(last) > 30 and not BULLET.match(last)  # noqa: PLR2004 - half a line
    return not _looks_like_label(line)


def _looks_like_label(line: str) -> bool:
    match = LABEL.match(line.lstrip())
    return bool(match) and len(match["label"].split()) <= 3 and line.lstrip()[:1].isupper()  # type: ignore[index]  # noqa: PLR2004 - bool(match) says that it is there


def heading_of(line: str) -> str:
    """The heading's words, or empty where the line is none."""
    stripped = line.strip()
    if MARKDOWN_HEADING.match(line):
        return stripped.strip("#*= :")
    if len(stripped) > MAX_HEADING or "\n" in stripped:
        return ""
    if NUMBERED.match(line) and (numbered := _numbered(stripped)):
        return numbered
    if stripped.endswith(":") and len(stripped.split()) <= 8:  # noqa: PLR2004 - a short lead-in
        return stripped.rstrip(":")
    words = stripped.split()
    bare = not stripped.endswith((".", "!", ",", ";", ":")) and not BULLET.match(line) and stripped[:1].isupper()
    if bare and len(words) <= 7 and not re.search(r"[:=]|\d{3}", stripped):  # noqa: PLR2004 - a title's length
        return stripped
    return ""


def _numbered(line: str) -> str:
    """A numbered question or short title; a numbered sentence, or item in lower case, is a point of a list."""
    words = re.sub(r"^\s*[QF]?[\dA-H.]{1,5}[.):]?\s+", "", line)
    if line.endswith("?"):
        return words
    short = len(line.split()) <= 9 and not line.endswith((".", ";"))  # noqa: PLR2004 - a title's length
    return words if short and not words[:1].islower() else ""
