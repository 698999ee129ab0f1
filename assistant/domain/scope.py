"""The scope: what is known of every field, and how a new reading is merged into it.

`apply` never drops what was said: a former state stays in the field's history with all its evidence.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.evidence import Evidence
from assistant.domain.reading import GroundedRemark, GroundedSignal, Polarity, Status

_Item = TypeVar("_Item")


class Former(Value):
    """An earlier state of a field, kept when something later took its place."""

    status: Status
    value: str | None
    choices: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class FieldState(Value):
    """What is known of one field.

    Attributes:
        conflict: two statements that cannot both be true; both are in `evidence`, no choice is taken.
        history: former states, oldest first.
        by_hand: the person entered the value in the form, so that they are its source.
    """

    status: Status = Status.MISSING
    value: str | None = None
    choices: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    conflict: bool = False
    by_hand: bool = False
    basis: str = ""
    history: tuple[Former, ...] = ()

    @property
    def closed(self) -> bool:
        """Nothing is left to ask: stated without conflict, or not applicable."""
        known = self.status in (Status.STATED, Status.NOT_APPLICABLE)
        return known and not self.conflict

    def former(self) -> Former:
        """This state as it goes into the history."""
        return Former(status=self.status, value=self.value, choices=self.choices, evidence=self.evidence)


MISSING = FieldState()
SURE = 0.5
"""Readings below this confidence are too unsure to contradict another."""


class Mode(StrEnum):
    """How a change meets what is already known."""

    ADD = "add"
    REPLACE = "replace"


class Change(Value):
    """One field's new statement, ready to be merged.

    Attributes:
        many: the field's vocabulary allows several choices at once.
        mode: `replace` for corrections and answers, `add` for what is said in passing.
        conflict: the statement contradicts itself already.
    """

    field: str
    status: Status
    value: str | None
    choices: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    conflict: bool = False
    many: bool = False
    by_hand: bool = False
    basis: str = ""
    mode: Mode = Mode.ADD


class Patch(Value):
    """All changes of one turn."""

    changes: tuple[Change, ...] = ()
    signals: tuple[GroundedSignal, ...] = ()
    remarks: tuple[GroundedRemark, ...] = ()


class Scope(Value):
    """Everything known of a project; a field without an entry is missing."""

    fields: dict[str, FieldState] = Field(default_factory=dict)
    signals: tuple[GroundedSignal, ...] = ()
    remarks: tuple[GroundedRemark, ...] = ()

    def field(self, field_id: str) -> FieldState:
        """The state of a field, `missing` where nothing was said."""
        return self.fields.get(field_id, MISSING)

    def value(self, field_id: str) -> str | None:
        """The value of a field, if it has one."""
        return self.field(field_id).value


def apply(scope: Scope, patch: Patch) -> Scope:
    """Merge a patch into a scope."""
    fields = dict(scope.fields)
    for change in patch.changes:
        fields[change.field] = _merged(fields.get(change.field, MISSING), change)
    return Scope(
        fields=fields,
        signals=_distinct([*_kept_signals(scope, fields), *patch.signals]),
        remarks=tuple(dict.fromkeys([*scope.remarks, *patch.remarks])),
    )


def reopen(scope: Scope, field_ids: Iterable[str]) -> Scope:
    """Set fields back to missing, keeping what they held in their history."""
    fields = dict(scope.fields)
    for field_id in field_ids:
        state = fields.get(field_id, MISSING)
        if state.status is not Status.MISSING:
            fields[field_id] = FieldState(history=(*state.history, state.former()))
    return scope.model_copy(update={"fields": fields})


def _merged(state: FieldState, change: Change) -> FieldState:
    if state.status is Status.MISSING:
        return _fresh(change, state.history)
    if change.mode is Mode.REPLACE:
        return _fresh(change, (*state.history, state.former()))
    if change.status is not Status.STATED:
        return _lesser(state, change)
    if state.status is not Status.STATED:
        return _fresh(change, (*state.history, state.former()))
    if _doubtful(state, change):
        surer = change.confidence >= state.confidence
        return _fresh(change, (*state.history, state.former())) if surer else _lesser(state, change)
    return _added(state, change)


def _fresh(change: Change, history: tuple[Former, ...]) -> FieldState:
    return FieldState(
        status=change.status,
        value=change.value,
        choices=change.choices,
        evidence=change.evidence,
        confidence=change.confidence,
        conflict=change.conflict,
        by_hand=change.by_hand,
        basis=change.basis,
        history=history,
    )


def _lesser(state: FieldState, change: Change) -> FieldState:
    """What weighs less than the statement that stands, as a passing "don't know": it is kept beside it."""
    if state.status is Status.STATED:
        note = Former(
            status=change.status,
            value=change.value,
            choices=change.choices,
            evidence=change.evidence,
        )
        return state.model_copy(update={"history": (*state.history, note)})
    return _fresh(change, (*state.history, state.former()))


def _added(state: FieldState, change: Change) -> FieldState:
    clash = not change.many and _clash(state, change)
    choices = () if clash else _union(state.choices, change.choices)
    values = [text for text in (state.value, change.value) if text]
    same = change.value is not None and change.value in (state.value or "")
    return state.model_copy(
        update={
            "value": state.value if same else "; ".join(dict.fromkeys(values)) or None,
            "choices": choices,
            "evidence": _union(state.evidence, change.evidence),
            "confidence": max(state.confidence, change.confidence),
            "conflict": state.conflict or clash or change.conflict,
            "history": (*state.history, state.former()),
        }
    )


def _clash(state: FieldState, change: Change) -> bool:
    if state.conflict:
        return True
    return bool(state.choices and change.choices) and set(state.choices) != set(change.choices)


def _doubtful(state: FieldState, change: Change) -> bool:
    """Two readings disagree and one is unsure: that is a slip of the reader, nobody contradicted themselves."""
    unsure = 0 < min(state.confidence, change.confidence) < SURE
    return unsure and not change.many and not change.conflict and not state.conflict and _clash(state, change)


def _union(first: tuple[_Item, ...], second: tuple[_Item, ...]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def _kept_signals(scope: Scope, fields: dict[str, FieldState]) -> list[GroundedSignal]:
    """Signals whose words were since corrected away no longer count."""
    live = {item for state in fields.values() for item in state.evidence}
    withdrawn = {item for state in scope.fields.values() for item in state.evidence} - live
    return [
        signal
        for signal in scope.signals
        if not _rests_on(signal.evidence, withdrawn) or any(_shares(signal.evidence, item) for item in live)
    ]


def _rests_on(words: Evidence, others: Iterable[Evidence]) -> bool:
    """Tell whether words are part of others, or hold them."""
    return any(
        words.source == other.source
        and (
            (other.start <= words.start and words.end <= other.end)
            or (words.start <= other.start and other.end <= words.end)
        )
        for other in others
    )


def _shares(words: Evidence, other: Evidence) -> bool:
    return words.source == other.source and words.span.overlaps(other.span)


def _distinct(signals: list[GroundedSignal]) -> tuple[GroundedSignal, ...]:
    seen: dict[tuple[str, Polarity, Evidence], GroundedSignal] = {}
    for signal in signals:
        seen.setdefault((signal.id, signal.polarity, signal.evidence), signal)
    return tuple(seen.values())
