"""Cuts a text into units (sentences, clauses, bullets, table cells, answers, turns of speech) with exact offsets.

Each unit knows the context that gives it meaning: its heading, list label, table head, question or speaker.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.engines.embedded.lines import (
    BULLET,
    LABEL,
    LINE,
    MAIL_HEADER,
    MARKDOWN_HEADING,
    NUMBERED,
    QUOTED,
    RULE,
    SPEAKER,
    continues,
    heading_of,
    is_label,
    is_name,
    run_in,
)
from assistant.engines.embedded.sentences import clause_spans, sentence_spans, trimmed

Kind = Literal["prose", "bullet", "cell", "heading", "answer", "question"]


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
        match["name"] for line in LINE.findall(text) if (match := SPEAKER.match(line)) and is_name(match["name"])
    )
    return frozenset(name for name, count in names.items() if count > 1)


def _blocks(text: str) -> Iterator[_Block]:
    """Lines, with hard-wrapped lines joined."""
    start = end = -1
    quoted = 0
    for match in LINE.finditer(text):
        line = match.group()
        mark = QUOTED.match(line)
        depth = mark.group().count(">") if mark else 0
        body = match.start() + (mark.end() if mark else 0)
        if not line.strip() or not text[body : match.end()].strip():
            if start >= 0:
                yield _Block(start, end, quoted)
            start = -1
            continue
        gap = text[end : match.start()] if end >= 0 else ""
        apart = gap.replace("\r\n", "\n").count("\n") > 1
        if start >= 0 and not apart and depth == quoted and continues(text[start:end], text[body : match.end()]):
            end = match.end()
            continue
        if start >= 0:
            yield _Block(start, end, quoted)
        start, end, quoted = body, match.end(), depth
    if start >= 0:
        yield _Block(start, end, quoted)


def _of_block(text: str, block: _Block, where: _Where) -> Iterator[Unit]:
    line = text[block.start : block.end]
    if RULE.match(line):
        return
    if "\t" in line.strip() or line.count("|") >= 2:  # noqa: PLR2004 - a table row has two bars at least
        yield from _cells(text, block, where)
        return
    where.table_head = []
    if MAIL_HEADER.match(line) and "\n" not in line:
        yield _unit(text, block.start, block.end, block, where, "heading")
        return
    heading = heading_of(line)
    asked, where.asked = where.asked, False
    if heading and not (asked and not NUMBERED.match(line) and not MARKDOWN_HEADING.match(line)):
        yield from _headed(text, block, where, heading)
        return
    yield from _lines(text, block, where)


def _headed(text: str, block: _Block, where: _Where, heading: str) -> Iterator[Unit]:
    is_question = heading.endswith("?") or NUMBERED.match(text[block.start : block.end])
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


def _lines(text: str, block: _Block, where: _Where) -> Iterator[Unit]:
    start, end = block.start, block.end
    line = text[start:end]
    kind: Kind = "answer" if where.question else "prose"
    bullet = BULLET.match(line)
    if bullet and bullet.end() < len(line):
        start, kind = start + bullet.end(), "bullet"
        line = text[start:end]
    speaker = SPEAKER.match(line)
    label = LABEL.match(line)
    if speaker and speaker["name"] in where.speakers:
        where.speaker = speaker["name"]
        start += speaker.end()
    elif label and is_label(label["label"]):
        where.lead = label["label"].strip(" *_")
        yield from _sentences(text, start + label.end(), end, block, where, kind)
        where.lead = ""
        return
    elif lead := run_in(line):
        first = start + len(lead) + 1
        yield from _sentences(text, start, first, block, where, kind)
        where.lead = lead
        yield from _sentences(text, first, end, block, where, kind)
        where.lead = ""
        return
    yield from _sentences(text, start, end, block, where, kind)


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


def _sentences(text: str, start: int, end: int, block: _Block, where: _Where, kind: Kind) -> Iterator[Unit]:
    for left, right in sentence_spans(text, start, end):
        sentence = text[left:right]
        actual: Kind = "question" if sentence.endswith("?") and kind == "prose" else kind
        for low, high in clause_spans(sentence):
            yield _unit(text, left + low, left + high, block, where, actual)


def _unit(text: str, start: int, end: int, block: _Block, where: _Where, kind: Kind) -> Unit:
    left, right = trimmed(text, start, end)
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
