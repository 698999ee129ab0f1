"""The law screen's data: places and how a text names them, and dated rules; written in `knowledge/law.yaml`."""

from datetime import date
from typing import Literal

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.conditions import Condition
from assistant.domain.specs import Example

LawTier = Literal["likely_prohibited", "high_risk", "transparency", "minimal", "duty"]
TIERS: tuple[LawTier, ...] = ("likely_prohibited", "high_risk", "transparency", "minimal", "duty")


class Place(Value):
    """A jurisdiction, and the words that tell it.

    Attributes:
        id: as rules name it (`EU`, `US-CO`).
        title: as it reads in a sentence ("the European Union").
        within: the wider place whose law applies as well.
        covered: false where the screen holds no rules for it.
        names: countries, cities and authorities, in any case.
        exact: names that count only as written ("US", "Reading" would read as other words).
        laws: names of its laws, as written.
        hints: currencies and adjectives, as written, that make a place likely.
    """

    id: str
    title: str
    within: str | None = None
    covered: bool = True
    names: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class LawRule(Value):
    """One dated rule of law, as a scoping question.

    Attributes:
        jurisdiction: id of a place.
        says: what the law says, in our own words.
        tier: the EU AI Act's tier, or `duty` for a duty beside the tiers.
        when: the facts on which it is worth a look.
        valid_from: the day from which it applies.
        checked_on: the day on which somebody last compared it with its source.
        source: id of a source.
        changes_if: the fact that would change the result.
    """

    id: str
    jurisdiction: str
    title: str
    says: str
    tier: LawTier
    when: Condition
    valid_from: date
    checked_on: date
    source: str
    changes_if: str
    fires: tuple[Example, ...] = Field(min_length=1)
    quiet: tuple[Example, ...] = Field(min_length=1)


class LawBook(Value):
    """All places and rules of the screen.

    Attributes:
        not_after: words that rule a place out when they stand right before its name ("outside the EU").
    """

    not_after: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    rules: tuple[LawRule, ...] = ()
