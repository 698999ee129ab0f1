"""The nodes of a turn: each calls one domain function or port and returns what it adds to the state."""

from collections.abc import Iterator
from functools import partial

from langgraph.config import get_stream_writer

from assistant.agent.state import TurnState
from assistant.domain.assessment import Assessment, assess
from assistant.domain.catalogue import Catalogue, Passage
from assistant.domain.grounding import verify
from assistant.domain.planning import plan_reply
from assistant.domain.reply import Citation
from assistant.domain.session import State, TurnKind, step
from assistant.domain.settling import settle
from assistant.ports import Engine, Guidance, ReadRequest, Stage, Token

SIDE_QUESTION_PASSAGES = 3


class Nodes:
    """The nodes, with the engine, guidance and catalogue that they use."""

    def __init__(self, engine: Engine, guidance: Guidance, catalogue: Catalogue) -> None:
        self.engine = engine
        self.guidance = guidance
        self.catalogue = catalogue

    def read(self, state: TurnState) -> TurnState:
        """Let the engine read the person's words."""
        get_stream_writer()(Stage(name="reading"))
        turn = state["draft_turn"]
        request = ReadRequest(
            source=turn.source,
            document=turn.kind is TurnKind.DESCRIPTION,
            asked=turn.asked,
            scope=state["before"].scope,
        )
        return {"reading": self.engine.read(request)}

    def ground(self, state: TurnState) -> TurnState:
        """Check every quote, and settle what the message means for the question asked."""
        get_stream_writer()(Stage(name="checking"))
        turn, reading, before = state["draft_turn"], state["reading"], state["before"]
        grounded = verify(reading, turn.source, self.catalogue)
        return {"turn": settle(turn, reading, grounded, before, self.catalogue)}

    def assess(self, state: TurnState) -> TurnState:
        """Merge the turn into the scope and conclude flags, questions and verdict."""
        after = step(state["before"], state["turn"], self.catalogue)
        judge = partial(self._judge, state)
        return {"after": after, "earlier": judge(state["before"]), "assessment": judge(after)}

    def _judge(self, state: TurnState, what: State) -> Assessment:
        today = state["now"].date()
        return assess(what.scope, self.catalogue, words=what.words, today=today, asked=what.asked)

    def search(self, state: TurnState) -> TurnState:
        """Look up guidance for the person's question in return."""
        question = state["reading"].side_question
        if not question:
            return {"passages": ()}
        get_stream_writer()(Stage(name="looking up"))
        asked = state["draft_turn"].asked
        hits = self.guidance.search(question, limit=SIDE_QUESTION_PASSAGES, field=asked.field if asked else None)
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
        return {"plan": plan}

    def reply(self, state: TurnState) -> TurnState:
        """Let the engine word the reply, passing each piece on as it comes."""
        if state["silent"]:
            return {"reply": "", "citations": ()}
        write = get_stream_writer()
        write(Stage(name="replying"))
        pieces = []
        for piece in self._words(state):
            pieces.append(piece)
            write(Token(text=piece))
        text = "".join(pieces)
        return {"reply": text, "citations": self._cited(text, state["plan"].passages)}

    def _words(self, state: TurnState) -> Iterator[str]:
        return self.engine.reply(state["plan"])

    def _cited(self, text: str, passages: tuple[Passage, ...]) -> tuple[Citation, ...]:
        """The passages that the reply refers to by number."""
        return tuple(
            self._citation(number, passage) for number, passage in enumerate(passages, 1) if f"[{number}]" in text
        )

    def _citation(self, number: int, passage: Passage) -> Citation:
        source = self.catalogue.source_by_id[passage.sources[0]]
        return Citation(
            number=number,
            passage=passage.id,
            title=passage.title,
            source=f"{source.by}: {source.title} ({source.year})",
            url=source.url,
        )


def wants_reading(state: TurnState) -> bool:
    """An opening has nothing to read."""
    return state["draft_turn"].kind is not TurnKind.OPENING and bool(state["draft_turn"].text)
