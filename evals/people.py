"""Simulated people: a project with a hidden truth per field, a temperament, and answers only to what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.domain.questions import Depth, Question, Round
from assistant.domain.reading import Status

TALKS = Path(__file__).parent / "cases" / "talks"
ASIDES = (
    "Why do you need to know that?",
    "What is a baseline?",
    "Can you repeat the question?",
    "What do you mean by that, for example?",
)
REFUSALS = ("skip this one", "I'd rather not say", "next question please")
CHATTER = (
    ("Well, let me think about that for a moment.", "My colleague asked me the same thing last week, by the way."),
    ("Good that you ask.", "I hope that helps you a bit, just tell me if it doesn't."),
    ("Right, so.", "We talked about it over lunch only yesterday."),
)


@dataclass(frozen=True)
class Truth:
    """What a person would say about one field, and how it must be recorded."""

    says: str
    choices: tuple[str, ...] = ()
    status: Status = Status.STATED


@dataclass(frozen=True)
class Project:
    """A project as its owner knows it.

    Attributes:
        told: fields that the description has answered already.
        first: what the person says at first of a field and corrects later.
        contradicts: a remark in passing that contradicts the truth.
        depths: how much the person wants to be asked; a talk for each.
    """

    id: str
    temper: str
    description: str
    told: frozenset[str]
    truth: dict[str, Truth]
    refused: frozenset[str]
    first: tuple[str, Truth] | None = None
    contradicts: tuple[str, Truth] | None = None
    depths: tuple[Depth, ...] = (Depth.STANDARD,)


@dataclass(frozen=True)
class Simulation:
    """One talk that a simulated person has."""

    project: Project
    depth: Depth = Depth.STANDARD


@dataclass
class Person:
    """Answers as one of these people would.

    Attributes:
        given: the truth as said last, by field.
        refusals: fields that were refused.
    """

    project: Project
    given: dict[str, Truth] = field(default_factory=dict)
    refusals: set[str] = field(default_factory=set)
    _asked: int = 0
    _asides: int = 0
    _to_correct: str = ""
    _said_clash: bool = False

    def messages(self, question: Question) -> Iterator[str]:
        """What the person writes on a question: perhaps an aside first, then the answer."""
        self._asked += 1
        if self.project.temper == "asks back" and self._asked % 3 == 1:
            yield ASIDES[self._asides % len(ASIDES)]
            self._asides += 1
        yield self._answer(question)
        if self._to_correct and self._asked % 2 == 0:
            name, self._to_correct = self._to_correct, ""
            self.given[name] = self.project.truth[name]
            yield f"Actually, {self.given[name].says}"

    def _answer(self, question: Question) -> str:
        if question.conflict:
            return self._say(question.field) if question.field in self.project.truth else "the first one"
        if question.round in (Round.MORE, Round.SETTLE):
            return "That is all I can say about it."
        if question.field in self.project.refused:
            self.refusals.update(name for name in question.fields if name not in self.project.truth)
            return REFUSALS[len(self.refusals) % len(REFUSALS)]
        parts = [self._say(name) for name in question.fields if name in self.project.truth]
        if not parts:
            return "I don't know."
        if self.project.contradicts and not self._said_clash and self._asked > 1:
            self._said_clash = True
            parts.append(f"By the way, {self.project.contradicts[1].says}")
        return self._in_manner(". ".join(_capital(part) for part in parts))

    def _say(self, name: str) -> str:
        first = self.project.first
        if first and first[0] == name and name not in self.given:
            self._to_correct, self.given[name] = name, first[1]
        else:
            self.given[name] = self.project.truth[name]
        return self.given[name].says

    def _in_manner(self, words: str) -> str:
        if self.project.temper == "rambling":
            before, after = CHATTER[self._asked % len(CHATTER)]
            return f"{before} {words}. {after}"
        return words

    def correction(self, name: str) -> str:
        """What the person writes on seeing a wrong value on the screen."""
        self.given[name] = self.project.truth[name]
        return f"No, that's wrong: {self.given[name].says}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def load_projects(folder: Path = TALKS) -> list[Project]:
    """Read all projects."""
    return [_project(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.yaml"))]


def _project(raw: dict[str, Any]) -> Project:
    truth = {name: _truth(entry) for name, entry in raw.get("truth", {}).items()}
    unknown = {name: Truth(says, status=Status.UNKNOWN) for name, says in raw.get("unknown", {}).items()}
    return Project(
        id=raw["id"],
        temper=raw["temper"],
        description=raw["description"],
        told=frozenset(raw["told"]),
        truth=truth | unknown,
        refused=frozenset(raw.get("refused", ())),
        first=_about(raw.get("first")),
        contradicts=_about(raw.get("contradicts")),
        depths=tuple(Depth(depth) for depth in raw.get("depths", (Depth.STANDARD,))),
    )


def _about(entry: dict[str, Any] | None) -> tuple[str, Truth] | None:
    return (entry["field"], _truth(entry)) if entry else None


def _truth(entry: dict[str, Any]) -> Truth:
    return Truth(entry["says"], tuple(entry.get("choices", ())))
