"""The nodes of a turn: each calls one domain function or port and returns what it adds to the state."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, cast

from langgraph.config import get_stream_writer

from assistant.agent.state import Tape, TurnState
from assistant.domain.assessment import Assessment, assess
from assistant.domain.catalogue import Catalogue, Passage
from assistant.domain.grounding import verify
from assistant.domain.planning import plan_reply
from assistant.domain.reading import Reading, Usage
from assistant.domain.reply import Citation, ReplyPlan
from assistant.domain.session import State, Turn, TurnKind, replay, step
from assistant.domain.settling import settle
from assistant.errors import InputError, StoreError
from assistant.ports import Engine, Guidance, ReadRequest, Stage, Token

SIDE_QUESTION_PASSAGES = 3
GAP = "\n\n"
PASTED_WORDS = 150
"""From this many words on, a message is read as a document: in parts, and not as the answer to a question."""


class _Telling(Protocol):
    def read(self, request: ReadRequest, progress: Callable[[str], None]) -> Reading: ...


class Nodes:
    """The nodes, with the engine, guidance and catalogue that they use."""

    def __init__(self, engine: Engine, guidance: Guidance, catalogue: Catalogue) -> None:
        self.engine = engine
        self.guidance = guidance
        self.catalogue = catalogue

    def read(self, state: TurnState) -> TurnState:
        """Let the engine read the person's words."""
        write = get_stream_writer()
        write(Stage(name="reading"))
        turn = state["draft_turn"]
        pasted = len(turn.text.split()) >= PASTED_WORDS
        request = ReadRequest(
            source=turn.source,
            document=turn.kind is TurnKind.DESCRIPTION or pasted,
            asked=turn.asked,
            scope=state["before"].scope,
            until=state.get("until"),
        )
        return {"reading": self._read(request, lambda words: write(Stage(name=words)))}

    def _read(self, request: ReadRequest, tell: Callable[[str], None]) -> Reading:
        if getattr(self.engine, "tells_progress", False):
            return cast("_Telling", self.engine).read(request, tell)
        return self.engine.read(request)

    def ground(self, state: TurnState) -> TurnState:
        """Check every quote, and settle what the message means for the question asked."""
        get_stream_writer()(Stage(name="checking"))
        turn, reading, before = state["draft_turn"], state["reading"], state["before"]
        grounded = verify(reading, turn.source, self.catalogue)
        settled = settle(turn, reading, grounded, before, self.catalogue)
        return {"turn": settled.model_copy(update={"prompt_versions": self._prompts(reading)})}

    def _prompts(self, reading: Reading) -> tuple[str, ...]:
        """The prompts that the reading rests on; none where another engine had to finish it."""
        own = reading.engine == self.engine.name
        return tuple(getattr(self.engine, "prompt_versions", ())) if own else ()

    def assess(self, state: TurnState) -> TurnState:
        """Merge the turn into the scope and conclude flags, questions and verdict."""
        after = self._after(state, state["turn"])
        judge = partial(self._judge, state)
        return {"after": after, "earlier": judge(state["before"]), "assessment": judge(after)}

    def _after(self, state: TurnState, turn: Turn) -> State:
        if turn.kind is TurnKind.UNDO:
            return replay((*state["turns"], turn), self.catalogue)
        return step(state["before"], turn, self.catalogue)

    def _judge(self, state: TurnState, what: State) -> Assessment:
        today = state["now"].date()
        return assess(what.scope, self.catalogue, words=what.words, today=today, asked=what.had_chance)

    def search(self, state: TurnState) -> TurnState:
        """Look up guidance for the person's question in return."""
        question = state["reading"].side_question
        if not question:
            return {"passages": ()}
        get_stream_writer()(Stage(name="looking up"))
        asked = state["draft_turn"].asked
        field = asked.field if asked else None
        try:
            hits = self.guidance.search(question, limit=SIDE_QUESTION_PASSAGES, field=field)
        except (InputError, StoreError):  # a talk goes on without its guidance; the guidance's own page says why
            hits = ()
        return {"passages": tuple(hit.passage for hit in hits)}

    def plan(self, state: TurnState) -> TurnState:
        """Plan what the reply must say."""
        plan = plan_reply(
            turn=state["turn"],
            before=state["before"],
            after=state["after"],
            earlier=state["earlier"],
            now=state["assessment"],
            passages=state["passages"],
            side_question=state["reading"].side_question,
            depth=state["depth"],
            catalogue=self.catalogue,
        )
        return {"plan": plan.model_copy(update={"until": state.get("until")})}

    def reply(self, state: TurnState) -> TurnState:
        """Let the engine word the reply, passing each piece on as it comes."""
        if state["silent"]:
            return {"reply": "", "citations": ()}
        write, tape, plan = get_stream_writer(), state["tape"], state["plan"]
        write(Stage(name="replying"))
        pieces = []
        for piece in self._words(plan, tape):
            pieces.append(piece)
            write(Token(text=piece))
            if tape.stop.is_set():
                break
        text = "".join(pieces)
        return {"reply": text, "citations": cited(text, plan.passages, self.catalogue)}

    def _words(self, plan: ReplyPlan, tape: Tape) -> Iterator[str]:
        """What code says first, the engine's words, and what code says last."""
        gap = ""
        for sentence in plan.first:
            yield gap + sentence
            gap = GAP
        said = False
        for piece in self._engine_words(plan, tape):
            yield piece if said else gap + piece
            said = True
        if plan.last:
            yield (GAP if said or gap else "") + plan.last

    def _engine_words(self, plan: ReplyPlan, tape: Tape) -> Iterator[str]:
        if plan.complete:
            return
        words = self.engine.reply(plan)
        try:
            yield from words
        finally:
            close = getattr(words, "close", None)
            if close and tape.stop.is_set():
                close()
            usage = getattr(words, "usage", None)
            tape.usage = usage if isinstance(usage, Usage) else Usage()


def cited(text: str, passages: tuple[Passage, ...], catalogue: Catalogue) -> tuple[Citation, ...]:
    """The passages that a reply refers to by number."""
    return tuple(
        _citation(number, passage, catalogue) for number, passage in enumerate(passages, 1) if f"[{number}]" in text
    )


def _citation(number: int, passage: Passage, catalogue: Catalogue) -> Citation:
    source = catalogue.source_by_id[passage.sources[0]]
    return Citation(
        number=number,
        passage=passage.id,
        title=passage.title,
        source=source.name,
        url=source.url,
        checked=passage.checked,
    )
