"""The engines that can be chosen, and a turn run through one of them within the time that a turn has."""

import time
from collections.abc import Mapping

from assistant.agent import graph as turn_graph
from assistant.agent.state import TurnState
from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.errors import InputError
from assistant.ports import Engine, Guidance, Listener


class EngineChoice(Value):
    """An engine that a person can choose.

    Attributes:
        name: `embedded` or `openai:MODEL`.
        host: the server that the words are sent to; empty where they stay in this process.
    """

    name: str
    host: str = ""


class Engines:
    """The engines by name, the first being the default; each is compiled into a turn's graph on first use."""

    def __init__(
        self,
        engines: Mapping[str, Engine],
        guidance: Guidance,
        catalogue: Catalogue,
        turn_seconds: float | None = None,
    ) -> None:
        self._engines = dict(engines)
        self._guidance = guidance
        self._catalogue = catalogue
        self._turn_seconds = turn_seconds
        self._graphs: dict[str, turn_graph.TurnGraph] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names, the default first."""
        return tuple(self._engines)

    @property
    def choices(self) -> tuple[EngineChoice, ...]:
        """What there is to choose from, the default first."""
        return tuple(
            EngineChoice(name=name, host=str(getattr(engine, "host", ""))) for name, engine in self._engines.items()
        )

    def checked(self, name: str) -> str:
        """Return the name if there is such an engine.

        Raises:
            InputError: it is not set up; names those that are.
        """
        if name not in self._engines:
            raise InputError(f"The engine {name!r} is not set up. Choose one of: {', '.join(self._engines)}.")
        return name

    def or_default(self, name: str) -> str:
        """The engine that was chosen, or the default where it is not set up any more."""
        return name if name in self._engines else self.names[0]

    def run(self, name: str | None, state: TurnState, listen: Listener) -> TurnState:
        """Run one turn; its clock starts here, and reading and reply share what it gives.

        Raises:
            InputError: the engine is not set up.
            TurnStopped: the listener broke off.
        """
        graph = self._graph(self.checked(name or self.names[0]))
        until = None if self._turn_seconds is None else time.monotonic() + self._turn_seconds
        return turn_graph.run(graph, {**state, "until": until}, listen)

    def _graph(self, name: str) -> turn_graph.TurnGraph:
        if name not in self._graphs:
            self._graphs[name] = turn_graph.build(self._engines[name], self._guidance, self._catalogue)
        return self._graphs[name]
