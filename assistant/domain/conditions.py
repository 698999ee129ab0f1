"""The closed condition language that rules and dependent fields are written in.

A condition looks at `Facts` and says whether it holds, on which evidence, and about which fields. It is data
(YAML in `knowledge/`), discriminated on `op`, so that a slip yields one clear message.
"""

from typing import Annotated, Literal

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.facts import FULL_DESCRIPTION_WORDS, NOTHING, Facts, Finding
from assistant.domain.reading import Polarity, Status

__all__ = ["FULL_DESCRIPTION_WORDS", "Condition", "Facts", "Finding", "fields_of", "signals_of"]


class All(Value):
    """Every part holds."""

    op: Literal["all"]
    of: tuple["Condition", ...] = Field(min_length=1)

    def check(self, facts: Facts) -> Finding:
        """Join the evidence of all parts."""
        parts = [part.check(facts) for part in self.of]
        return _joined(parts) if all(part.holds for part in parts) else NOTHING


class AnyOf(Value):
    """At least one part holds."""

    op: Literal["any"]
    of: tuple["Condition", ...] = Field(min_length=1)

    def check(self, facts: Facts) -> Finding:
        """Join the evidence of the parts that hold."""
        parts = [part.check(facts) for part in self.of]
        return _joined([part for part in parts if part.holds])


class Not(Value):
    """The part does not hold; it adds no evidence."""

    op: Literal["not"]
    of: "Condition"

    def check(self, facts: Facts) -> Finding:
        """Turn the part round."""
        return Finding(holds=not self.of.check(facts).holds)


class Seen(Value):
    """Signals observed: at least `at_least` different ones of the list."""

    op: Literal["seen"]
    signals: tuple[str, ...] = Field(min_length=1)
    at_least: int = 1
    polarity: Polarity = Polarity.PRESENT

    def check(self, facts: Facts) -> Finding:
        """Collect the words of all signals seen, the surest first: a warning quotes the first of them."""
        hits = [
            signal for signal in facts.scope.signals if signal.id in self.signals and signal.polarity is self.polarity
        ]
        if len({hit.id for hit in hits}) < self.at_least:
            return NOTHING
        surest = sorted(hits, key=lambda hit: -hit.confidence)
        return Finding(holds=True, evidence=tuple(hit.evidence for hit in surest))


class Stated(Value):
    """A field is stated, and with one of the choices where some are named."""

    op: Literal["stated"]
    field: str
    choices: tuple[str, ...] = ()

    def check(self, facts: Facts) -> Finding:
        """Quote the field."""
        state = facts.scope.field(self.field)
        fits = not self.choices or bool(set(self.choices) & set(state.choices))
        if state.status is not Status.STATED or not fits:
            return NOTHING
        return Finding(holds=True, evidence=state.evidence, fields=(self.field,))


class Unknown(Value):
    """The person said that they don't know."""

    op: Literal["unknown"]
    field: str

    def check(self, facts: Facts) -> Finding:
        """Quote the not-knowing."""
        state = facts.scope.field(self.field)
        if state.status is not Status.UNKNOWN:
            return NOTHING
        return Finding(holds=True, evidence=state.evidence, fields=(self.field,))


class Open(Value):
    """A field is missing or unknown, whether or not there was a chance to say it."""

    op: Literal["open"]
    field: str

    def check(self, facts: Facts) -> Finding:
        """Quote the not-knowing, if any."""
        state = facts.scope.field(self.field)
        if state.status not in (Status.MISSING, Status.UNKNOWN):
            return NOTHING
        return Finding(holds=True, evidence=state.evidence, fields=(self.field,))


class Silent(Value):
    """A field is missing or unknown although the person had a fair chance to say it.

    Attributes:
        unsure: a value read from a description with less confidence than this breaks no silence; 0 is no confidence given.
    """

    op: Literal["silent"]
    field: str
    unsure: float = 0.0

    def check(self, facts: Facts) -> Finding:
        """Quote the not-knowing, if any; silence itself has no words."""
        if not facts.fair_chance(self.field):
            return NOTHING
        state = facts.scope.field(self.field)
        if state.status is Status.STATED and 0 < state.confidence < self.unsure and self.field not in facts.asked:
            return Finding(holds=True, fields=(self.field,))
        return Open(op="open", field=self.field).check(facts)


class Conflicted(Value):
    """A field holds two statements that cannot both be true."""

    op: Literal["conflicted"]
    field: str

    def check(self, facts: Facts) -> Finding:
        """Quote both."""
        state = facts.scope.field(self.field)
        if not state.conflict:
            return NOTHING
        return Finding(holds=True, evidence=state.evidence, fields=(self.field,))


class Mentions(Value):
    """A stated field's own words hold one of these words or phrases (whole words, any case)."""

    op: Literal["mentions"]
    field: str
    words: tuple[str, ...] = Field(min_length=1)

    def check(self, facts: Facts) -> Finding:
        """Quote the places that hold one."""
        state = facts.scope.field(self.field)
        hits = tuple(item for item in state.evidence if _holds_word(item.quote, self.words))
        if state.status is not Status.STATED or not hits:
            return NOTHING
        return Finding(holds=True, evidence=hits, fields=(self.field,))


class Number(Value):
    """A derived figure is known and lies below or above a bound (bounds excluded)."""

    op: Literal["number"]
    fact: str
    below: float | None = None
    above: float | None = None

    def check(self, facts: Facts) -> Finding:
        """Compare the figure."""
        figure = facts.numbers.get(self.fact)
        if figure is None:
            return NOTHING
        low = self.below is None or figure < self.below
        high = self.above is None or figure > self.above
        return Finding(holds=low and high)


class Full(Value):
    """The person has given a full description."""

    op: Literal["full"]

    def check(self, facts: Facts) -> Finding:
        """Count the words."""
        return Finding(holds=facts.words >= FULL_DESCRIPTION_WORDS)


Condition = Annotated[
    All | AnyOf | Not | Seen | Stated | Unknown | Open | Silent | Conflicted | Mentions | Number | Full,
    Field(discriminator="op"),
]

for _model in (All, AnyOf, Not):
    _model.model_rebuild()


def _joined(parts: list[Finding]) -> Finding:
    evidence = tuple(dict.fromkeys(item for part in parts for item in part.evidence))
    fields = tuple(dict.fromkeys(field for part in parts for field in part.fields))
    return Finding(holds=bool(parts), evidence=evidence, fields=fields)


def _holds_word(text: str, words: tuple[str, ...]) -> bool:
    padded = _words_of(text)
    return any(_words_of(word) in padded for word in words)


def _words_of(text: str) -> str:
    """Lower-case words parted by one space each, so that punctuation and line breaks make no difference."""
    parted = "".join(char if char.isalnum() else " " for char in text.lower())
    return f" {' '.join(parted.split())} "


def signals_of(condition: Condition) -> set[str]:
    """Every signal that a condition looks at."""
    if isinstance(condition, All | AnyOf):
        return set().union(*(signals_of(part) for part in condition.of))
    if isinstance(condition, Not):
        return signals_of(condition.of)
    return set(condition.signals) if isinstance(condition, Seen) else set()


def fields_of(condition: Condition) -> set[str]:
    """Every field that a condition looks at."""
    if isinstance(condition, All | AnyOf):
        return set().union(*(fields_of(part) for part in condition.of))
    if isinstance(condition, Not):
        return fields_of(condition.of)
    return {condition.field} if hasattr(condition, "field") else set()
