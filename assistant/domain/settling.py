"""Settles what a message did to the question that it answers: skipped, not known, not applicable, corrected.

Whatever an engine makes of such a message, code decides what it means for the field that was asked.
"""

from assistant.domain.catalogue import Catalogue
from assistant.domain.evidence import Span, cite
from assistant.domain.reading import Grounded, GroundedClaim, Intent, Reading, Status
from assistant.domain.session import State, Turn, dependents

_FIXED = {Intent.DONT_KNOW: Status.UNKNOWN, Intent.NOT_APPLICABLE: Status.NOT_APPLICABLE}
_NO_CONTENT = frozenset({Intent.SKIP, Intent.GO_BACK, Intent.REPEAT, Intent.STOP, Intent.START_OVER, Intent.FILL_IN})


def settle(turn: Turn, reading: Reading, grounded: Grounded, state: State, catalogue: Catalogue) -> Turn:
    """Complete a turn with its checked reading and what it means for the field that was asked."""
    claims = grounded.claims
    if reading.intent in _NO_CONTENT or reading.intent in (Intent.OFF_TOPIC, Intent.INSULT):
        claims = ()
    status = _FIXED.get(reading.intent)
    if status and turn.asked and not any(claim.field == turn.asked.field for claim in claims):
        claims = (*claims, _whole(turn, turn.asked.field, status))
    settled = turn.model_copy(
        update={
            "grounded": grounded.model_copy(update={"claims": claims}),
            "intent": reading.intent,
            "corrects": reading.corrects,
            "engine": reading.engine,
            "notice": reading.notice,
            "usage": reading.usage,
        }
    )
    return settled.model_copy(update={"reopened": _reopened(settled, state, catalogue)})


def _whole(turn: Turn, field: str, status: Status) -> GroundedClaim:
    span = Span(start=0, end=len(turn.text))
    return GroundedClaim(
        field=field,
        status=status,
        value=" ".join(turn.text.split()),
        evidence=cite(turn.source, span),
        confidence=1.0,
        basis="answer to the question asked",
    )


def _reopened(turn: Turn, state: State, catalogue: Catalogue) -> tuple[str, ...]:
    """Fields to ask again because a correction changed the choice that they rest on."""
    if turn.intent is not Intent.CORRECTION:
        return ()
    said = {claim.field for claim in turn.grounded.claims}
    again: list[str] = []
    for claim in turn.grounded.claims:
        known = state.scope.field(claim.field)
        changed = known.status is not Status.MISSING and known.choices != claim.choices
        if changed:
            again += [field for field in dependents(claim.field, state, catalogue) if field not in said]
    return tuple(dict.fromkeys(again))
