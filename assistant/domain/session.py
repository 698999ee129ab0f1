"""A talk as a list of turns that is only ever appended to, and the scope that it amounts to.

The state of a session is the replay of its turns: nothing else is stored that could disagree with it.
"""

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.grounding import patch
from assistant.domain.questions import Question, Round
from assistant.domain.reading import GroundedClaim, Intent, Status
from assistant.domain.scope import Change, Mode, Patch, Scope, apply, reopen
from assistant.domain.turns import OWN_KINDS, Owner, SessionInfo, Turn, TurnKind, source_id

__all__ = [
    "Owner",
    "SessionInfo",
    "State",
    "Turn",
    "TurnKind",
    "active_turns",
    "dependents",
    "reopened_by",
    "replay",
    "source_id",
    "step",
    "turn_patch",
    "undoable",
]


class State(Value):
    """What a session amounts to after its turns.

    Attributes:
        asked: keys of the questions that were put and need not be put again.
        put: keys of all questions that were ever put, for counting.
        question: the question that is open now.
        trail: the questions put so far, the latest last, as far as one can go back.
        words: how many words the person has given.
        active: seq of the turns that count, undone ones left out.
        last_own: seq of the turn that an undo would take back, and its words.
        finished: the person has said that it is enough.
        owners: who would know an open point, by field.
        unsure: fields that the latest message said are not known.
        latest: the words of the latest message.
        claims: what was said of each field, in order.
    """

    scope: Scope = Scope()
    asked: frozenset[str] = frozenset()
    put: frozenset[str] = frozenset()
    question: Question | None = None
    trail: tuple[Question, ...] = ()
    words: int = 0
    active: tuple[int, ...] = ()
    last_own: tuple[int, str] | None = None
    finished: bool = False
    owners: dict[str, str] = Field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    latest: str = ""
    claims: dict[str, tuple[GroundedClaim, ...]] = Field(default_factory=dict)

    @property
    def had_chance(self) -> frozenset[str]:
        """What was asked before now: the person can still answer the open question."""
        return self.asked - set(self.question.keys if self.question else ())


def active_turns(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns that count: undone ones left out, and all before a fresh start.

    An undo that was asked for in words stays, so that its words and the reply are not lost.
    """
    undone = {turn.undoes for turn in turns if turn.kind is TurnKind.UNDO}
    alive: list[Turn] = []
    for turn in turns:
        if turn.seq in undone or (turn.kind is TurnKind.UNDO and not turn.text):
            continue
        alive = [turn] if turn.kind is TurnKind.START_OVER else [*alive, turn]
    return tuple(alive)


def undoable(turns: tuple[Turn, ...]) -> Turn | None:
    """The latest turn that an undo would take back: the last in which the person did something."""
    return next((turn for turn in reversed(active_turns(turns)) if turn.kind in OWN_KINDS), None)


def replay(turns: tuple[Turn, ...], catalogue: Catalogue) -> State:
    """Fold the turns into the state that they amount to."""
    state = State()
    for turn in active_turns(turns):
        state = step(state, turn, catalogue)
    return state


def step(state: State, turn: Turn, catalogue: Catalogue) -> State:
    """Add one turn to a state."""
    if turn.kind is TurnKind.UNDO:
        return state.model_copy(update={"active": (*state.active, turn.seq)})
    if turn.kind is TurnKind.START_OVER:
        return State(active=(turn.seq,), last_own=(turn.seq, turn.text), question=turn.question)
    scope = reopen(apply(state.scope, turn_patch(turn, catalogue)), turn.reopened)
    asked = state.asked - set(turn.reopened) - _released(turn, scope, catalogue)
    put = turn.question.keys if turn.question else ()
    return State(
        scope=scope,
        asked=asked | set(put),
        put=state.put | set(put[:1]),
        question=turn.question,
        trail=_trail(state, turn),
        words=state.words + len(turn.text.split()),
        active=(*state.active, turn.seq),
        last_own=(turn.seq, turn.text) if turn.kind in OWN_KINDS else state.last_own,
        finished=turn.intent is Intent.STOP,
        owners=state.owners | {owner.field: owner.name for owner in turn.owners},
        unsure=tuple(claim.field for claim in turn.grounded.claims if claim.status is Status.UNKNOWN),
        latest=turn.text,
        claims=_with_claims(state, turn),
    )


def _released(turn: Turn, scope: Scope, catalogue: Catalogue) -> set[str]:
    """What counts as not asked after all: the question gone back from, and the missed part of one about several fields."""
    asked = turn.asked
    if asked is None:
        return set()
    if turn.intent is Intent.GO_BACK:
        return set(asked.keys)
    answered = {claim.field for claim in turn.grounded.claims} & set(asked.fields)
    if not answered or turn.intent is Intent.SKIP:
        return set()
    return {
        field
        for field in asked.fields
        if field not in answered and catalogue.field_by_id[field].core and scope.field(field).status is Status.MISSING
    }


def _trail(state: State, turn: Turn) -> tuple[Question, ...]:
    trail = state.trail
    if turn.intent is Intent.GO_BACK and turn.question and len(trail) > 1:
        trail = tuple(question for question in trail if turn.asked is None or question.topic != turn.asked.topic)
    if turn.question is None or (trail and trail[-1].topic == turn.question.topic):
        return trail
    return (*(question for question in trail if question.topic != turn.question.topic), turn.question)


def _with_claims(state: State, turn: Turn) -> dict[str, tuple[GroundedClaim, ...]]:
    claims = dict(state.claims)
    for claim in turn.grounded.claims:
        claims[claim.field] = (*claims.get(claim.field, ()), claim)
    return claims


def turn_patch(turn: Turn, catalogue: Catalogue) -> Patch:
    """The patch that a turn brings."""
    if turn.kind is TurnKind.EDIT and turn.field:
        return _edit_patch(turn, turn.field)
    asked = turn.asked
    replaced = () if asked is None or asked.round is Round.SETTLE else asked.fields
    return patch(turn.grounded, catalogue, turn.intent, replaced)


def _edit_patch(turn: Turn, field: str) -> Patch:
    claim = next((claim for claim in turn.grounded.claims if claim.field == field), None)
    if claim is None:
        return Patch()
    change = Change(
        field=field,
        status=claim.status,
        value=claim.value or None,
        choices=claim.choices,
        evidence=(claim.evidence,),
        confidence=1.0,
        by_hand=True,
        basis="entered by hand",
        mode=Mode.REPLACE,
    )
    return Patch(changes=(change,))


def dependents(field: str, state: State, catalogue: Catalogue) -> tuple[str, ...]:
    """Stated fields that rest on another one, to be asked again when that one is corrected."""
    return tuple(
        spec.id
        for spec in catalogue.fields
        if field in spec.depends_on and state.scope.field(spec.id).status is not Status.MISSING
    )


def reopened_by(turn: Turn, state: State, catalogue: Catalogue) -> tuple[str, ...]:
    """Fields to ask again because a turn changed the choice that they rest on."""
    said = {claim.field for claim in turn.grounded.claims}
    after = apply(state.scope, turn_patch(turn, catalogue))
    again: list[str] = []
    for field in said:
        old, new = state.scope.field(field), after.field(field)
        if old.choices and new.choices and set(old.choices) != set(new.choices):
            again += [other for other in dependents(field, state, catalogue) if other not in said]
    return tuple(spec.id for spec in catalogue.fields if spec.id in again)
