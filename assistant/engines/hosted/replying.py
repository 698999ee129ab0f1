"""Words a reply from its plan, streamed, and made harmless on the way."""

from collections.abc import Iterator

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.domain.catalogue import Catalogue, Passage
from assistant.domain.reading import Status, Usage
from assistant.domain.reply import Heard, ReplyPlan
from assistant.domain.rules import Flag
from assistant.engines.hosted.client import Endpoint
from assistant.engines.hosted.neutralise import Neutraliser
from assistant.engines.hosted.structured import ended_badly
from assistant.engines.hosted.thoughts import Thoughts
from assistant.engines.hosted.usage import usage_of
from assistant.engines.prompts import Prompt, fence
from assistant.errors import EngineError, EngineReplyInvalid, EngineUnavailable

MAX_HEARD = 6
MAX_FLAGS = 3
MAX_VALUE_CHARS = 160
MAX_MESSAGE_CHARS = 1200
MAX_PASSAGE_CHARS = 1600
NONE = "none"
OPENING = "nothing yet: the talk begins. Greet, and say that you ask what to settle before any code."


class Spoken(Iterator[str]):
    """The pieces of a reply; `usage` holds what it cost once it has ended."""

    def __init__(self) -> None:
        self.usage = Usage()
        self._pieces: Iterator[str] = iter(())

    def begin(self, pieces: Iterator[str]) -> "Spoken":
        """Take the pieces from here."""
        self._pieces = pieces
        return self

    def __next__(self) -> str:
        return next(self._pieces)

    def count(self, usage: Usage) -> None:
        """Note what has been used so far: some servers count at the end, some in every piece."""
        counted = usage.tokens_in or usage.tokens_out
        kept = usage if counted else self.usage
        self.usage = kept.model_copy(update={"calls": 1, "seconds": usage.seconds})

    def close(self) -> None:
        """Stop: the connection is given up with the next piece that comes."""
        close = getattr(self._pieces, "close", None)
        if close:
            close()


class Replier:
    """Builds the messages of a reply and streams its words."""

    def __init__(self, endpoint: Endpoint, catalogue: Catalogue, prompts: dict[str, Prompt]) -> None:
        self._endpoint = endpoint
        self._catalogue = catalogue
        self._prompts = prompts

    def reply(self, plan: ReplyPlan) -> Spoken:
        """Word a reply, piece by piece; the first call goes out with the first piece taken."""
        spoken = Spoken()
        return spoken.begin(self._pieces(plan, spoken))

    def prompt(self, plan: ReplyPlan) -> list[BaseMessage]:
        """What is sent for a plan."""
        filled = self._prompts["plan"].fill(
            understood=_understood(plan),
            warnings=self._warnings(plan.new_flags),
            side_question=plan.side_question or NONE,
            passages=_passages(cited(plan)),
            next=plan.question.text if plan.question else NONE,
            message=plan.message[:MAX_MESSAGE_CHARS] or NONE,
        )
        return [SystemMessage(self._prompts["reply"].fill()), HumanMessage(fence(filled))]

    def _pieces(self, plan: ReplyPlan, spoken: Spoken) -> Iterator[str]:
        addresses = (source.url for source in self._catalogue.sources)
        guard = Neutraliser(addresses, len(cited(plan)))
        thoughts, said, raised = Thoughts(), False, None
        try:
            for words in self._stream(plan, spoken):
                piece = guard.feed(thoughts.feed(words))
                said = said or bool(piece.strip())
                if piece:
                    yield piece
        except EngineError as error:
            raised = error
        rest = guard.feed(thoughts.end()) + guard.end()
        if rest:
            yield rest
        if raised:
            raise raised
        if not said and not rest.strip():
            raise EngineReplyInvalid(f"{self._endpoint.config.model} said nothing: try again, or choose another model.")

    def _stream(self, plan: ReplyPlan, spoken: Spoken) -> Iterator[str]:
        deadline, config = self._endpoint.deadline(plan.until), self._endpoint.config
        reason = None
        for chunk in self._endpoint.stream(self.prompt(plan), deadline):
            reason = chunk.response_metadata.get("finish_reason") or reason
            spoken.count(usage_of(chunk, deadline.spent))
            if chunk.text:
                yield chunk.text
        if reason is None:
            raise EngineUnavailable(f"The connection to {config.host} broke off: try again.")
        problem = ended_badly(reason, config.model)
        if problem:
            raise problem

    def _warnings(self, flags: tuple[Flag, ...]) -> str:
        return _lines(
            f"{self._catalogue.flag_by_id[flag.id].title} ({flag.severity}): {flag.why}" for flag in flags[:MAX_FLAGS]
        )


def cited(plan: ReplyPlan) -> tuple[Passage, ...]:
    """The passages that the reply may cite: none where nothing was asked in return."""
    return plan.passages if plan.side_question else ()


def _understood(plan: ReplyPlan) -> str:
    if plan.opening:
        return OPENING
    lines = [_heard(heard) for heard in plan.heard[:MAX_HEARD]]
    if plan.reopened:
        again = ", ".join(plan.reopened)
        lines.append(f"to be asked again, since they rest on what changed: {again}")
    return _lines([*lines, f"what the person did: {plan.intent.replace('_', ' ')}"])


def _heard(heard: Heard) -> str:
    what = heard.value[:MAX_VALUE_CHARS]
    if heard.status is not Status.STATED:
        what = f"{heard.status.replace('_', ' ')} ({what})"
    if heard.conflict:
        what += " (contradicts what was said before; the next question settles it)"
    elif heard.before:
        what += f" (replaces: {heard.before[:MAX_VALUE_CHARS]})"
    return f"{heard.title}: {what}"


def _passages(passages: tuple[Passage, ...]) -> str:
    listed = "".join(
        f"\n[{number}] {passage.title}\n{passage.text[:MAX_PASSAGE_CHARS]}"
        for number, passage in enumerate(passages, 1)
    )
    return listed or NONE


def _lines(lines: "Iterator[str] | list[str]") -> str:
    listed = list(lines)
    return "".join(f"\n- {line}" for line in listed) if listed else NONE
