"""Reads a message in one structured call, and a long document in parallel parts."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.domain.catalogue import Catalogue
from assistant.domain.reading import Reading
from assistant.engines.hosted.listing import asked_words, document_fields, message_fields, signals
from assistant.engines.hosted.neutralise import addresses_in, neutralise
from assistant.engines.hosted.parts import PART_CHARS, Part, cut, merge
from assistant.engines.hosted.structured import Structured
from assistant.engines.hosted.wire import Context, DocumentAnswer, MessageAnswer, to_reading
from assistant.engines.prompts import Prompt, fence
from assistant.ports import ReadRequest

Progress = Callable[[str], None]


class Reader:
    """Builds the messages, asks, and maps the answers to a reading."""

    def __init__(self, structured: Structured, catalogue: Catalogue, prompts: dict[str, Prompt]) -> None:
        self._structured = structured
        self._catalogue = catalogue
        self._prompts = prompts
        self._addresses = tuple(source.url for source in catalogue.sources)

    def read(self, request: ReadRequest, progress: Progress | None = None) -> Reading:
        """Read a text: a message of a talk, or a document of any length."""
        text = request.source.text
        if not request.document and len(text) <= PART_CHARS:
            return self._message(request, progress)
        parts = cut(text)
        if len(parts) == 1:
            return self._part(request, parts[0], "", progress)
        return self._parts(request, parts, progress)

    def message_prompt(self, request: ReadRequest) -> list[BaseMessage]:
        """What is sent for a message of a talk."""
        filled = self._prompts["message"].fill(
            asked=asked_words(request.asked),
            fields=message_fields(self._catalogue, request.scope, request.asked),
            message=fence(request.source.text),
        )
        return [self._system(short=True), HumanMessage(filled)]

    def part_prompt(self, part: Part, which: str = "") -> list[BaseMessage]:
        """What is sent for a document, or for one of its parts."""
        filled = self._prompts["document"].fill(
            part=which, fields=document_fields(self._catalogue), text=fence(part.text)
        )
        return [self._system(short=False), HumanMessage(filled)]

    def _system(self, *, short: bool) -> SystemMessage:
        return SystemMessage(self._prompts["read"].fill(signals=signals(self._catalogue, short=short)))

    def _message(self, request: ReadRequest, progress: Progress | None) -> Reading:
        answer, usage = self._structured.ask(
            self.message_prompt(request),
            MessageAnswer,
            self._structured.endpoint.deadline(request.until),
            _counting(progress),
        )
        return to_reading(answer, self._context(request, request.source.text, 0), self._name, usage)

    def _parts(self, request: ReadRequest, parts: tuple[Part, ...], progress: Progress | None) -> Reading:
        with _pool(self._structured.endpoint.config.parallel) as pool:
            futures = [
                pool.submit(self._part, request, part, f", part {number} of {len(parts)}", None)
                for number, part in enumerate(parts, 1)
            ]
            for done in _finished(futures):
                if progress:
                    progress(f"{done} of {len(parts)} parts read")
            return merge(future.result() for future in futures)

    def _part(self, request: ReadRequest, part: Part, which: str, progress: Progress | None) -> Reading:
        answer, usage = self._structured.ask(
            self.part_prompt(part, which),
            DocumentAnswer,
            self._structured.endpoint.deadline(request.until),
            _counting(progress),
        )
        return to_reading(answer, self._context(request, part.text, part.start), self._name, usage)

    def _context(self, request: ReadRequest, text: str, start: int) -> Context:
        known = (*self._addresses, *addresses_in(request.source.text))
        return Context(text, start, self._catalogue, lambda words: neutralise(words, known))

    @property
    def _name(self) -> str:
        return self._structured.endpoint.config.name


def _counting(progress: Progress | None) -> Progress | None:
    """Tells how many entries have come, instead of passing half a JSON on."""
    if progress is None:
        return None
    seen = 0

    def listen(text: str) -> None:
        nonlocal seen
        count = text.count('"quote"')
        if count != seen:
            seen = count
            progress(f"{count} findings so far")

    return listen


@contextmanager
def _pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """A pool that doesn't wait for what is still queued when something has failed."""
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="read")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _finished(futures: list[Future[Reading]]) -> Iterator[int]:
    """Count the parts as they end; the first failure is raised at once."""
    for number, future in enumerate(as_completed(futures), 1):
        future.result()
        yield number
