"""Lists of fields and signals for a prompt; their length doesn't grow with the talk."""

import re

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.questions import Question
from assistant.domain.reading import Status
from assistant.domain.scope import FieldState, Scope

SIGNAL_CHARS = 70
KNOWN_CHARS = 44
_HEAD_CHARS = 18
_BORDER = re.compile(r"[,;:(]| or ")


def signals(catalogue: Catalogue, *, short: bool) -> str:
    """The closed vocabulary of signals; for a short message, the head of each meaning does."""
    return "\n".join(
        f"{signal.id}: {_head(signal.about, SIGNAL_CHARS) if short else signal.about}" for signal in catalogue.signals
    )


def document_fields(catalogue: Catalogue) -> str:
    """All fields with their whole meaning."""
    return "\n".join(f"{spec.id}: {spec.about}{_choices(spec)}" for spec in catalogue.fields)


def message_fields(catalogue: Catalogue, scope: Scope, asked: Question | None) -> str:
    """Open fields by the head of their meaning, known ones by what is known, asked ones in full."""
    marked = {asked.field, *asked.settles} if asked else set()
    return "\n".join(
        f"* {spec.id}: {spec.about}{_choices(spec)}"
        if spec.id in marked
        else f"{spec.id}{_known(spec, scope.field(spec.id))}{_choices(spec)}"
        for spec in catalogue.fields
    )


def asked_words(asked: Question | None) -> str:
    """The question that the message may answer."""
    return asked.text if asked else "nothing in particular"


def _known(spec: FieldSpec, state: FieldState) -> str:
    if not state.closed:
        return f": {_first_clause(spec.about)}"
    if state.status is Status.NOT_APPLICABLE:
        return " = not applicable"
    value = " ".join((" ".join(state.choices) or state.value or "").split())
    return f" = {value[:KNOWN_CHARS]}"


def _choices(spec: FieldSpec) -> str:
    return f" [{' '.join(spec.choices)}]" if spec.options else ""


def _first_clause(about: str) -> str:
    border = re.search(r"[,;:(]", about[_HEAD_CHARS:])
    return about[: _HEAD_CHARS + border.start()].rstrip() if border else about


def _head(about: str, limit: int) -> str:
    """The meaning up to the last border before a limit."""
    if len(about) <= limit:
        return about
    borders = [match.start() for match in _BORDER.finditer(about, _HEAD_CHARS, limit)]
    return about[: borders[-1]].rstrip() if borders else about[:limit]
