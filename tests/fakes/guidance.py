"""Guidance that finds the same passages for every question."""

from assistant.domain.catalogue import Passage
from assistant.ports import Hit


class FixedGuidance:
    """Finds what it was given, and remembers the questions."""

    def __init__(self, *passages: Passage) -> None:
        self.questions: list[str] = []
        self._passages = passages

    def search(self, question: str, *, limit: int = 3, field: str | None = None) -> tuple[Hit, ...]:
        """Find the passages."""
        self.questions.append(question)
        return tuple(Hit(passage=passage, score=0.9) for passage in self._passages[:limit])
