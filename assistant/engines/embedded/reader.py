"""Reads a text into claims and signals: units, probabilities of heads, and the choice of evidence per field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.reading import Claim, Polarity, Remark, Signal, Status
from assistant.engines.embedded import cues
from assistant.engines.embedded.features import Embed, placed
from assistant.engines.embedded.heads import HYPOTHETICAL, NOT_APPLICABLE, OTHER, UNKNOWN, Heads
from assistant.engines.embedded.segments import Unit, units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

MOST_EVIDENCE = 4
NEAR_BEST = 0.6
HEADING_DOUBT = 0.5
HEADING_FIELDS = frozenset({"project.title", "project.summary"})
SURE = 0.5
CHOICE_SURE = 0.42
CHOICE_FAINT = 0.15
INJECTION_REMARK = "This passage gives instructions to the reader; it was read as text, and nothing followed from it."


@dataclass(frozen=True)
class Observed:
    """What the heads say of a text: its units and a probability per unit and head."""

    units: tuple[Unit, ...]
    probabilities: "Matrix"


class Reader:
    """Turns the heads' probabilities into claims and signals."""

    def __init__(self, catalogue: Catalogue, heads: Heads, embed: Embed | None) -> None:
        """Join fitted heads to the catalogue.

        Args:
            catalogue: fields, choices and signals.
            heads: fitted on labelled texts.
            embed: the embedder that the heads were fitted with, None for words alone.
        """
        self._catalogue = catalogue
        self._heads = heads
        self._embed = embed

    def observe(self, text: str, question: str = "") -> Observed:
        """Cut a text into units and score them.

        Args:
            text: what to read.
            question: the question that it answers: the context of units without one of their own.
        """
        pieces = units(text)
        if question:
            pieces = tuple(
                replace(unit, context=question, label=question, kind="answer") if not unit.context else unit
                for unit in pieces
            )
        return Observed(pieces, self._heads.probabilities(placed(pieces), self._embed))

    def claims(self, seen: Observed, ease: dict[str, float] | None = None) -> list[Claim]:
        """Values with the units that carry them.

        Args:
            seen: the scored text.
            ease: per field, what its threshold is multiplied by (a field just asked is read more readily).
        """
        owned = self._owned(seen)
        found: list[Claim] = []
        for spec in self._catalogue.fields:
            factor = (ease or {}).get(spec.id, 1.0)
            rows = self._evidence(seen, spec.id, owned, factor)
            found += [self._claim(seen, spec, row) for row in rows]
        return found

    def signals(self, seen: Observed) -> list[Signal]:
        """Facts of the closed vocabulary, each with its unit and polarity."""
        polarity = self._polarities(seen)
        found: list[Signal] = []
        for spec in self._catalogue.signals:
            column = self._column.get(f"@{spec.id}")
            if column is None:
                continue
            threshold = float(self._heads.thresholds[column])
            for row in np.flatnonzero(seen.probabilities[:, column] >= threshold):
                unit = seen.units[row]
                found.append(
                    Signal(
                        id=spec.id,
                        polarity=polarity[row],
                        quote=unit.text,
                        near=unit.start,
                        confidence=_share(seen.probabilities[row, column]),
                        basis=f"signal head {seen.probabilities[row, column]:.2f}, speaks from {threshold:.2f}",
                    )
                )
        return found

    def highest(self, seen: Observed, field: str) -> float:
        """The highest probability that any unit has for a field."""
        return float(self._probability(seen, field).max(initial=0.0))

    def best_choices(self, seen: Observed, spec: FieldSpec, *, lenient: bool) -> tuple[str, ...]:
        """The choices of a field over all units; `lenient` takes the likeliest even where none is sure."""
        scored = [
            (float(self._probability(seen, f"{spec.id}={choice}").max(initial=0.0)), choice)
            for choice in spec.choices
        ]
        sure = tuple(choice for score, choice in scored if score >= CHOICE_SURE)
        if spec.many and sure:
            return sure
        best, choice = max(scored)
        return (choice,) if best >= (CHOICE_FAINT if lenient else CHOICE_SURE) else ()

    def remarks(self, seen: Observed) -> list[Remark]:
        """Passages that talk to the reader instead of describing the project."""
        return [
            Remark(text=INJECTION_REMARK, quote=unit.text, near=unit.start)
            for unit in seen.units
            if cues.is_injection(unit.text)
        ]

    @cached_property
    def _column(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self._heads.names)}

    def _probability(self, seen: Observed, head: str) -> "Matrix":
        column = self._column.get(head)
        if column is None:
            return np.zeros(len(seen.units), np.float32)
        values: Matrix = seen.probabilities[:, column]
        return values

    def _polarities(self, seen: Observed) -> list[Polarity]:
        other, imagined = self._probability(seen, OTHER), self._probability(seen, HYPOTHETICAL)
        return [
            Polarity.OTHER_PARTY
            if first >= max(SURE, second)
            else Polarity.HYPOTHETICAL
            if second >= SURE
            else Polarity.PRESENT
            for first, second in zip(other, imagined, strict=True)
        ]

    def _owned(self, seen: Observed) -> "Matrix":
        """Units that are about this project: not another party's, not imagined, no instruction, not a bare dash."""
        mine = np.array([polarity is Polarity.PRESENT for polarity in self._polarities(seen)], bool)
        usable = np.array(
            [not cues.DASH.match(unit.text) and not cues.is_injection(unit.text) for unit in seen.units],
            bool,
        )
        owned: Matrix = mine & usable
        return owned

    def _evidence(self, seen: Observed, field: str, owned: "Matrix", factor: float) -> Sequence[int]:
        column = self._column.get(field)
        if column is None or not len(seen.units):
            return ()
        scores = np.where(owned, seen.probabilities[:, column], 0.0)
        if field not in HEADING_FIELDS:
            doubt = [HEADING_DOUBT if unit.kind == "heading" else 1.0 for unit in seen.units]
            scores = scores * np.array(doubt, np.float32)
        threshold = float(self._heads.thresholds[column]) * factor
        best = float(scores.max())
        if best < threshold:
            return ()
        keep = np.flatnonzero(scores >= max(threshold, NEAR_BEST * best))
        return [int(row) for row in keep[np.argsort(-scores[keep])][:MOST_EVIDENCE]]

    def _claim(self, seen: Observed, spec: FieldSpec, row: int) -> Claim:
        unit = seen.units[row]
        probability = float(seen.probabilities[row, self._column[spec.id]])
        status = self._status(seen, row)
        threshold = float(self._heads.thresholds[self._column[spec.id]])
        under = f", under “{unit.context}”" if unit.context else ""
        return Claim(
            field=spec.id,
            status=status,
            choices=self._choices(seen, spec, row) if status is Status.STATED else (),
            quote=unit.text,
            near=unit.start,
            confidence=_share(probability),
            basis=f"{unit.kind}{under}; field head {probability:.2f}, speaks from {threshold:.2f}",
        )

    def _status(self, seen: Observed, row: int) -> Status:
        unit = seen.units[row]
        if cues.says_not_applicable(unit.text) or self._says(seen, NOT_APPLICABLE, row):
            return Status.NOT_APPLICABLE
        if cues.says_unknown(unit.text) or self._says(seen, UNKNOWN, row):
            return Status.UNKNOWN
        return Status.STATED

    def _says(self, seen: Observed, head: str, row: int) -> bool:
        return bool(self._probability(seen, head)[row] >= SURE)

    def _choices(self, seen: Observed, spec: FieldSpec, row: int) -> tuple[str, ...]:
        if not spec.choices:
            return ()
        scored = [
            (float(self._probability(seen, f"{spec.id}={choice}")[row]), choice)
            for choice in spec.choices
        ]
        if spec.many:
            return tuple(choice for score, choice in scored if score >= CHOICE_SURE)
        best, choice = max(scored)
        return (choice,) if best >= CHOICE_SURE else ()


def _share(value: float) -> float:
    return round(min(max(float(value), 0.0), 1.0), 3)
