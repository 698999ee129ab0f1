"""Checks a reading against its source and the catalogue, and makes the patch that may enter the scope.

No quote, no claim: what code cannot find in the text is rejected with a reason and kept in the turn's record.
"""

from collections.abc import Iterable
from typing import TypeVar

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.evidence import Evidence, Source, cite, locate
from assistant.domain.reading import (
    Claim,
    Grounded,
    GroundedClaim,
    GroundedRemark,
    GroundedSignal,
    Intent,
    Reading,
    Rejection,
    Signal,
    Status,
)
from assistant.domain.scope import Change, Mode, Patch

MAX_VALUE_CHARS = 400
NOT_FOUND = "the quote is not in the text"
_WEAKEST_FIRST = (Status.NOT_APPLICABLE, Status.UNKNOWN, Status.STATED)
"""A part that is answered makes the field stated; "don't know" outranks "doesn't apply"."""
_Good = TypeVar("_Good")


def verify(reading: Reading, source: Source, catalogue: Catalogue) -> Grounded:
    """Look every quote up in the source and every id up in the catalogue."""
    claims, bad_claims = _split(_claim(claim, source, catalogue) for claim in reading.claims)
    signals, bad_signals = _split(_signal(signal, source, catalogue) for signal in reading.signals)
    remarks, bad_remarks = _split(
        GroundedRemark(text=remark.text, evidence=found)
        if (found := _found(remark.quote, remark.near, source))
        else Rejection(what="remark", quote=remark.quote, reason=NOT_FOUND)
        for remark in reading.remarks
    )
    return Grounded(
        claims=tuple(claims),
        signals=tuple(signals),
        remarks=tuple(remarks),
        rejections=(*bad_claims, *bad_signals, *bad_remarks),
    )


def patch(grounded: Grounded, catalogue: Catalogue, intent: Intent, answers: tuple[str, ...] = ()) -> Patch:
    """Join the claims of one reading, field by field, into a patch.

    Of several statuses said of one field the strongest comes last and stands; the others go into its history.

    Args:
        grounded: the verified reading.
        catalogue: what the fields allow.
        intent: a correction replaces what was known; anything else adds to it.
        answers: fields that were asked; their answers replace an earlier "don't know".
    """
    by_field: dict[str, list[GroundedClaim]] = {}
    for claim in grounded.claims:
        by_field.setdefault(claim.field, []).append(claim)
    changes = []
    for field_id, claims in by_field.items():
        replaces = intent is Intent.CORRECTION or field_id in answers
        mode = Mode.REPLACE if replaces else Mode.ADD
        spec = catalogue.field_by_id[field_id]
        for status in _WEAKEST_FIRST:
            holding = [claim for claim in claims if claim.status is status]
            if holding:
                changes.append(_change(spec, status, holding, mode))
    return Patch(changes=tuple(changes), signals=grounded.signals, remarks=grounded.remarks)


def _claim(claim: Claim, source: Source, catalogue: Catalogue) -> GroundedClaim | Rejection:
    spec = catalogue.field_by_id.get(claim.field)
    if spec is None:
        return Rejection(what=claim.field, quote=claim.quote, reason="no such field")
    if claim.status is Status.MISSING:
        return Rejection(what=claim.field, quote=claim.quote, reason="a missing field has no claim")
    found = _found(claim.quote, claim.near, source)
    if found is None:
        return Rejection(what=claim.field, quote=claim.quote, reason=NOT_FOUND)
    value = " ".join((claim.value or found.quote).split())[:MAX_VALUE_CHARS]
    return GroundedClaim(
        field=claim.field,
        status=claim.status,
        value=value,
        choices=_allowed(claim.choices, spec) if claim.status is Status.STATED else (),
        evidence=found,
        confidence=claim.confidence,
        basis=claim.basis,
    )


def _allowed(choices: tuple[str, ...], spec: FieldSpec) -> tuple[str, ...]:
    return tuple(choice for choice in spec.choices if choice in choices)


def _signal(signal: Signal, source: Source, catalogue: Catalogue) -> GroundedSignal | Rejection:
    if signal.id not in catalogue.signal_ids:
        return Rejection(what=signal.id, quote=signal.quote, reason="no such signal")
    found = _found(signal.quote, signal.near, source)
    if found is None:
        return Rejection(what=signal.id, quote=signal.quote, reason=NOT_FOUND)
    return GroundedSignal(
        id=signal.id,
        polarity=signal.polarity,
        evidence=found,
        confidence=signal.confidence,
        basis=signal.basis,
    )


def _found(quote: str, near: int | None, source: Source) -> Evidence | None:
    span = locate(quote, source.text, near)
    return cite(source, span) if span else None


def _split(items: Iterable[_Good | Rejection]) -> tuple[list[_Good], list[Rejection]]:
    good: list[_Good] = []
    bad: list[Rejection] = []
    for item in items:
        if isinstance(item, Rejection):
            bad.append(item)
        else:
            good.append(item)
    return good, bad


def _change(spec: FieldSpec, status: Status, claims: list[GroundedClaim], mode: Mode) -> Change:
    choices, conflict = _joint_choices(spec, claims)
    values = tuple(dict.fromkeys(claim.value for claim in claims))
    best = max(claims, key=lambda claim: claim.confidence)
    return Change(
        field=spec.id,
        status=status,
        value="; ".join(values)[: 2 * MAX_VALUE_CHARS] or None,
        choices=choices,
        evidence=tuple(dict.fromkeys(claim.evidence for claim in claims)),
        confidence=best.confidence,
        conflict=conflict,
        many=spec.many,
        basis=best.basis,
        mode=mode,
    )


def _joint_choices(spec: FieldSpec, claims: list[GroundedClaim]) -> tuple[tuple[str, ...], bool]:
    said = {choice for claim in claims for choice in claim.choices}
    ordered = tuple(choice for choice in spec.choices if choice in said)
    conflict = len(ordered) > 1 and not spec.many
    return (() if conflict else ordered), conflict
