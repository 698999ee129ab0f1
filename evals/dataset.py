"""The cases: annotated descriptions, short texts for flags, questions to the guidance, talks of several kinds, changed texts.

Their files stand in `evals/cases/`, or in a folder of a team's own with the same layout; every kind has a JSON Schema
in `evals/cases/schemas/`, written from the models in `evals.golds`.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.engines.embedded.training import Document, read_documents
from assistant.errors import InputError
from evals.golds import ChangedTexts, FlagGold, GuidanceQuestions, Recorded, ScriptedCases
from evals.people import Simulation, load_projects
from evals.scoring import Gold, gold_from

CASES = Path(__file__).parent / "cases"
SHORT, MIDDLE = 240, 500
_Model = TypeVar("_Model", bound=BaseModel)


class Kind(StrEnum):
    """What a case measures."""

    DESCRIPTION = "description"
    FLAGS = "flags"
    RETRIEVAL = "retrieval"
    TALK = "talk"
    CHANGED = "changed"
    SIMULATED = "simulated"
    SCRIPTED = "scripted"


class Case(Value):
    """One case, of any kind.

    Attributes:
        tests: what it tests, in a few words.
        groups: domain, form and length, for figures per group.
        gold: what is expected: `Gold`, `FlagGold`, `GuidanceQuestion`, `TalkGold`, `ChangedText`, `Simulation` or
            `ScriptedCase`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str
    kind: Kind
    text: str
    tests: str
    groups: dict[str, str]
    gold: Any


def load_cases(catalogue: Catalogue, folder: Path = CASES, kinds: Iterable[Kind] = tuple(Kind)) -> tuple[Case, ...]:
    """Load the cases of some kinds; a team's own folder may hold descriptions directly.

    Raises:
        InputError: there are none, or their files hold mistakes.
    """
    loaders = {
        Kind.DESCRIPTION: lambda: _descriptions(folder, catalogue),
        Kind.FLAGS: lambda: _flag_texts(folder),
        Kind.RETRIEVAL: lambda: _retrieval(folder),
        Kind.TALK: lambda: _talks(folder),
        Kind.CHANGED: lambda: _changed(folder),
        Kind.SIMULATED: lambda: _simulated(folder),
        Kind.SCRIPTED: lambda: _scripted(folder),
    }
    found = tuple(case for kind in Kind if kind in set(kinds) for case in loaders[kind]())
    if not found:
        raise InputError(f"There are no cases in {folder}. It needs descriptions/*.txt, flags/*.gold.yaml or both.")
    return found


def documents(folder: Path) -> list[Document]:
    """The annotated descriptions of a folder, or of its sub-folder `descriptions`."""
    inner = folder / "descriptions"
    return read_documents(inner if inner.is_dir() else folder)


def gold_of(document: Document, catalogue: Catalogue) -> Gold:
    """What is expected of the draft of a description."""
    many = frozenset(spec.id for spec in catalogue.fields if spec.many)
    labelled = [(span.start, span.end, span.labels) for span in document.spans]
    return gold_from(document.id, document.text, document.header, labelled, many)


def read_yaml(path: Path, model: type[_Model]) -> _Model:
    """Read a file of cases.

    Raises:
        InputError: it is not as its schema says; all mistakes are listed.
    """
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except ValidationError as error:
        slips = "; ".join(f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors())
        raise InputError(f"{path.name} cannot be used: {slips}") from error
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read: {error}") from error


def recorded(folder: Path = CASES) -> Recorded:
    """What has a cassette."""
    path = folder / "recorded.yaml"
    return read_yaml(path, Recorded) if path.is_file() else Recorded(drafts=(), talks=())


def length_of(text: str) -> str:
    """The group of a text by its length in words."""
    words = len(text.split())
    return "short" if words < SHORT else "middle" if words < MIDDLE else "long"


def chosen(cases: Sequence[Case], ids: Sequence[str] = (), groups: Sequence[str] = ()) -> tuple[Case, ...]:
    """The cases whose id begins with one of `ids` and that are in all `groups` (`form=email`, or a kind).

    Raises:
        InputError: no case is left.
    """
    left = [case for case in cases if not ids or any(case.id.startswith(start) for start in ids)]
    left = [case for case in left if all(_in_group(case, group) for group in groups)]
    if not left:
        raise InputError("No case is of that id and group. `scope eval list` names them all.")
    return tuple(left)


def _in_group(case: Case, group: str) -> bool:
    name, _, value = group.partition("=")
    return case.groups.get(name) == value if value else group in (case.kind, *case.groups.values())


def _descriptions(folder: Path, catalogue: Catalogue) -> Iterable[Case]:
    for document in documents(folder):
        head = document.header
        yield Case(
            id=document.id,
            kind=Kind.DESCRIPTION,
            text=document.text,
            tests=str(head.get("notes", "")),
            groups={
                "domain": str(head.get("domain", "")),
                "form": str(head.get("form", "")),
                "length": length_of(document.text),
            },
            gold=gold_of(document, catalogue),
        )


def _flag_texts(folder: Path) -> Iterable[Case]:
    for path in sorted((folder / "flags").glob("*.gold.yaml")):
        gold = read_yaml(path, FlagGold)
        stem = path.name.removesuffix(".gold.yaml")
        words = path.with_name(f"{stem}.txt")
        if not words.is_file():
            raise InputError(f"{stem}: its text is missing.")
        text = words.read_text(encoding="utf-8")
        side = "harmless" if gold.incident is None else "incident"
        tests = gold.control or gold.incident or ""
        yield Case(
            id=stem, kind=Kind.FLAGS, text=text, tests=tests, groups={"side": side, "length": "short"}, gold=gold
        )


def _retrieval(folder: Path) -> Iterable[Case]:
    path = folder / "retrieval" / "questions.yaml"
    if path.is_file():
        found = read_yaml(path, GuidanceQuestions)
        for side, questions in (("answered", found.questions), ("off topic", found.off_topic)):
            for one in questions:
                yield Case(id=one.id, kind=Kind.RETRIEVAL, text=one.text, tests=side, groups={"side": side}, gold=one)


def _talks(folder: Path) -> Iterable[Case]:
    for talk in recorded(folder).talks:
        text = "\n".join(turn.says for turn in talk.turns)
        yield Case(id=f"talk-{talk.id}", kind=Kind.TALK, text=text, tests=talk.tests, groups={}, gold=talk)


def _changed(folder: Path) -> Iterable[Case]:
    path = folder / "changed.yaml"
    if path.is_file():
        for one in read_yaml(path, ChangedTexts).cases:
            yield Case(
                id=f"changed-{one.id}",
                kind=Kind.CHANGED,
                text=one.text,
                tests="changes of wording",
                groups={},
                gold=one,
            )


def _simulated(folder: Path) -> Iterable[Case]:
    for project in load_projects(folder / "talks"):
        for depth in project.depths:
            yield Case(
                id=f"simulated-{project.id}-{depth}",
                kind=Kind.SIMULATED,
                text=project.description,
                tests=f"a whole talk, {depth}",
                groups={"temper": project.temper, "depth": depth},
                gold=Simulation(project, depth),
            )


def _scripted(folder: Path) -> Iterable[Case]:
    path = folder / "scripted.yaml"
    if path.is_file():
        for one in read_yaml(path, ScriptedCases).cases:
            text = "\n".join(turn.says for turn in one.turns)
            groups = {"topic": one.topic}
            yield Case(id=f"scripted-{one.id}", kind=Kind.SCRIPTED, text=text, tests=one.tests, groups=groups, gold=one)
