"""Reads a text into claims and signals: units, probabilities of heads, and the choice of evidence per field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.reading import Claim, Polarity, Remark, Signal, Status
from assistant.engines.embedded import cues
from assistant.engines.embedded.calibrating import ANSWER
from assistant.engines.embedded.features import Embed, placed
from assistant.engines.embedded.heads import HYPOTHETICAL, NOT_APPLICABLE, OTHER, UNKNOWN, Heads, kind_of_text
from assistant.engines.embedded.segments import Unit, units
from assistant.engines.embedded.settled import OPPOSITES, SAYS_TOO, SAYS_TOO_SHARE, choose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

MOST_EVIDENCE = 4
NEAR_BEST = 0.35
HEADING_DOUBT = 0.5
HEADING_FIELDS = frozenset({"project.title", "project.summary"})
SURE = 0.5
SURENESS_BASE, SURENESS_GAIN = 0.0, 0.94
INJECTION_REMARK = "This passage gives instructions to the reader; it was read as text, and nothing followed from it."


@dataclass(frozen=True)
class Observed:
    """What the heads say of a text: its kind, its units and a probability per unit and head."""

    kind: int
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

    def observe(self, text: str, question: str = "", *, whole: bool = True) -> Observed:
        """Cut a text into units and score them.

        Args:
            text: what to read.
            question: the question that it answers: the context of units without one of their own.
            whole: it stands for itself and answers nothing.
        """
        pieces = units(text)
        if question:
            pieces = tuple(
                replace(unit, context=question, label=question, kind="answer") if not unit.context else unit
                for unit in pieces
            )
        kind = kind_of_text((unit.text for unit in pieces), whole=whole and not question)
        return Observed(kind, pieces, self._heads.probabilities(placed(pieces), self._embed, kind))

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
            claims = _weighed([self._claim(seen, spec, row) for row in rows])
            found += self._settled(seen, spec, claims, rows)
        return found

    def _settled(self, seen: Observed, spec: FieldSpec, claims: list[Claim], rows: Sequence[int]) -> list[Claim]:
        """Give the field's choices to the claims that carry them."""
        stated = [at for at, claim in enumerate(claims) if claim.status is Status.STATED]
        if not spec.choices or not stated:
            return claims
        at_rows = [rows[at] for at in stated]
        scores = {choice: self._choice(seen, spec.id, choice)[at_rows] for choice in spec.choices}
        thresholds = {choice: self._threshold(seen, f"{spec.id}={choice}") for choice in spec.choices}
        for choice, index in choose(spec, scores, thresholds):
            at = stated[index]
            claims[at] = claims[at].model_copy(update={"choices": (*claims[at].choices, choice)})
        return claims

    def _choice(self, seen: Observed, field: str, choice: str) -> "Matrix":
        """How likely each unit says a choice, where a signal of the same meaning speaks for it, too."""
        said = self._probability(seen, f"{field}={choice}")
        signal = SAYS_TOO.get((field, choice))
        if signal is None or not len(said):
            return said
        loudest = said.max() or 1.0
        raised: Matrix = said * max(1.0, SAYS_TOO_SHARE * self.highest(seen, f"@{signal}") / loudest)
        return raised

    def _threshold(self, seen: Observed, head: str) -> float:
        """The probability from which a head speaks in a text of this length; above 1 where there is no such head."""
        column = self._column.get(head)
        return 1.1 if column is None else float(self._heads.thresholds[seen.kind, column])

    def signals(self, seen: Observed) -> list[Signal]:
        """Facts of the closed vocabulary, each with its unit and polarity."""
        polarity = self._polarities(seen)
        found: list[Signal] = []
        for spec in self._catalogue.signals:
            column = self._column.get(f"@{spec.id}")
            if column is None:
                continue
            threshold, opposite = self._threshold(seen, f"@{spec.id}"), OPPOSITES.get(spec.id)
            least = np.maximum(threshold, self._probability(seen, f"@{opposite}") if opposite else 0.0)
            for row in np.flatnonzero(seen.probabilities[:, column] >= least):
                unit = seen.units[row]
                found.append(
                    Signal(
                        id=spec.id,
                        polarity=polarity[row],
                        quote=unit.text,
                        near=unit.start,
                        confidence=_share(seen.probabilities[row, column]),
                        basis=f"{unit.kind}; signal head {seen.probabilities[row, column]:.2f}, "
                        f"speaks from {threshold:.2f}" + self._cues(unit, f"@{spec.id}"),
                    )
                )
        return found

    def highest(self, seen: Observed, field: str) -> float:
        """The highest probability that any unit has for a field."""
        return float(self._probability(seen, field).max(initial=0.0))

    def remarks(self, seen: Observed) -> list[Remark]:
        """Passages that talk to the reader instead of describing the project."""
        return [
            Remark(text=INJECTION_REMARK, quote=unit.text, near=unit.start) for unit in seen.units if _instructs(unit)
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
            [not cues.DASH.match(unit.text) and not _instructs(unit) for unit in seen.units],
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
        threshold = self._threshold(seen, field) * factor
        best = float(scores.max())
        if best < threshold:
            return ()
        keep = np.flatnonzero(scores >= NEAR_BEST * best)
        return [int(row) for row in keep[np.argsort(-scores[keep])][:MOST_EVIDENCE]]

    def _claim(self, seen: Observed, spec: FieldSpec, row: int) -> Claim:
        unit = seen.units[row]
        probability = float(seen.probabilities[row, self._column[spec.id]])
        status = self._status(seen, row, spec.id)
        threshold = self._threshold(seen, spec.id)
        under = f", under “{unit.context}”" if unit.context else ""
        return Claim(
            field=spec.id,
            status=status,
            quote=unit.text,
            near=unit.start,
            confidence=_share(probability),
            basis=f"{unit.kind}{under}; field head {probability:.2f}, speaks from {threshold:.2f}"
            + self._cues(unit, spec.id),
        )

    def _cues(self, unit: Unit, head: str) -> str:
        words = self._heads.cue_words(unit.text, head)
        return f"; words {', '.join(words)}" if words else ""

    def _status(self, seen: Observed, row: int, field: str) -> Status:
        unit = seen.units[row]
        if cues.says_not_applicable(unit.text) or self._says(seen, NOT_APPLICABLE, row):
            return Status.NOT_APPLICABLE
        if not (cues.says_unknown(unit.text) or self._says(seen, UNKNOWN, row)):
            return Status.STATED
        return Status.UNKNOWN if self._leaves_open(unit, field) else Status.STATED

    def _leaves_open(self, unit: Unit, field: str) -> bool:
        """Whether the not-knowing of a unit is about the field: "600 pictures; nobody knows who may use them" tells one."""
        parts = [part for part in unit.text.split("; ") if part.strip()]
        open_parts = [cues.says_unknown(part) for part in parts]
        if len(parts) == 1 or all(open_parts) or not any(open_parts):
            return True
        pieces = placed(tuple(replace(unit, text=part) for part in parts))
        likely = self._heads.probabilities(pieces, self._embed, ANSWER)[:, self._column[field]]
        return open_parts[int(likely.argmax())]

    def _says(self, seen: Observed, head: str, row: int) -> bool:
        return bool(self._probability(seen, head)[row] >= SURE)


def _weighed(claims: list[Claim]) -> list[Claim]:
    """Give the first claim the probability that the field as a whole is read rightly, as measured on held-out texts."""
    if not claims:
        return claims
    joint = 1 - float(np.prod([1 - claim.confidence for claim in claims]))
    sure = _share(SURENESS_BASE + SURENESS_GAIN * joint)
    return [claims[0].model_copy(update={"confidence": sure}), *claims[1:]]


def _instructs(unit: Unit) -> bool:
    """It talks to the reader, or stands under a label or heading that does."""
    return cues.is_injection(unit.text) or cues.is_injection(unit.context)


def _share(value: float) -> float:
    return round(min(max(float(value), 0.0), 1.0), 3)
