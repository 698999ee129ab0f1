"""A talk as a list of turns that is only ever appended to, and the scope that it amounts to.

The state of a session is the replay of its turns: nothing else is stored that could disagree with it.
"""

from datetime import datetime
from enum import StrEnum

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.evidence import Source
from assistant.domain.grounding import patch
from assistant.domain.questions import Depth, Question
from assistant.domain.reading import Grounded, Intent, Status, Usage
from assistant.domain.reply import Citation
from assistant.domain.scope import Change, Mode, Patch, Scope, apply, reopen


class TurnKind(StrEnum):
    """What a turn did."""

    OPENING = "opening"
    MESSAGE = "message"
    DESCRIPTION = "description"
    EDIT = "edit"
    UNDO = "undo"
    START_OVER = "start_over"


class Turn(Value):
    """One completed step of a talk.

    Attributes:
        seq: place in the talk, from 1.
        text: the person's words, or the value they entered by hand.
        said_by: whose words these are, where they were passed on for somebody else.
        asked: the question that the message answered.
        field: the field that an edit is about.
        grounded: what the reading brought, quotes checked.
        intent: what the person did.
        corrects: the field that a correction was about.
        reopened: fields that were re-opened because what they depend on changed.
        reply: what the assistant said.
        question: what it asked.
        engine: what read the text.
        prompt_versions: versions of the prompts used, where a model read it.
        undoes: seq of the turn that an undo takes back.
    """

    seq: int
    kind: TurnKind
    at: datetime
    text: str = ""
    said_by: str | None = None
    asked: Question | None = None
    field: str | None = None
    grounded: Grounded = Grounded()
    intent: Intent = Intent.ANSWER
    corrects: str | None = None
    reopened: tuple[str, ...] = ()
    reply: str = ""
    question: Question | None = None
    citations: tuple[Citation, ...] = ()
    engine: str = ""
    prompt_versions: tuple[str, ...] = ()
    notice: str = ""
    usage: Usage = Usage()
    stopped: bool = False
    undoes: int | None = None

    @property
    def source(self) -> Source:
        """The text of this turn as a source of evidence."""
        return Source(id=source_id(self.kind, self.seq), text=self.text, said_by=self.said_by)


class SessionInfo(Value):
    """A session as it stands in a list."""

    id: str
    title: str
    created: datetime
    updated: datetime
    depth: Depth = Depth.STANDARD
    version: int = 0
    turns: int = 0


class State(Value):
    """What a session amounts to after its turns.

    Attributes:
        asked: keys of the questions that were put.
        question: the question that is open now.
        words: how many words the person has given.
        active: seq of the turns that count, undone ones left out.
        finished: the person has said that it is enough.
    """

    scope: Scope = Scope()
    asked: frozenset[str] = frozenset()
    question: Question | None = None
    words: int = 0
    active: tuple[int, ...] = ()
    finished: bool = False


def source_id(kind: TurnKind, seq: int) -> str:
    """The id under which a turn's text is cited."""
    return "description" if kind is TurnKind.DESCRIPTION and seq <= 2 else f"turn-{seq}"


def active_turns(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns that count: undone ones and undos left out, and all before a fresh start."""
    alive: list[Turn] = []
    for turn in turns:
        if turn.kind is TurnKind.UNDO:
            alive = [other for other in alive if other.seq != turn.undoes]
        elif turn.kind is TurnKind.START_OVER:
            alive = [turn]
        else:
            alive.append(turn)
    return tuple(alive)


def undoable(turns: tuple[Turn, ...]) -> Turn | None:
    """The latest turn that an undo would take back: the last in which the person did something."""
    own = (TurnKind.MESSAGE, TurnKind.DESCRIPTION, TurnKind.EDIT)
    return next((turn for turn in reversed(active_turns(turns)) if turn.kind in own), None)


def replay(turns: tuple[Turn, ...], catalogue: Catalogue) -> State:
    """Fold the turns into the state that they amount to."""
    state = State()
    for turn in active_turns(turns):
        state = step(state, turn, catalogue)
    return state


def step(state: State, turn: Turn, catalogue: Catalogue) -> State:
    """Add one turn to a state."""
    scope = apply(state.scope, turn_patch(turn, catalogue))
    if turn.reopened:
        scope = reopen(scope, turn.reopened)
    asked = state.asked - set(turn.reopened)
    if turn.question:
        asked |= {turn.question.key}
    return State(
        scope=scope,
        asked=asked,
        question=turn.question,
        words=state.words + len(turn.text.split()),
        active=(*state.active, turn.seq),
        finished=turn.intent is Intent.STOP,
    )


def turn_patch(turn: Turn, catalogue: Catalogue) -> Patch:
    """The patch that a turn brings."""
    if turn.kind is TurnKind.EDIT and turn.field:
        return _edit_patch(turn, turn.field)
    answers = (turn.asked.field, *turn.asked.settles) if turn.asked else ()
    return patch(turn.grounded, catalogue, turn.intent, answers)


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
