"""Settles what a message did to the question that it answers, whatever an engine makes of it.

Skipped, not known, not applicable, picked by number, the same as before, taken back: code decides what each of them
means for the fields that were asked, so that it means the same with every engine.
"""

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.conditions import Facts
from assistant.domain.evidence import Evidence, Span, cite
from assistant.domain.picks import is_pick, picked
from assistant.domain.questions import Question, Round
from assistant.domain.reading import Grounded, GroundedClaim, Intent, Reading, Status
from assistant.domain.session import State, Turn, TurnKind, reopened_by
from assistant.domain.turns import Owner
from assistant.domain.wishes import (
    SHORT_WORDS,
    is_vague,
    only_names_owner,
    owner_named,
    same_as_before,
    takes_back,
    wants_more,
)

_FIXED = {Intent.DONT_KNOW: Status.UNKNOWN, Intent.NOT_APPLICABLE: Status.NOT_APPLICABLE}
_NO_CONTENT = frozenset({Intent.GO_BACK, Intent.REPEAT, Intent.START_OVER, Intent.OFF_TOPIC})
_NOT_FOR_THE_ASKED = frozenset({Intent.SKIP, Intent.FILL_IN, Intent.STOP})
_MISTAKEN = frozenset({Intent.QUESTION, Intent.OFF_TOPIC, Intent.FILL_IN})
"""Who says the same words twice meant them as an answer."""
_SPEAKS_FOR = {
    "impact.affected_people": "ethics.fairness",
    "impact.potential_harm": "ethics.fairness",
    "data.sensitivity": "ethics.privacy",
}
"""Fields that cannot be inapplicable where the condition of another one holds: it shows that people are concerned."""


def settle(turn: Turn, reading: Reading, grounded: Grounded, state: State, catalogue: Catalogue) -> Turn:
    """Complete a turn with its checked reading and what it means for the fields that were asked."""
    intent = _intent(turn, reading.intent, state)
    read = turn.model_copy(
        update={
            "grounded": grounded,
            "intent": intent,
            "corrects": reading.corrects,
            "engine": reading.engine,
            "notice": reading.notice,
            "usage": reading.usage,
        }
    )
    if turn.kind is not TurnKind.MESSAGE:
        return read
    if intent is Intent.START_OVER:
        return _bare(read, kind=TurnKind.START_OVER)
    if takes_back(turn.text) and state.last_own:
        seq, words = state.last_own
        return _bare(read, kind=TurnKind.UNDO, undoes=seq, undone=words)
    read = _with_owner(read, state)
    brought: dict[str, object] = {"claims": _claims(read, state, catalogue)}
    if _without_content(read):
        brought["signals"] = ()
    read = read.model_copy(update={"grounded": grounded.model_copy(update=brought)})
    read = _checked_not_applicable(read, state, catalogue)
    return read.model_copy(update={"reopened": reopened_by(read, state, catalogue)})


def _intent(turn: Turn, intent: Intent, state: State) -> Intent:
    """What the person did, where the words alone decide it."""
    if turn.kind is not TurnKind.MESSAGE:
        return Intent.ANSWER
    if turn.asked is None:
        return Intent.SKIP if wants_more(turn.text) else intent
    if intent in _MISTAKEN and turn.text == state.latest:
        return Intent.ANSWER
    naming = only_names_owner(turn.text) and intent in (Intent.ANSWER, Intent.DONT_KNOW)
    if naming and not state.unsure:
        return Intent.DONT_KNOW
    return intent


def _without_content(turn: Turn) -> bool:
    """Words that only the question gives a meaning to are no sign of anything by themselves."""
    short = len(turn.text.split()) <= SHORT_WORDS
    said = turn.intent is not Intent.ANSWER and turn.intent is not Intent.CORRECTION
    return short and (said or same_as_before(turn.text) or is_vague(turn.text) or bool(turn.owners))


def _bare(turn: Turn, **changes: object) -> Turn:
    """A turn that brings nothing into the scope; what was said stays in its text."""
    return turn.model_copy(update={"grounded": Grounded(), "corrects": None, **changes})


def _with_owner(turn: Turn, state: State) -> Turn:
    """Note who would know, where the message names them: for what it asks about, or for what was not known just now."""
    name = owner_named(turn.text)
    if not name or turn.asked is None:
        return turn
    if turn.intent is Intent.DONT_KNOW:
        owners = tuple(Owner(field=field, name=name) for field in turn.asked.fields)
    elif state.unsure and only_names_owner(turn.text) and turn.intent is Intent.ANSWER:
        owners = tuple(Owner(field=field, name=name) for field in state.unsure)
    else:
        return turn
    return turn.model_copy(update={"owners": owners})


def _claims(turn: Turn, state: State, catalogue: Catalogue) -> tuple[GroundedClaim, ...]:
    """What the turn says of the scope."""
    if turn.intent in _NO_CONTENT or (turn.owners and turn.intent is Intent.ANSWER):
        return ()
    if turn.asked is None or turn.intent is Intent.QUESTION:
        return turn.grounded.claims
    return _answers(turn, turn.asked, state, catalogue)


def _answers(turn: Turn, asked: Question, state: State, catalogue: Catalogue) -> tuple[GroundedClaim, ...]:
    """The claims of a message that answers a question, or declines to."""
    claims = turn.grounded.claims
    others = tuple(claim for claim in claims if claim.field not in asked.fields)
    if turn.intent in _NOT_FOR_THE_ASKED or (asked.round in (Round.MORE, Round.SETTLE) and turn.intent in _FIXED):
        return others
    if turn.intent in _FIXED:
        said = tuple(claim for claim in others if claim.status is Status.STATED)
        return (*said, *_fixed(turn, asked, claims, state))
    if turn.intent is Intent.ANSWER and asked.round is Round.REASON:
        return (*others, _whole(turn, asked.field, Status.NOT_APPLICABLE))
    if turn.intent is Intent.ANSWER and turn.text == state.latest and not claims:
        return (_whole(turn, asked.field, Status.STATED),)
    short = _short_reply(turn, asked, state, catalogue)
    return claims if short is None else short


def _fixed(turn: Turn, asked: Question, claims: tuple[GroundedClaim, ...], state: State) -> list[GroundedClaim]:
    """What "don't know" and "not applicable" say of every field asked about that is still open."""
    said = {claim.field: claim for claim in claims}
    status = _FIXED[turn.intent]
    fixed = []
    for field in asked.fields:
        if field in said and said[field].status is Status.STATED:
            fixed.append(said[field])
        elif field == asked.field or not state.scope.field(field).closed:
            fixed.append(_whole(turn, field, status))
    return fixed


def _short_reply(turn: Turn, asked: Question, state: State, catalogue: Catalogue) -> tuple[GroundedClaim, ...] | None:
    """The claims of a bare reply that only the question gives a meaning to; None where it is none."""
    if same_as_before(turn.text):
        return tuple(claim for field in asked.fields for claim in _former(field, state))
    if not asked.options and is_pick(turn.text):
        return ()
    choices = picked(turn.text, asked.options)
    if choices is None:
        return None
    if asked.conflict:
        return _chosen(asked, choices, state) or (_whole(turn, asked.field, Status.STATED, choices),)
    allowed = choices if catalogue.field_by_id[asked.field].many or len(choices) == 1 else ()
    return (_whole(turn, asked.field, Status.STATED, allowed),)


def _former(field: str, state: State) -> tuple[GroundedClaim, ...]:
    """What was said of an open field last, in its own words."""
    claims = state.claims.get(field, ())
    if not claims or state.scope.field(field).closed:
        return ()
    last = claims[-1].evidence.source
    return tuple(claim for claim in claims if claim.evidence.source == last)


def _chosen(asked: Question, choices: tuple[str, ...], state: State) -> tuple[GroundedClaim, ...]:
    """The statements of a contradiction that the person chose to hold."""
    if len(choices) != 1:
        return ()
    return tuple(
        claim
        for claim in state.claims.get(asked.field, ())
        if choices[0] in claim.choices and claim.evidence in state.scope.field(asked.field).evidence
    )


def _whole(turn: Turn, field: str, status: Status, choices: tuple[str, ...] = ()) -> GroundedClaim:
    start = len(turn.text) - len(turn.text.lstrip())
    span = Span(start=start, end=len(turn.text.rstrip()))
    return GroundedClaim(
        field=field,
        status=status,
        value=" ".join(turn.text.split()),
        choices=choices,
        evidence=cite(turn.source, span),
        confidence=1.0,
        basis="answer to the question asked",
    )


def _checked_not_applicable(turn: Turn, state: State, catalogue: Catalogue) -> Turn:
    """Take "not applicable" back where what was said before speaks against it; who says it twice is believed."""
    if turn.asked is None or turn.asked.round is Round.AGAIN:
        return turn
    against: list[Evidence] = []
    kept = []
    for claim in turn.grounded.claims:
        words: tuple[Evidence, ...] = ()
        if claim.status is Status.NOT_APPLICABLE and claim.field in turn.asked.fields:
            words = speaks_against(catalogue.field_by_id[claim.field], state, catalogue)
        against += words
        if not words:
            kept.append(claim)
    return turn.model_copy(
        update={
            "grounded": turn.grounded.model_copy(update={"claims": tuple(kept)}),
            "against": tuple(dict.fromkeys(against)),
        }
    )


def speaks_against(spec: FieldSpec, state: State, catalogue: Catalogue) -> tuple[Evidence, ...]:
    """Words said before that show that a field does apply."""
    other = catalogue.field_by_id.get(_SPEAKS_FOR.get(spec.id, ""), spec)
    if other.asked_when is None:
        return ()
    finding = other.asked_when.check(Facts(scope=state.scope, words=state.words))
    return finding.evidence if finding.holds else ()
