"""The graph of one turn: read → ground → assess ∥ search → plan → reply."""

from typing import cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from assistant.agent.nodes import Nodes
from assistant.agent.state import TurnState
from assistant.domain.catalogue import Catalogue
from assistant.ports import Engine, Event, Guidance, Listener

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
    """Run one turn, passing its events on as they come."""
    result = state
    for mode, item in graph.stream(state, stream_mode=["custom", "values"]):
        if mode == "values":
            result = cast("TurnState", item)
        else:
            listen(cast("Event", item))
    return result
