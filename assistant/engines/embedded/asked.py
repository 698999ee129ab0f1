"""Reads a message as the answer to the question that was asked: which of its parts answers which field asked about."""

from dataclasses import dataclass
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
SHARED = 0.6
"""A part also answers the second field where that is at least so likely, compared with the first one."""


@dataclass(frozen=True)
class Part:
    """A field asked about, and the message scored with that field's own question as its context."""

    spec: FieldSpec
    seen: Observed

    def score(self, row: int, reader: "Reader") -> float:
        """How likely a unit of the message answers the field."""
        return reader.highest(_rows(self.seen, [row]), self.spec.id)


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
        self.parts = [Part(spec, reader.observe(text, question=spec.question)) for spec in wanted]
        self.units = self.parts[0].seen.units
        usable = [row for row, unit in enumerate(self.units) if _says_something(unit.text) and unit.text not in skip]
        answers = [row for row in usable if not self.units[row].text.rstrip().endswith("?")]
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
        return [(part, rows) for part, rows in zip(self.parts, self._shared(scores), strict=True) if rows]

    def _alone(self, scores: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[int]:
        """Every unit that is about the field; all of them where none stands out."""
        top = float(scores.max())
        kept = [row for row, score in zip(self._usable, scores, strict=True) if score >= max(FAINT, top / 4)]
        return kept or self._usable

    def _shared(self, scores: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> list[list[int]]:
        """Each unit to the likeliest field, and to a second one that is nearly as likely."""
        shares: list[list[int]] = [[] for _ in self.parts]
        for column, row in enumerate(self._usable):
            top = float(scores[:, column].max())
            for index in range(len(self.parts)):
                if scores[index, column] >= max(FAINT, SHARED * top):
                    shares[index].append(row)
        for index, rows in enumerate(shares):
            others = [row for other, taken in enumerate(shares) if other != index for row in taken]
            if not rows and len(self._usable) > len(set(others)):
                shares[index] = [row for row in self._usable if row not in others]
            elif not rows and (index == 0 or len(set(others)) > 1):
                shares[index] = [self._usable[int(scores[index].argmax())]]
        return shares

    def _claims(self, part: Part, rows: list[int]) -> list[Claim]:
        seen = _rows(part.seen, rows)
        statuses = {row: _status(self.units[row].text) for row in rows}
        stated = Status.STATED in statuses.values()
        choices = self._choices(part.spec, seen) if stated else ()
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

    def _choices(self, spec: FieldSpec, seen: Observed) -> tuple[str, ...]:
        if not spec.choices or none_of_them(self._text):
            return ()
        words = " ".join(unit.text for unit in seen.units)
        heads = {choice: self._reader.highest(seen, f"{spec.id}={choice}") for choice in spec.choices}
        return chosen(words, spec, heads)


def _says_something(text: str) -> bool:
    return not cues.is_injection(text) and not cues.DASH.match(text)


def _status(text: str) -> Status:
    if cues.says_not_applicable(text):
        return Status.NOT_APPLICABLE
    return Status.UNKNOWN if cues.says_unknown(text) else Status.STATED


def _rows(seen: Observed, rows: list[int]) -> Observed:
    return Observed(tuple(seen.units[row] for row in rows), seen.probabilities[rows])
