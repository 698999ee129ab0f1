"""Loads `knowledge/` into a `Catalogue`, checks it, and reports all mistakes together with file and line.

An organisation's own folder (`SCOPE_KNOWLEDGE_DIR`) is laid on top: its passages, rules and sources are added
with the same checks and are marked as theirs.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.domain.catalogue import (
    Catalogue,
    Example,
    FieldSpec,
    FlagSpec,
    Passage,
    Rule,
    Section,
    SignalSpec,
    SourceSpec,
    VerdictRules,
)
from assistant.domain.conditions import Facts, fields_of, signals_of
from assistant.domain.evidence import Evidence
from assistant.domain.reading import GroundedSignal, Polarity, Status
from assistant.domain.rules import adjusted
from assistant.domain.scope import FieldState, Scope
from assistant.errors import KnowledgeError

_Model = TypeVar("_Model")
_PASSAGE = re.compile(
    r"<!-- id: (?P<id>[a-z0-9-]+) \| fields: (?P<fields>[^|]*) \| flags: (?P<flags>[^|]*)"
    r" \| sources: (?P<sources>[^|]*) \| checked: (?P<checked>\d{4}-\d\d-\d\d) -->\s*\n(?P<text>.*)",
    re.DOTALL,
)
_PASSAGE_FORM = "<!-- id: … | fields: … | flags: … | sources: … | checked: YYYY-MM-DD -->"


class _Reader:
    """Reads the files of one knowledge folder and collects the mistakes."""

    def __init__(self, root: Path, origin: str = "") -> None:
        self.root = root
        self.origin = origin
        self.mistakes: list[str] = []

    def models(self, name: str, key: str, model: type[_Model], optional: bool = False) -> list[_Model]:  # noqa: FBT001, FBT002 - one flag, named at each call
        """Read a list of values under a key of a YAML file."""
        path = self.root / name
        if not path.is_file():
            if not optional:
                self.mistakes.append(f"{name}: the file is missing")
            return []
        raw = self.yaml(path)
        items = raw.get(key) if isinstance(raw, dict) else None
        if not isinstance(items, list):
            self.mistakes.append(f"{name}: has no list {key!r}")
            return []
        checked = (self.model(path, item, model, (key, index)) for index, item in enumerate(items))
        return [item for item in checked if item is not None]

    def model(
        self, path: Path, raw: object, model: type[_Model], where: tuple[str | int, ...] = ()
    ) -> _Model | None:
        """Make one value, or note its mistakes."""
        try:
            return TypeAdapter(model).validate_python(raw)
        except ValidationError as error:
            for item in error.errors():
                line = _line(path, (*where, *item["loc"]))
                place = ".".join(str(part) for part in item["loc"])
                self.mistakes.append(f"{self._name(path)}:{line}: {place}: {item['msg']}")
            return None

    def yaml(self, path: Path) -> Any:  # noqa: ANN401 - YAML holds anything until a model has checked it
        """Parse a YAML file."""
        try:
            return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 - safe loader in C
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            problem = getattr(error, "problem", None) or error
            self.mistakes.append(f"{self._name(path)}:{line}: {problem}")
            return None

    def rules(self) -> list[Rule]:
        """Read `rules/*.yaml`: each file holds one flag's rules."""
        rules: list[Rule] = []
        for path in sorted((self.root / "rules").glob("*.yaml")):
            raw = self.yaml(path)
            if not isinstance(raw, dict) or not isinstance(raw.get("rules"), list):
                self.mistakes.append(f"{self._name(path)}: needs 'flag' and a list 'rules'")
                continue
            for index, item in enumerate(raw["rules"]):
                named = {"flag": raw.get("flag"), **item} if isinstance(item, dict) else item
                rule = self.model(path, named, Rule, ("rules", index))
                if rule:
                    rules.append(rule)
        return rules

    def passages(self) -> list[Passage]:
        """Read `guidance/*.md`: front matter, then one passage per second-level heading."""
        found: list[Passage] = []
        for path in sorted((self.root / "guidance").glob("*.md")):
            text = path.read_text(encoding="utf-8")
            match = re.match(r"---\ntopic: (.+)\ntitle: (.+)\n---\n", text)
            if match is None:
                self.mistakes.append(f"{self._name(path)}:1: front matter needs topic and title")
                continue
            found += self._passages_of(path, text, match[1].strip())
        return found

    def _passages_of(self, path: Path, text: str, topic: str) -> Iterator[Passage]:
        for match in re.finditer(r"(?m)^## (.+)\n((?:(?!^## ).*\n?)*)", text):
            body = _PASSAGE.match(match[2].lstrip("\n"))
            if body is None:
                line = text.count("\n", 0, match.start()) + 2
                self.mistakes.append(f"{self._name(path)}:{line}: expected {_PASSAGE_FORM}")
                continue
            yield Passage(
                id=body["id"],
                topic=topic,
                title=match[1].strip(),
                text=body["text"].strip(),
                fields=_ids(body["fields"]),
                flags=_ids(body["flags"]),
                sources=_ids(body["sources"]),
                checked=body["checked"],
                origin=self.origin,
            )

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def load(root: Path, extra: Path | None = None) -> Catalogue:
    """Load the knowledge folder, and an organisation's own on top.

    Args:
        root: the product's `knowledge/`.
        extra: the organisation's folder with `guidance/*.md`, `rules/*.yaml`, `sources.yaml`, each optional.

    Raises:
        KnowledgeError: the files hold mistakes; all are listed.
    """
    reader = _Reader(root)
    parts = _parts(reader)
    mistakes = reader.mistakes
    if extra is not None:
        theirs = _Reader(extra, origin=extra.name)
        parts["rules"] += theirs.rules()
        parts["passages"] += theirs.passages()
        parts["sources"] += theirs.models("sources.yaml", "sources", SourceSpec, optional=True)
        mistakes += [f"{extra.name}/{mistake}" for mistake in theirs.mistakes]
    verdict = reader.model(root / "verdict.yaml", reader.yaml(root / "verdict.yaml"), VerdictRules)
    if mistakes or verdict is None:
        raise KnowledgeError(mistakes)
    catalogue = Catalogue(**parts, verdict=verdict, digest=digest(root, extra))
    mistakes = [*_references(catalogue), *_coverage(catalogue), *_examples(catalogue)]
    if mistakes:
        raise KnowledgeError(mistakes)
    return catalogue


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


def _parts(reader: _Reader) -> dict[str, Any]:
    return {
        "sections": reader.models("fields.yaml", "sections", Section),
        "fields": reader.models("fields.yaml", "fields", FieldSpec),
        "signals": reader.models("signals.yaml", "signals", SignalSpec),
        "flags": reader.models("flags.yaml", "flags", FlagSpec),
        "rules": reader.rules(),
        "sources": reader.models("sources.yaml", "sources", SourceSpec),
        "passages": reader.passages(),
    }


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _line(path: Path, where: Iterable[str | int]) -> int:
    """The line of a place in a YAML file, as deep as the place can be followed."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for part in where:
        child = _child(node, part)
        if child is None:
            continue
        node = child
    return node.start_mark.line + 1 if node else 1


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    return None


def _references(catalogue: Catalogue) -> Iterator[str]:
    """Every id names something that exists, and no id is used twice."""
    yield from _doubles("field", (field.id for field in catalogue.fields))
    yield from _doubles("flag", (flag.id for flag in catalogue.flags))
    yield from _doubles("signal", (signal.id for signal in catalogue.signals))
    yield from _doubles("rule", (rule.id for rule in catalogue.rules))
    yield from _doubles("source", (source.id for source in catalogue.sources))
    yield from _doubles("passage", (passage.id for passage in catalogue.passages))
    sections = {section.id for section in catalogue.sections}
    for field in catalogue.fields:
        if field.section not in sections or not field.id.startswith(field.section + "."):
            yield f"fields.yaml: {field.id}: its section is not one of {sorted(sections)}"
        yield from _missing(catalogue, f"fields.yaml: {field.id}", fields=(*field.depends_on, *field.asks_also))
    for flag in catalogue.flags:
        where = f"flags.yaml: {flag.id}"
        yield from _missing(catalogue, where, fields=flag.fields, sources=flag.sources, flags=flag.yields_to)
    for rule in catalogue.rules:
        yield from _rule_references(rule, catalogue)
    for passage in catalogue.passages:
        where = f"guidance: {passage.id}"
        yield from _missing(
            catalogue, where, fields=passage.fields, flags=passage.flags, sources=passage.sources
        )


def _rule_references(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    where = f"rules/{rule.flag}.yaml: {rule.id}"
    conditions = [rule.when, *(adjustment.when for adjustment in rule.adjust)]
    signals = set().union(*(signals_of(condition) for condition in conditions))
    fields = set().union(*(fields_of(condition) for condition in conditions))
    for example in (*rule.fires, *rule.quiet):
        signals |= {signal.lstrip("-") for signal in example.signals}
        fields |= {*example.fields, *example.asked}
    yield from _missing(
        catalogue, where, fields=sorted(fields), signals=sorted(signals), flags=(rule.flag,)
    )


def _missing(  # noqa: PLR0913 - one keyword per kind of id
    catalogue: Catalogue,
    where: str,
    *,
    fields: Iterable[str] = (),
    flags: Iterable[str] = (),
    signals: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> Iterator[str]:
    known: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("field", fields, catalogue.field_by_id),
        ("flag", flags, catalogue.flag_by_id),
        ("signal", signals, catalogue.signal_ids),
        ("source", sources, catalogue.source_by_id),
    )
    for kind, ids, existing in known:
        for name in ids:
            if name not in existing:
                yield f"{where}: there is no {kind} {name!r}"


def _doubles(kind: str, ids: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"the {kind} id {name!r} is used {count} times"


def _coverage(catalogue: Catalogue) -> Iterator[str]:
    """Every flag has a rule and guidance; every field has guidance."""
    ruled = {rule.flag for rule in catalogue.rules}
    guided_flags = {flag for passage in catalogue.passages for flag in passage.flags}
    guided_fields = {field for passage in catalogue.passages for field in passage.fields}
    for flag in catalogue.flag_by_id:
        if flag not in ruled:
            yield f"rules: the flag {flag!r} has no rule"
        if flag not in guided_flags:
            yield f"guidance: the flag {flag!r} has no passage"
    for field in catalogue.field_by_id:
        if field not in guided_fields:
            yield f"guidance: the field {field!r} has no passage"


def _examples(catalogue: Catalogue) -> Iterator[str]:
    """Each rule fires on its firing examples, with the severity expected, and is quiet on the others."""
    for rule in catalogue.rules:
        where = f"rules/{rule.flag}.yaml: {rule.id}"
        for example in rule.fires:
            facts = example_facts(example, catalogue)
            if not rule.when.check(facts).holds:
                yield f"{where}: must fire, but is quiet: {example.says!r}"
                continue
            usual = rule.severity or catalogue.flag_by_id[rule.flag].severity
            severity, _ = adjusted(usual, rule.adjust, facts)
            if example.severity and severity != example.severity:
                yield f"{where}: is {severity}, not {example.severity}: {example.says!r}"
        for example in rule.quiet:
            if rule.when.check(example_facts(example, catalogue)).holds:
                yield f"{where}: must stay quiet, but fires: {example.says!r}"


def example_facts(example: Example, catalogue: Catalogue) -> Facts:
    """The facts that an example describes."""
    quote = Evidence(source="description", start=0, end=len(example.says), quote=example.says)
    signals = tuple(
        GroundedSignal(
            id=name.lstrip("-"),
            polarity=Polarity.NEGATED if name.startswith("-") else Polarity.PRESENT,
            evidence=quote,
            confidence=1.0,
        )
        for name in example.signals
    )
    fields = {
        name: _example_state(said, quote, catalogue.field_by_id.get(name))
        for name, said in example.fields.items()
    }
    return Facts(
        scope=Scope(fields=fields, signals=signals),
        asked=frozenset(example.asked),
        words=example.words,
        numbers=example.numbers,
    )


def _example_state(said: str | list[str], quote: Evidence, spec: FieldSpec | None) -> FieldState:
    words = (said,) if isinstance(said, str) else tuple(said)
    if words == ("conflict",):
        return FieldState(status=Status.STATED, value=quote.quote, evidence=(quote,), conflict=True)
    if len(words) == 1 and words[0] in {status.value for status in Status}:
        status = Status(words[0])
        kept = (quote,) if status is not Status.MISSING else ()
        return FieldState(status=status, value=quote.quote, evidence=kept)
    choices = words if spec and set(words) <= set(spec.choices) else ()
    return FieldState(status=Status.STATED, value=quote.quote, choices=choices, evidence=(quote,))




def main() -> None:
    """Check the product's own knowledge and say what is wrong, or how much there is."""
    import sys

    from assistant.resources import folder

    try:
        catalogue = load(folder("knowledge"))
    except KnowledgeError as error:
        sys.exit(str(error))
    sys.stdout.write(
        f"knowledge: {len(catalogue.fields)} fields, {len(catalogue.signals)} signals, {len(catalogue.flags)} flags, "
        f"{len(catalogue.rules)} rules, {len(catalogue.passages)} passages, {len(catalogue.sources)} sources: no mistakes\n"
    )


if __name__ == "__main__":
    main()
