"""All that a condition may look at, and what it finds there."""

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.evidence import Evidence
from assistant.domain.scope import Scope

FULL_DESCRIPTION_WORDS = 150
"""From this many words on, silence about a field is worth a flag and not just a question (annotation guide, G2)."""


class Facts(Value):
    """All that a condition may look at.

    Attributes:
        scope: fields and signals as known.
        asked: fields that were put to the person.
        words: how many words the person has given.
        numbers: derived figures by name (`estimates.derive`).
    """

    scope: Scope
    asked: frozenset[str] = frozenset()
    words: int = 0
    numbers: dict[str, float] = Field(default_factory=dict)

    def fair_chance(self, field: str) -> bool:
        """Tell whether the person had a fair chance to say something about the field."""
        return self.words >= FULL_DESCRIPTION_WORDS or field in self.asked


class Finding(Value):
    """Whether a condition holds, with what it rests on."""

    holds: bool
    evidence: tuple[Evidence, ...] = ()
    fields: tuple[str, ...] = ()


NOTHING = Finding(holds=False)
