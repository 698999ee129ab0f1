"""Checks cases and training texts: ids, labels, quotes, duplicates, and leaks from training into cases.

Near-duplicates are found by shingles of five words: two texts that share a fifth of the shorter one's shingles were
hardly written apart from each other.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant import resources
from assistant.domain.catalogue import Catalogue
from assistant.domain.evidence import locate
from assistant.engines.embedded.training import Document, read_documents
from assistant.errors import ScopeError
from evals.dataset import CASES, documents, read_yaml, recorded
from evals.golds import NOT_ANNOTATED, ChangedTexts, DescriptionHeader, FlagGold, GuidanceQuestions
from evals.perform import catalogue
from evals.soundness import unsound

SHINGLE = 5
TOO_ALIKE = 0.2
LEAST_SHINGLES = 12
_WORD = re.compile(r"\w+")
_LABEL = re.compile(
    r"(?P<field>[a-z_]+\.[a-z_]+)(?P<open>[?!]?)(?:=(?P<choices>[a-z_,]+))?|@-?(?P<signal>[a-z_]+)|~(?:other|hypo)"
)
Shingles = frozenset[int]


def lint_all(folder: Path = CASES, training: Path | None = None) -> tuple[str, ...]:
    """All mistakes in the cases, each with its place; `training` holds the texts that the embedded reader learns from."""
    known = catalogue()
    checks: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: descriptions(folder, known),
        lambda: flag_texts(folder, known),
        lambda: questions(folder, known),
        lambda: talks(folder, known),
        lambda: changed(folder, known),
        lambda: unsound(folder, known),
        lambda: leaks(folder, training or resources.folder("knowledge") / "reading" / "train"),
    )
    return tuple(slip for check in checks for slip in _safely(check))


def _safely(check: Callable[[], Iterable[str]]) -> Iterator[str]:
    """A file that cannot be read is one mistake and hides no others."""
    try:
        yield from check()
    except ScopeError as error:
        yield str(error)


def descriptions(folder: Path, known: Catalogue) -> Iterator[str]:
    """Check annotated descriptions: headers, labels, and that each labelled stretch stands in its text once."""
    found = documents(folder)
    yield from _twice("description", (document.id for document in found))
    flags = {spec.id for spec in known.flags}
    for document in found:
        try:
            head = DescriptionHeader.model_validate(
                {**document.header, "ml_needed": _word(document.header.get("ml_needed"))}
            )
        except ValidationError as error:
            yield from (
                f"{document.id}: header: {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()
            )
            continue
        must, may = set(head.must_flag or ()), set(head.may_flag)
        yield from _unknown(document.id, "flag", must | may, flags)
        yield from (f"{document.id}: {flag} both must and may be raised" for flag in sorted(must & may))
        yield from _unknown(document.id, "field", head.top_questions, known.field_by_id)
        yield from _labels(document, known)


def _word(needed: object) -> object:
    return {True: "yes", False: "no"}.get(needed, needed) if isinstance(needed, bool) else needed


def _labels(document: Document, known: Catalogue) -> Iterator[str]:
    for span in document.spans:
        words = document.text[span.start : span.end]
        if span.labels and document.text.count(words) > 1 and len(words.split()) > 1:
            yield f"{document.id}: “{words[:60]}” stands there {document.text.count(words)} times"
        for label in span.labels:
            yield from (f"{document.id}: {label}: {slip}" for slip in label_slips(label, known))


def label_slips(label: str, known: Catalogue) -> Iterator[str]:
    """What is wrong with one label."""
    match = _LABEL.fullmatch(label)
    if match is None:
        yield "is no label"
        return
    if match["signal"] and match["signal"] not in known.signal_ids:
        yield "there is no such signal"
    if match["field"]:
        spec = known.field_by_id.get(match["field"])
        chosen = [choice for choice in (match["choices"] or "").split(",") if choice]
        if spec is None:
            yield "there is no such field"
        elif spec.id in NOT_ANNOTATED:
            yield "is annotated now: annotate it in all descriptions and take it off NOT_ANNOTATED"
        else:
            yield from (f"there is no choice {choice!r}" for choice in chosen if choice not in spec.choices)


def flag_texts(folder: Path, known: Catalogue) -> Iterator[str]:
    """Check short texts: flags exist, no flag on two sides, names withheld, tempting words there."""
    flags = {spec.id for spec in known.flags}
    for path in sorted((folder / "flags").glob("*.gold.yaml")):
        name = path.name.removesuffix(".gold.yaml")
        gold = read_yaml(path, FlagGold)
        text = path.with_name(f"{name}.txt")
        if not text.is_file():
            yield f"{name}: its text is missing"
            continue
        words = text.read_text(encoding="utf-8").lower()
        sides = Counter([*gold.harm_flags, *gold.may_flag, *gold.must_not_flag])
        yield from _unknown(name, "flag", sides, flags)
        yield from (f"{name}: {flag} is on two sides" for flag, times in sides.items() if times > 1)
        if (gold.incident is None) == (gold.control is None):
            yield f"{name}: it must be either an incident or a control"
        if gold.incident and not gold.harm_flags:
            yield f"{name}: an incident needs harm_flags"
        yield from (
            f"{name}: the withheld name {one!r} stands in the text"
            for one in gold.withheld_names
            if re.search(rf"\b{re.escape(one.lower())}\b", words)
        )


def questions(folder: Path, known: Catalogue) -> Iterator[str]:
    """Check questions to the guidance."""
    path = folder / "retrieval" / "questions.yaml"
    if not path.is_file():
        return
    found = read_yaml(path, GuidanceQuestions)
    every = [*found.questions, *found.off_topic, *found.unanswered]
    passages = {passage.id for passage in known.passages}
    yield from _twice("question", (one.id for one in every))
    yield from _twice("question's text", (" ".join(one.text.lower().split()) for one in every))
    for one in found.questions:
        yield from _unknown(one.id, "passage", one.passages, passages)
        if not one.passages:
            yield f"{one.id}: no passage is accepted"


def talks(folder: Path, known: Catalogue) -> Iterator[str]:
    """Check recorded talks: quotes stand in their message, exactly once."""
    found = recorded(folder)
    if found.drafts:
        yield from _unknown(
            "recorded.yaml", "description", found.drafts, {document.id for document in documents(folder)}
        )
    yield from _twice("talk", (talk.id for talk in found.talks))
    for talk in found.talks:
        yield from _unknown(talk.id, "passage", talk.passages, {passage.id for passage in known.passages})
        for turn in talk.turns:
            yield from _unknown(talk.id, "field", {*turn.fields, *turn.quiet}, known.field_by_id)
            for field, quote in turn.fields.items():
                if turn.says.count(quote) != 1 or locate(quote, turn.says) is None:
                    yield f"{talk.id}: {field}: “{quote}” must stand once in “{turn.says[:40]}…”"


def changed(folder: Path, known: Catalogue) -> Iterator[str]:
    """Check changed texts: every change changes something; flags that must go or come exist, each once."""
    path = folder / "changed.yaml"
    if not path.is_file():
        return
    found = read_yaml(path, ChangedTexts)
    yield from _twice("changed text", (one.id for one in found.cases))
    for one in found.cases:
        flags = [*one.gone, *one.appears]
        yield from _unknown(one.id, "flag", flags, {spec.id for spec in known.flags})
        yield from _twice(f"{one.id}: the changed flag", flags)
        yield from (f"{one.id}: {name} changes nothing" for name, text in one.changes.items() if text == one.text)


def leaks(folder: Path, training: Path) -> Iterator[str]:
    """Find cases that are, or nearly are, training texts or each other; lists of single clauses count clause by clause."""
    taught = list(_training_texts(training))
    cases = dict(_texts(folder))
    known = {name: shingles(text) for name, text in taught}
    for name, text in cases.items():
        own = shingles(text)
        for other, theirs in known.items():
            alike = likeness(own, theirs)
            if alike >= TOO_ALIKE:
                yield f"{name}: {alike:.0%} alike with {other}"
        known[f"the case {name}"] = own


def _training_texts(training: Path) -> Iterator[tuple[str, str]]:
    for document in read_documents(training):
        if document.header.get("form") != "clauses":
            yield f"the training text {document.id}", document.text
            continue
        for span in document.spans:
            yield f"a clause of the training text {document.id}", document.text[span.start : span.end]


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    yield from ((document.id, document.text) for document in documents(folder))
    yield from ((path.stem, path.read_text(encoding="utf-8")) for path in sorted((folder / "flags").glob("*.txt")))
    path = folder / "changed.yaml"
    if path.is_file():
        yield from ((f"changed-{one.id}", one.text) for one in read_yaml(path, ChangedTexts).cases)


def shingles(text: str) -> Shingles:
    """All runs of five words of a text."""
    words = _WORD.findall(text.lower())
    return frozenset(hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1))


def likeness(one: Shingles, other: Shingles) -> float:
    """Share of the shorter text's runs of words that stand in the other too; very short texts are never alike."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= LEAST_SHINGLES else 0.0


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"{what} {name!r} is there {times} times" for name, times in Counter(names).items() if times > 1)


def _unknown(where: str, what: str, names: Iterable[str], known: Any) -> Iterator[str]:  # noqa: ANN401 - any container
    yield from (f"{where}: there is no {what} {name!r}" for name in names if name not in known)


def main() -> int:
    """Print all mistakes; 1 where there are any, 2 where the knowledge itself cannot be read."""
    try:
        mistakes = lint_all()
    except ScopeError as error:
        print(f"linter: {error}", file=sys.stderr)
        return 2
    print("\n".join(mistakes) or "All cases are in order.")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
