"""Finishes a turn with a second engine where the first one fails."""

from collections.abc import Callable, Generator, Iterator
from typing import Protocol, cast

from assistant.domain.reading import Intent, Reading, Usage
from assistant.domain.reply import ReplyPlan
from assistant.errors import EngineError, EngineReplyInvalid, EngineTooSlow
from assistant.ports import Engine, ReadRequest

NOT_READ = "The language model could not be "
Progress = Callable[[str], None]


class _Telling(Protocol):
    def read(self, request: ReadRequest, progress: Progress) -> Reading: ...


class WithFallback:
    """Tries the first engine and, where it fails, takes the second for the rest of the turn."""

    def __init__(self, primary: Engine, fallback: Engine) -> None:
        self.primary = primary
        self.fallback = fallback

    @property
    def name(self) -> str:
        """The first engine's name: what the person chose."""
        return self.primary.name

    @property
    def prompt_versions(self) -> tuple[str, ...]:
        """The first engine's prompts."""
        return tuple(getattr(self.primary, "prompt_versions", ()))

    @property
    def host(self) -> str:
        """Where the first engine sends what it reads; empty where nowhere."""
        return str(getattr(self.primary, "host", ""))

    @property
    def tells_progress(self) -> bool:
        """Whether `read` tells how far it is."""
        return bool(getattr(self.primary, "tells_progress", False))

    def read(self, request: ReadRequest, progress: Progress | None = None) -> Reading:
        """Read with the first engine, else with the second, which then says so.

        Raises:
            EngineError: neither could read it.
        """
        try:
            if progress and self.tells_progress:
                return cast("_Telling", self.primary).read(request, progress)
            return self.primary.read(request)
        except EngineError as error:
            reading = self.fallback.read(request)
            who = self.fallback.name
            notice = f"{_reason(error)}; this turn was read by the {who} engine."
            told = f"{notice} {reading.notice}".rstrip()
            return reading.model_copy(update={"engine": who, "notice": told})

    def reply(self, plan: ReplyPlan) -> "Reply":
        """Reply with the first engine, and go on with the second where that fails."""
        return Reply(self.primary, self.fallback, plan)


class Reply(Iterator[str]):
    """The pieces of a reply that two engines may share; `usage` counts the first one's part."""

    def __init__(self, primary: Engine, fallback: Engine, plan: ReplyPlan) -> None:
        self._primary = primary
        self._fallback = fallback
        self._plan = plan
        self._first: Iterator[str] = iter(())
        self._pieces = self._all()

    @property
    def usage(self) -> Usage:
        """What the language model's words cost."""
        usage = getattr(self._first, "usage", None)
        return usage if isinstance(usage, Usage) else Usage()

    def __next__(self) -> str:
        return next(self._pieces)

    def close(self) -> None:
        """Stop."""
        self._pieces.close()
        close = getattr(self._first, "close", None)
        if close:
            close()

    def _all(self) -> Generator[str, None, None]:
        if self._plan.notice.startswith(NOT_READ):
            # It failed a moment ago: trying it again would double the wait.
            yield from self._fallback.reply(self._plan)
            return
        said = False
        try:
            self._first = self._primary.reply(self._plan)
            for piece in self._first:
                said = said or bool(piece.strip())
                yield piece
        except EngineError as error:
            yield from self._rest(error, said=said)

    def _rest(self, error: EngineError, *, said: bool) -> Iterator[str]:
        yield f"{'…' + _GAP if said else ''}({_reason(error)}.){_GAP}"
        yield from self._fallback.reply(_question_only(self._plan) if said else self._plan)


_GAP = "\n\n"


def _question_only(plan: ReplyPlan) -> ReplyPlan:
    """The plan without what the first engine has begun to say: only back to the question.

    `opening` says that there is no message to acknowledge.
    """
    return ReplyPlan(
        intent=Intent.QUESTION,
        question=plan.question,
        repeated=True,
        verdict=plan.verdict,
        open_points=plan.open_points,
        opening=True,
    )


def _reason(error: EngineError) -> str:
    said = str(error).rstrip(".")
    if isinstance(error, EngineTooSlow):
        return f"{NOT_READ}waited for any longer ({said})"
    what = "used" if isinstance(error, EngineReplyInvalid) else "reached"
    return f"{NOT_READ}{what} ({said})"
