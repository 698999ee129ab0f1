"""What the product knows, as values: fields, signals, flags, rules, law, incidents, passages and sources.

The content is data under `knowledge/`; `assistant.knowledge` loads and checks it into a `Catalogue`.
"""

from collections.abc import Collection
from functools import cached_property

from assistant.domain.base import Value
from assistant.domain.lawbook import LawBook
from assistant.domain.specs import (
    SEVERITIES,
    Action,
    Adjustment,
    Check,
    Example,
    FieldSpec,
    FlagSpec,
    IncidentSpec,
    Joint,
    Option,
    Passage,
    Rule,
    Section,
    Severity,
    SignalSpec,
    SourceSpec,
    VerdictRules,
)

__all__ = [
    "SEVERITIES",
    "Action",
    "Adjustment",
    "Catalogue",
    "Check",
    "Example",
    "FieldSpec",
    "FlagSpec",
    "IncidentSpec",
    "Joint",
    "Option",
    "Passage",
    "Rule",
    "Section",
    "Severity",
    "SignalSpec",
    "SourceSpec",
    "VerdictRules",
]
_CHECK_ORDER = ("verified", "secondary", "memory")


class Catalogue(Value):
    """Everything the product knows, checked and joined by ids.

    Attributes:
        joints: questions about several fields; the first that fits is taken.
    """

    sections: tuple[Section, ...]
    fields: tuple[FieldSpec, ...]
    signals: tuple[SignalSpec, ...]
    flags: tuple[FlagSpec, ...]
    rules: tuple[Rule, ...]
    sources: tuple[SourceSpec, ...]
    passages: tuple[Passage, ...]
    verdict: VerdictRules
    joints: tuple[Joint, ...] = ()
    incidents: tuple[IncidentSpec, ...] = ()
    law: LawBook = LawBook()
    digest: str = ""

    @cached_property
    def field_by_id(self) -> dict[str, FieldSpec]:
        """Fields by id."""
        return {field.id: field for field in self.fields}

    @cached_property
    def flag_by_id(self) -> dict[str, FlagSpec]:
        """Flags by id."""
        return {flag.id: flag for flag in self.flags}

    @cached_property
    def signal_ids(self) -> frozenset[str]:
        """Ids of all signals."""
        return frozenset(signal.id for signal in self.signals)

    @cached_property
    def source_by_id(self) -> dict[str, SourceSpec]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def passage_by_id(self) -> dict[str, Passage]:
        """Passages by id."""
        return {passage.id: passage for passage in self.passages}

    def passages_for(self, flag: str, fields: tuple[str, ...] = (), limit: int = 3) -> tuple[Passage, ...]:
        """Passages about a flag, those that share most of the fields first."""
        about = [passage for passage in self.passages if flag in passage.flags]
        about.sort(key=lambda passage: (-len(set(fields) & set(passage.fields)), len(passage.flags)))
        return tuple(about[:limit])

    def incidents_for(self, flag: str, limit: int = 2, beside: Collection[str] = ()) -> tuple[IncidentSpec, ...]:
        """Incidents that illustrate a flag.

        Args:
            flag: the flag to illustrate.
            limit: how many at the most.
            beside: other flags raised. Incidents told mainly for the flag come first, of these the ones that share most
                of the other flags, then the best checked and the latest.
        """
        others = set(beside) - {flag}
        about = [incident for incident in self.incidents if flag in incident.flags]
        about.sort(
            key=lambda incident: (
                incident.flags[0] != flag,
                -len(others & set(incident.flags)),
                incident.flags.index(flag),
                _CHECK_ORDER.index(incident.check),
                -incident.year,
            )
        )
        return tuple(about[:limit])
