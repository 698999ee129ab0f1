"""Loads `knowledge/` into a `Catalogue`, checks it, and reports all mistakes together with file and line.

An organisation's own folder (`SCOPE_KNOWLEDGE_DIR`) is laid on top: its passages, rules, incidents, law rules and sources
are added with the same checks, and its passages are marked as theirs.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.domain.catalogue import (
    Catalogue,
    FieldSpec,
    FlagSpec,
    IncidentSpec,
    Joint,
    Section,
    SignalSpec,
    SourceSpec,
    VerdictRules,
)
from assistant.domain.conditions import Full
from assistant.domain.lawbook import LawBook
from assistant.errors import KnowledgeError
from assistant.knowledge.checks import company_mistakes, reference_mistakes
from assistant.knowledge.examples import example_facts, example_mistakes
from assistant.knowledge.reader import Reader

__all__ = ["digest", "example_facts", "load"]
_NO_VERDICT = VerdictRules(yes=Full(op="full"), unclear=Full(op="full"))
_FOLLOWS = {
    "fields.yaml": ("there is no field", "its section is not"),
    "flags.yaml": ("there is no flag",),
    "signals.yaml": ("there is no signal",),
    "sources.yaml": ("there is no source",),
    "law.yaml": ("there is no place", "there is no covered place"),
}
"""Mistakes that an unreadable entry of a file brings with it elsewhere."""
_PLACED = re.compile(r"(?P<file>[\w/-]+(?:\.yaml)?): (?P<id>[\w.-]+): ")


def load(root: Path, extra: Path | None = None) -> Catalogue:
    """Load the knowledge folder, and an organisation's own on top.

    Args:
        root: the product's `knowledge/`.
        extra: the organisation's folder with `guidance/*.md`, `rules/*.yaml`, `incidents.yaml`, `law.yaml` and
            `sources.yaml`, each optional.

    Raises:
        KnowledgeError: the files hold mistakes; all are listed.
    """
    reader = Reader(root)
    parts = _parts(reader)
    mistakes = reader.mistakes
    if extra is not None:
        theirs = Reader(extra, origin=extra.name)
        _lay_on_top(parts, theirs)
        mistakes += [f"{extra.name}/{mistake}" for mistake in theirs.mistakes]
    raw = reader.yaml(root / "verdict.yaml")
    verdict = reader.model(root / "verdict.yaml", raw, VerdictRules) if raw is not None else None
    catalogue = Catalogue(**parts, verdict=verdict or _NO_VERDICT, digest=digest(root, extra))
    found = _follow_up(mistakes, catalogue) if mistakes else _all_mistakes(catalogue)
    if mistakes or found:
        placed = [_with_line(mistake, root, extra) for mistake in found]
        raise KnowledgeError(list(dict.fromkeys([*mistakes, *placed])))
    return catalogue


def _all_mistakes(catalogue: Catalogue) -> list[str]:
    return [*reference_mistakes(catalogue), *company_mistakes(catalogue), *example_mistakes(catalogue)]


def _follow_up(mistakes: Iterable[str], catalogue: Catalogue) -> list[str]:
    """What else is wrong, beside what may only follow from entries that could not be read."""
    unread = {Path(mistake.partition(":")[0]).name for mistake in mistakes}
    follows = [words for name in unread for words in _FOLLOWS.get(name, ())]
    found = [mistake for mistake in reference_mistakes(catalogue) if not any(words in mistake for words in follows)]
    return found if follows else [*found, *example_mistakes(catalogue)]


def digest(root: Path, extra: Path | None = None) -> str:
    """Hash of everything that the catalogue is made of: names and bytes of its files."""
    sha = hashlib.sha256()
    for base in (root, extra):
        if base is None:
            continue
        for path in _files(base):
            sha.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def _files(base: Path) -> list[Path]:
    tops = list(base.glob("*.yaml"))
    return sorted([*tops, *base.glob("rules/*.yaml"), *base.glob("guidance/*.md")])


def _parts(reader: Reader) -> dict[str, Any]:
    return {
        "sections": reader.models("fields.yaml", "sections", Section),
        "fields": reader.models("fields.yaml", "fields", FieldSpec),
        "joints": reader.models("together.yaml", "questions", Joint),
        "signals": reader.models("signals.yaml", "signals", SignalSpec),
        "flags": reader.models("flags.yaml", "flags", FlagSpec),
        "rules": reader.rules(),
        "sources": reader.models("sources.yaml", "sources", SourceSpec),
        "passages": reader.passages(),
        "incidents": reader.models("incidents.yaml", "incidents", IncidentSpec),
        "law": reader.law(),
    }


def _lay_on_top(parts: dict[str, Any], theirs: Reader) -> None:
    parts["rules"] += theirs.rules()
    parts["passages"] += theirs.passages()
    parts["sources"] += theirs.models("sources.yaml", "sources", SourceSpec, optional=True)
    parts["incidents"] += theirs.models("incidents.yaml", "incidents", IncidentSpec, optional=True)
    law = theirs.law(optional=True)
    ours: LawBook = parts["law"]
    parts["law"] = LawBook(
        not_after=(*ours.not_after, *law.not_after),
        places=(*ours.places, *law.places),
        rules=(*ours.rules, *law.rules),
    )


def _with_line(mistake: str, root: Path, extra: Path | None) -> str:
    """Add the line of the entry that a mistake is about, where the mistake names one."""
    match = _PLACED.match(mistake)
    if match is None:
        return mistake
    for base in (root, extra):
        for path in _files_of(match["file"], base):
            line = _line_of(match["id"], path.read_text(encoding="utf-8"))
            if line:
                return f"{path.relative_to(base or root).as_posix()}:{line}: {mistake[match.start('id') :]}"
    return mistake


def _files_of(name: str, base: Path | None) -> Iterable[Path]:
    """The files that a mistake may be in: the one it names, all passages, or all rules, since a rule may name its flag."""
    if base is None:
        return ()
    if name == "guidance":
        return sorted(base.glob("guidance/*.md"))
    named = [base / name] if (base / name).is_file() else []
    return [*named, *(sorted(base.glob("rules/*.yaml")) if name.startswith("rules/") else ())]


def _line_of(entry: str, text: str) -> int:
    match = re.search(rf"\bid: {re.escape(entry)}(?![\w.-])", text)
    return text.count("\n", 0, match.start()) + 1 if match else 0
