"""What flows through the graph of one turn."""

import threading
from datetime import datetime
from typing import TypedDict

from assistant.domain.assessment import Assessment
from assistant.domain.catalogue import Passage
from assistant.domain.questions import Depth
from assistant.domain.reading import Reading, Usage
from assistant.domain.reply import Citation, ReplyPlan
from assistant.domain.session import State, Turn


class Tape:
    """What the listener has heard of a reply so far, kept outside of the graph so that a stop loses none of it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.usage = Usage()
        self.stop = threading.Event()

    @property
    def text(self) -> str:
        """The words so far."""
        return "".join(self.pieces)


class TurnState(TypedDict, total=False):
    """The values of one turn, filled node by node.

    Attributes:
        turns: the talk so far.
        tape: what has been said of the reply.
        before: the session's state when the message arrived.
        draft_turn: the turn so far: the person's words and what they answer.
        now: when the message arrived.
        depth: how much the person wants to be asked.
        silent: no reply is wanted (a draft from the command line).
        until: when the turn's time is used up, on the monotonic clock.
        reading: what the engine observed.
        turn: the turn with its reading checked and settled.
        after: the session's state with the turn in it.
        earlier: what was concluded before the message.
        assessment: what is concluded now.
        passages: guidance found for the person's question.
        plan: what the reply must say.
        reply: the reply's words.
        citations: the passages that the reply cites.
    """

    turns: tuple[Turn, ...]
    tape: Tape
    before: State
    draft_turn: Turn
    now: datetime
    depth: Depth
    silent: bool
    until: float | None
    reading: Reading
    turn: Turn
    after: State
    earlier: Assessment
    assessment: Assessment
    passages: tuple[Passage, ...]
    plan: ReplyPlan
    reply: str
    citations: tuple[Citation, ...]
