"""The graph of one turn: read → ground → assess ∥ search → plan → reply."""

from collections.abc import Generator
from typing import cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from assistant.agent.nodes import Nodes, cited
from assistant.agent.state import TurnState
from assistant.domain.catalogue import Catalogue
from assistant.domain.session import Turn
from assistant.ports import Engine, Event, Guidance, Listener, Token

TurnGraph = CompiledStateGraph[TurnState, None, TurnState, TurnState]


def build(engine: Engine, guidance: Guidance, catalogue: Catalogue) -> TurnGraph:
    """Compile the graph for one engine."""
    nodes = Nodes(engine, guidance, catalogue)
    graph = StateGraph(TurnState)
    graph.add_node("read", nodes.read)
    graph.add_node("ground", nodes.ground)
    graph.add_node("assess", nodes.assess)
    graph.add_node("search", nodes.search)
    graph.add_node("plan", nodes.plan)
    graph.add_node("reply", nodes.reply)
    graph.add_edge(START, "read")
    graph.add_edge("read", "ground")
    graph.add_edge("read", "search")
    graph.add_edge("ground", "assess")
    graph.add_edge(["assess", "search"], "plan")
    graph.add_edge("plan", "reply")
    graph.add_edge("reply", END)
    return graph.compile()


def run(graph: TurnGraph, state: TurnState, listen: Listener) -> TurnState:
    """Run one turn, passing its events on as they come.

    Raises:
        TurnStopped: the listener broke off; it carries what the turn amounts to by then.
    """
    result = state
    items = graph.stream(state, stream_mode=["custom", "values"])
    for mode, item in items:
        if mode == "values":
            result = cast("TurnState", item)
            continue
        if isinstance(item, Token):
            state["tape"].pieces.append(item.text)
        try:
            listen(cast("Event", item))
        except BaseException as error:
            state["tape"].stop.set()
            cast("Generator[object, None, None]", items).close()
            raise TurnStopped(result) from error
    return result


def finished(state: TurnState, catalogue: Catalogue, *, stopped: bool = False) -> Turn:
    """The turn as it is stored, from what has flown through the graph."""
    turn, plan, tape = state["turn"], state["plan"], state["tape"]
    return turn.model_copy(
        update={
            "reply": tape.text,
            "citations": cited(tape.text, plan.passages, catalogue),
            "question": plan.question,
            "usage": turn.usage.plus(tape.usage),
            "stopped": stopped,
        }
    )


class TurnStopped(BaseException):
    """A turn was broken off by its listener.

    Attributes:
        state: what the turn amounts to by then; with a plan, it can be stored as it stands.
    """

    def __init__(self, state: TurnState) -> None:
        super().__init__("the turn was stopped")
        self.state = state
