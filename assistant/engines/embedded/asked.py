"""Reads a message as the answer to the question that was asked: which of its parts answers which field asked about."""

import itertools
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.picks import none_of_them
from assistant.domain.questions import Question
from assistant.domain.reading import Claim, Status
from assistant.engines.embedded import cues
from assistant.engines.embedded.choosing import chosen
from assistant.engines.embedded.reader import Observed

if TYPE_CHECKING:
    from assistant.engines.embedded.reader import Reader

BASIS = "answer to the question asked"
CONFIDENCE = 0.9
FAINT = 0.05
LONG_WORDS = 80
_CHATTER = re.compile(
    r"[^?]*\?\W*$|^\W*(?:(?:well|right|so|ok(?:ay)?|hmm+|oh|thanks?(?: you)?|good (?:that you ask|question)|let me (?:think|see)(?: about (?:that|this))?(?: for a (?:moment|second))?"
    r"|as i said|i hope (?:that|this) helps[^.]*)[\s,.;:!…]*)+$",
    re.IGNORECASE,
)
"""Questions, and words that only keep the talk going, answer nothing."""
IN_ORDER, UNSURE, NEUTRAL = 1.8, 0.02, 0.1
"""How much likelier people answer in the order of the question (a logarithm), what is added to every score, and the
score of a "don't know", which speaks for no field."""
_SENTENCE = re.compile(r"\S(?:(?![.!?]\s)[\s\S])*[.!?]?")
SHARED = 0.6
"""A part also answers the second field where that is at least so likely, compared with the first one."""


@dataclass(frozen=True)
class Part:
    """A field asked about, and the message scored with that field's own question as its context."""

    spec: FieldSpec
    seen: Observed

    def score(self, row: int, reader: "Reader") -> float:
        """How likely a unit of the message answers the field."""
        return reader.highest(only_rows(self.seen, [row]), self.spec.id)


class Answering:
    """Shares the units of a message out among the fields asked about."""

    def __init__(self, text: str, asked: Question, catalogue: Catalogue, reader: "Reader", skip: str = "") -> None:
        """Score the message.

        Args:
            text: the message.
            asked: the question.
            catalogue: the fields.
            reader: scores units.
            skip: a question in return, from which nothing is claimed.
        """
        specs = [catalogue.field_by_id[field] for field in asked.fields]
        wanted = [spec for number, spec in enumerate(specs) if number == 0 or spec.core]
        self._text = text
        self._asked = asked
        self._reader = reader
        pieces = _pieces(text) if len(wanted) > 1 else [(0, text)]
        self.parts = [Part(spec, _observed(pieces, spec.question, reader)) for spec in wanted]
        self.units = self.parts[0].seen.units
        usable = [row for row, unit in enumerate(self.units) if _says_something(unit.text) and unit.text not in skip]
        answers = [row for row in usable if not _CHATTER.match(self.units[row].text)]
        self._usable = answers or usable

    def best(self) -> float:
        """How likely any unit answers any of the fields."""
        return max((part.score(row, self._reader) for part in self.parts for row in self._usable), default=0.0)

    def claims(self) -> list[Claim]:
        """A claim per unit and field that it answers."""
        return [claim for part, rows in self._shares() for claim in self._claims(part, rows)]

    def _shares(self) -> list[tuple[Part, list[int]]]:
        scores = np.array([[part.score(row, self._reader) for row in self._usable] for part in self.parts])
        if not self._usable:
            return []
        if len(self.parts) == 1:
            return [(self.parts[0], self._alone(scores[0]))]
        shares = self._in_turn(scores) if len(self._usable) == len(self.parts) else self._shared(scores)
        return [(part, rows) for part, rows in zip(self.parts, shares, strict=True) if rows]

    def _alone(self, scores: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[int]:
        """Every unit that is about the field; all of them where none stands out."""
        top = float(scores.max())
        kept = [row for row, score in zip(self._usable, scores, strict=True) if score >= max(FAINT, top / 4)]
        return kept or self._usable

    def _in_turn(self, scores: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> list[list[int]]:
        """As many units as fields: one each, in the order of the question unless another fits much better."""
        fields = range(len(self.parts))
        for column, row in enumerate(self._usable):
            if cues.says_unknown(self.units[row].text):
                scores[:, column] = NEUTRAL
        fits = {
            order: sum(math.log(scores[index, place] + UNSURE) for index, place in enumerate(order))
            + (IN_ORDER if order == tuple(fields) else 0.0)
            for order in itertools.permutations(fields)
        }
        best = max(fits, key=lambda order: fits[order])
        return [[self._usable[place]] for place in best]

    def _shared(self, scores: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> list[list[int]]:
        """Each unit to the likeliest field, and to another that is nearly as likely; each field gets one if it can."""
        shares: list[list[int]] = [[] for _ in self.parts]
        for column, row in enumerate(self._usable):
            top = float(scores[:, column].max())
            for index in range(len(self.parts)):
                if scores[index, column] >= max(FAINT, SHARED * top):
                    shares[index].append(row)
        for index, rows in enumerate(shares):
            taken = {row for share in shares for row in share}
            if rows or (index > 0 and len(self._usable) == 1 and taken):
                continue
            row = self._usable[int(scores[index].argmax())]
            for share in shares:
                if row in share and len(share) > 1:
                    share.remove(row)
            rows.append(row)
        return shares

    def _claims(self, part: Part, rows: list[int]) -> list[Claim]:
        seen = only_rows(part.seen, rows)
        statuses = {row: _status(self.units[row].text, part.spec) for row in rows}
        stated = Status.STATED in statuses.values()
        choices = choices_of(part.spec, seen, self._text, self._reader) if stated else ()
        return [
            Claim(
                field=part.spec.id,
                status=statuses[row],
                choices=choices if statuses[row] is Status.STATED else (),
                quote=self.units[row].text,
                near=self.units[row].start,
                confidence=CONFIDENCE,
                basis=f"{BASIS}; field head {part.score(row, self._reader):.2f}",
            )
            for row in rows
        ]


def choices_of(spec: FieldSpec, seen: Observed, text: str, reader: "Reader") -> tuple[str, ...]:
    """The choices that units say of a field which they are known to answer."""
    if not spec.choices or none_of_them(text):
        return ()
    words = " ".join(unit.text for unit in seen.units)
    heads = {choice: reader.highest(seen, f"{spec.id}={choice}") for choice in spec.choices}
    return chosen(words, spec, heads)


def _pieces(text: str) -> list[tuple[int, str]]:
    """The sentences of a short answer with their offsets: "40 shops. The managers." says two things."""
    if len(text.split()) > LONG_WORDS:
        return [(0, text)]
    return [(match.start(), match[0]) for match in _SENTENCE.finditer(text)] or [(0, text)]


def _observed(pieces: list[tuple[int, str]], question: str, reader: "Reader") -> Observed:
    seen = [(start, reader.observe(piece, question=question)) for start, piece in pieces]
    units = [
        replace(unit, start=unit.start + start, end=unit.end + start)
        for start, observed in seen
        for unit in observed.units
    ]
    kind = max(observed.kind for _, observed in seen)
    return Observed(kind, tuple(units), np.vstack([observed.probabilities for _, observed in seen]))


def _says_something(text: str) -> bool:
    return not cues.is_injection(text) and not cues.DASH.match(text)


def _status(text: str, spec: FieldSpec) -> Status:
    """Words that name a choice state it: "partly, they have not agreed yet" is no "don't know"."""
    if spec.choices and chosen(text, spec, dict.fromkeys(spec.choices, 0.0)):
        return Status.STATED
    if cues.says_not_applicable(text):
        return Status.NOT_APPLICABLE
    return Status.UNKNOWN if cues.says_unknown(text) else Status.STATED


def only_rows(seen: Observed, rows: list[int]) -> Observed:
    """A part of what was observed."""
    return Observed(seen.kind, tuple(seen.units[row] for row in rows), seen.probabilities[rows])
