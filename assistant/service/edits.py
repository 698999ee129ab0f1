"""A value entered by hand as a turn of the talk; the words typed are its evidence."""

from datetime import datetime

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.evidence import Span, cite
from assistant.domain.questions import Depth, Question, next_question
from assistant.domain.reading import Grounded, GroundedClaim, Intent, Status
from assistant.domain.session import State, Turn, TurnKind, reopened_by, step
from assistant.errors import InputError
from assistant.service.texts import checked_text
from assistant.service.view import BY_HAND, assessed


class Entry(Value):
    """What a person entered into a field.

    Attributes:
        choices: of the field's vocabulary; others are left out.
        said_by: whose words these are, where they are passed on.
    """

    field: str
    value: str
    choices: tuple[str, ...] = ()
    status: Status = Status.STATED
    said_by: str | None = None


def edit_turn(entry: Entry, seq: int, now: datetime, before: State, depth: Depth, catalogue: Catalogue) -> Turn:
    """Make the turn that an entry amounts to.

    Raises:
        InputError: there is no such field, or nothing was entered.
    """
    spec = field_named(entry.field, catalogue)
    words = _words(entry, spec)
    turn = Turn(
        seq=seq,
        kind=TurnKind.EDIT,
        at=now,
        text=words,
        said_by=entry.said_by,
        field=entry.field,
        intent=Intent.CORRECTION,
        engine=BY_HAND,
    )
    claim = GroundedClaim(
        field=entry.field,
        status=entry.status,
        value=words,
        choices=tuple(choice for choice in spec.choices if choice in entry.choices),
        evidence=cite(turn.source, Span(start=0, end=len(words))),
        confidence=1.0,
    )
    turn = turn.model_copy(update={"grounded": Grounded(claims=(claim,))})
    turn = turn.model_copy(update={"reopened": reopened_by(turn, before, catalogue)})
    return turn.model_copy(update={"question": _still_open(turn, before, depth, catalogue)})


def field_named(field: str, catalogue: Catalogue) -> FieldSpec:
    """Look a field up.

    Raises:
        InputError: there is none of that name.
    """
    spec = catalogue.field_by_id.get(field)
    if spec is None:
        raise InputError(f"There is no field {field!r}.")
    return spec


def _words(entry: Entry, spec: FieldSpec) -> str:
    labels = {option.choice: option.label for option in spec.options}
    chosen = ", ".join(labels[choice] for choice in entry.choices if choice in labels)
    return checked_text(entry.value.strip() or chosen)


def _still_open(turn: Turn, before: State, depth: Depth, catalogue: Catalogue) -> Question | None:
    """The open question after an edit: the same, unless the edit has answered it."""
    if before.question is None or before.question.field != turn.field:
        return before.question
    after = step(before, turn, catalogue)
    questions = assessed(after, catalogue, turn.at.date()).questions
    return next_question(questions, depth, len(after.put), catalogue)
