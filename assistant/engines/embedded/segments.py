"""Cuts a text into units (sentences, clauses, bullets, table cells, answers, turns of speech) with exact offsets.

Each unit knows the context that gives it meaning: its heading, list label, table head, question or speaker.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["prose", "bullet", "cell", "heading", "answer", "question"]

WRAP_WIDTH = 50
LONG_SENTENCE = 120
MIN_CLAUSE = 28
MAX_HEADING = 90
MAX_LABEL_WORDS = 6
MAX_UNIT = 230


@dataclass(frozen=True)
class Unit:
    """A piece of a text that is read by itself.

    Attributes:
        start: offset of its first character in the text.
        end: offset behind its last character.
        text: the words.
        kind: what it is in the layout.
        context: heading, label, table head or question that it stands under.
        label: the nearest label alone (list label, question or table row head), else empty.
        speaker: who speaks, in a transcript or thread.
        place: relative position in the text, 0 to 1.
        quoted: how deep it is quoted (`>` in a thread).
    """

    start: int
    end: int
    text: str
    kind: Kind = "prose"
    context: str = ""
    label: str = ""
    speaker: str = ""
    place: float = 0.0
    quoted: int = 0


@dataclass
class _Where:
    """What the lines so far say about the ones to come."""

    heading: str = ""
    question: str = ""
    lead: str = ""
    speaker: str = ""
    asked: bool = False
    speakers: frozenset[str] = frozenset()
    table_head: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Block:
    start: int
    end: int
    quoted: int = 0


_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"\s*(?:[-*•‣·–—+o]\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-hA-H]|[ivx]{1,4})[.)]\s+|\[[ xX]?\]\s*)+")
_QUOTED = re.compile(r"(?:\s*>)+\s?")
_NUMBERED = re.compile(r"\s*(?:[QF]?\d{1,2}(?:\.\d{1,2})*|[A-H]\d{0,2}|[IVX]{1,4})[.):]?\s+\S")
_MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s+|\s*\*\*[^*]+\*\*:?\s*$|\s*={2,}.*={2,}\s*$")
_RULE = re.compile(r"[\s|:+=_*~-]+$")
_LABEL = re.compile(r"(?P<label>[A-Za-z][^\n:|.!;]{0,55}?)\s*(?::|\s[–—-])\s+(?=\S)")
_SPEAKER = re.compile(r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?(?P<name>[A-Z][\w.'’ -]{0,30}?|[A-Z]{1,3}|\[\w{2,15}\]|<\w{2,15}>)(?::\s+|\s*\(\d{1,2}:\d{2}\):?\s*)")
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ£$€<])|(?<=[?!])\s+(?=\S)|(?<=\w\.)\s+(?=[a-z]{3,})")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|ca|incl|excl|resp|no|nr|fig|art|sec|mr|mrs|ms|dr|prof|st|inc|ltd|co|dept|est|max|min|avg"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|p\.a|a\.m|p\.m|u\.s|u\.k|eg|ie)\.|\b[A-Z]\.)$",
    re.IGNORECASE,
)
_STRONG = re.compile(r";\s+|\s+[–—]\s+|\s+--?\s+|:\s+|\.\.\.\s+|…\s+")
_WEAK = re.compile(
    r",\s+(?=(?:and|but|so|which|who|while|whereas|though|although|because|since|with|without|plus|then|if|unless|where|not|no|nor|or"
    r"|as|we|they|it|he|she|the|our|this|that|there|about|roughly|all|each|every|by|from|at|for|until|before|after)\b)"
    r"|\s+(?=(?:but|because|although|whereas|while|so that|unless|which means)\b)",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(r"\s*(?:from|to|cc|bcc|sent|date)\s*:", re.IGNORECASE)
_ANSWERLESS = re.compile(r"[-–—?./\s]*$|n/?a\.?$", re.IGNORECASE)


def units(text: str) -> tuple[Unit, ...]:
    """Cut a text into units, in order of place."""
    where = _Where(speakers=_speakers(text))
    found: list[Unit] = []
    for block in _blocks(text):
        found += _of_block(text, block, where)
    length = max(len(text), 1)
    return tuple(replace(unit, place=unit.start / length) for unit in found)


def _speakers(text: str) -> frozenset[str]:
    """Names that begin two lines or more: those who speak in a transcript or thread."""
    names = Counter(
        match["name"] for line in _LINE.findall(text) if (match := _SPEAKER.match(line)) and _is_name(match["name"])
    )
    return frozenset(name for name, count in names.items() if count > 1)


def _blocks(text: str) -> Iterator[_Block]:
    """Lines, with hard-wrapped lines joined."""
    start = end = -1
    quoted = 0
    for match in _LINE.finditer(text):
        line = match.group()
        mark = _QUOTED.match(line)
        depth = mark.group().count(">") if mark else 0
        body = match.start() + (mark.end() if mark else 0)
        if not line.strip() or not text[body : match.end()].strip():
            if start >= 0:
                yield _Block(start, end, quoted)
            start = -1
            continue
        gap = text[end : match.start()] if end >= 0 else ""
        apart = gap.replace("\r\n", "\n").count("\n") > 1
        if start >= 0 and not apart and depth == quoted and _continues(text[start:end], text[body : match.end()]):
            end = match.end()
            continue
        if start >= 0:
            yield _Block(start, end, quoted)
        start, end, quoted = body, match.end(), depth
    if start >= 0:
        yield _Block(start, end, quoted)


def _continues(before: str, line: str) -> bool:
    """Tell whether a line goes on with the sentence of the line before it."""
    last = before.rsplit("\n", 1)[-1].rstrip()
    if _BULLET.match(before) and not line[:1].isspace() and not line[:1].islower():
        return False
    if "\t" in last or "\t" in line or "|" in line[:2] or _MARKDOWN_HEADING.match(line):
        return False
    if _BULLET.match(line) or _MAIL_HEADER.match(line) or last.endswith((".", "!", "?", ":", ";")):
        return len(last) >= WRAP_WIDTH and not last.endswith(":") and line[:1].islower()
    if len(last) < WRAP_WIDTH:
        return line.lstrip()[:1].islower() and len(last) > 30 and not _BULLET.match(last)  # noqa: PLR2004 - half a line
    return not _looks_like_label(line)


def _looks_like_label(line: str) -> bool:
    match = _LABEL.match(line.lstrip())
    return bool(match) and len(match["label"].split()) <= 3 and line.lstrip()[:1].isupper()  # type: ignore[index]  # noqa: PLR2004 - bool(match) says that it is there


def _of_block(text: str, block: _Block, where: _Where) -> Iterator[Unit]:
    line = text[block.start : block.end]
    if _RULE.match(line):
        return
    if "\t" in line.strip() or line.count("|") >= 2:  # noqa: PLR2004 - a table row has two bars at least
        yield from _cells(text, block, where)
        return
    where.table_head = []
    if _MAIL_HEADER.match(line) and "\n" not in line:
        yield _unit(text, block.start, block.end, block, where, "heading")
        return
    heading = _heading(line)
    asked, where.asked = where.asked, False
    if heading and not (asked and not _NUMBERED.match(line) and not _MARKDOWN_HEADING.match(line)):
        yield from _headed(text, block, where, heading)
        return
    yield from _lines(text, block, where)


def _headed(text: str, block: _Block, where: _Where, heading: str) -> Iterator[Unit]:
    is_question = heading.endswith("?") or _NUMBERED.match(text[block.start : block.end])
    kind: Kind = "question" if heading.endswith("?") else "heading"
    unit = _unit(text, block.start, block.end, block, _above(where), kind)
    if is_question:
        where.question, where.asked = heading, True
    else:
        where.heading, where.question = heading, ""
    where.lead = ""
    yield unit


def _above(where: _Where) -> _Where:
    """A heading's own context is the heading above it, not the label before it."""
    return _Where(heading=where.heading, speaker=where.speaker)


def _heading(line: str) -> str:
    """The heading's words, or empty where the line is none."""
    stripped = line.strip()
    if _MARKDOWN_HEADING.match(line):
        return stripped.strip("#*= :")
    if len(stripped) > MAX_HEADING or "\n" in stripped:
        return ""
    if _NUMBERED.match(line) and (stripped.endswith("?") or len(stripped.split()) <= 9) and not stripped.endswith((".", ";")):  # noqa: PLR2004 - a short numbered line
        return re.sub(r"^\s*[QF]?[\dA-H.]{1,5}[.):]?\s+", "", stripped)
    if stripped.endswith(":") and len(stripped.split()) <= 8:  # noqa: PLR2004 - a short lead-in
        return stripped.rstrip(":")
    words = stripped.split()
    bare = not stripped.endswith((".", "!", ",", ";", ":")) and not _BULLET.match(line) and stripped[:1].isupper()
    if bare and len(words) <= 7 and not re.search(r"[:=]|\d{3}", stripped):  # noqa: PLR2004 - a title's length
        return stripped
    return ""


def _lines(text: str, block: _Block, where: _Where) -> Iterator[Unit]:
    start, end = block.start, block.end
    line = text[start:end]
    kind: Kind = "answer" if where.question else "prose"
    bullet = _BULLET.match(line)
    if bullet and bullet.end() < len(line):
        start, kind = start + bullet.end(), "bullet"
        line = text[start:end]
    speaker = _SPEAKER.match(line)
    label = _LABEL.match(line)
    if speaker and speaker["name"] in where.speakers:
        where.speaker = speaker["name"]
        start += speaker.end()
    elif label and _is_label(label["label"]):
        where.lead = label["label"].strip(" *_")
        for unit in _sentences(text, start + label.end(), end, block, where, kind):
            yield unit
        where.lead = ""
        return
    yield from _sentences(text, start, end, block, where, kind)


_KNOWN_LABELS = frozenset(
    "goal goals aim data model metric metrics target baseline owner team budget deadline risk risks users problem output input inputs"
    " today why what who when where how fallback privacy legal timeline status scope cost costs labels hosting summary title subject"
    " yes no none tbd open note notes project background decision decisions action actions business success training evaluation test monitoring".split()
)


def _is_name(name: str) -> bool:
    words = name.strip("[]<>").lower().split()
    return 0 < len(words) <= 3 and not _KNOWN_LABELS & set(words)  # noqa: PLR2004 - a person's name


def _is_label(label: str) -> bool:
    words = label.split()
    if not words or len(words) > MAX_LABEL_WORDS:
        return False
    return words[0].lower().strip("*_") in _KNOWN_LABELS or len(words) > 1 or label.islower()


def _cells(text: str, block: _Block, where: _Where) -> Iterator[Unit]:
    line = text[block.start : block.end]
    mark = "\t" if "\t" in line else "|"
    spans, at = [], 0
    for piece in line.split(mark):
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            spans.append((block.start + at + left, block.start + at + len(piece.rstrip())))
        at += len(piece) + 1
    if not spans:
        return
    texts = [text[start:end] for start, end in spans]
    if not where.table_head:
        where.table_head = texts
    head = where.table_head
    row = _Where(heading=where.heading, speaker=where.speaker)
    for index, (start, end) in enumerate(spans):
        row.lead = texts[0] if index else ""
        column = head[index] if index < len(head) and head is not texts and len(head) == len(spans) else ""
        row.question = column if len(spans) > 2 and index else ""  # noqa: PLR2004 - two columns are a label and its value
        yield from _sentences(text, start, end, block, row, "cell" if index else "heading")


def _sentences(text: str, start: int, end: int, block: _Block, where: _Where, kind: Kind) -> Iterator[Unit]:  # noqa: PLR0913, PLR0917 - the place in the layout
    for left, right in _sentence_spans(text, start, end):
        sentence = text[left:right]
        actual: Kind = "question" if sentence.endswith("?") and kind == "prose" else kind
        for low, high in _clause_spans(sentence):
            yield _unit(text, left + low, left + high, block, where, actual)


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for match in _END.finditer(text, start, end):
        before = text[left : match.start()]
        if _ABBREVIATION.search(before.rstrip("\"'”’)]")):
            continue
        if before.strip():
            yield _trimmed(text, left, match.start() + len(match.group().rstrip()))
        left = match.end()
    if text[left:end].strip():
        yield _trimmed(text, left, end)


def _clause_spans(sentence: str) -> Iterator[tuple[int, int]]:
    """A long sentence in clauses; a short one whole."""
    if len(sentence) <= LONG_SENTENCE:
        yield 0, len(sentence)
        return
    left = 0
    for low, high in _pieces(sentence, 0, len(sentence), _STRONG):
        if high - low <= LONG_SENTENCE:
            yield _trimmed(sentence, low, high)
        else:
            for start, end in _pieces(sentence, low, high, _WEAK):
                yield _trimmed(sentence, start, end)
        left = high


def _pieces(text: str, start: int, end: int, cut: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    left = start
    for match in cut.finditer(text, start, end):
        if match.start() - left < MIN_CLAUSE or end - match.end() < MIN_CLAUSE:
            continue
        yield left, match.start() + 1 if match.group()[0] in ";,:" else match.start()
        left = match.end()
    yield left, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _unit(text: str, start: int, end: int, block: _Block, where: _Where, kind: Kind) -> Unit:  # noqa: PLR0913, PLR0917 - the place in the layout
    left, right = _trimmed(text, start, end)
    label = where.lead or where.question
    parts = [part for part in (where.heading, where.question, where.lead) if part]
    return Unit(
        start=left,
        end=right,
        text=text[left:right],
        kind=kind,
        context=": ".join(parts[-2:]),
        label=label,
        speaker=where.speaker,
        quoted=block.quoted,
    )
