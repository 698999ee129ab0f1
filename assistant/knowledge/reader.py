"""Reads the files of a knowledge folder into values and collects every mistake with file and line."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.domain.catalogue import Passage, Rule
from assistant.domain.lawbook import LawBook, LawRule, Place

_Model = TypeVar("_Model")
_PASSAGE = re.compile(
    r"<!-- id: (?P<id>[a-z0-9-]+) \| fields: (?P<fields>[^|]*) \| flags:(?P<flags>[^|]*)"
    r"\| sources: (?P<sources>[^|]*) \| checked: (?P<checked>\d{4}-\d\d-\d\d) -->\s*\n(?P<text>.*)",
    re.DOTALL,
)
_PASSAGE_FORM = "<!-- id: … | fields: … | flags: … | sources: … | checked: YYYY-MM-DD -->"


class Reader:
    """Reads the files of one knowledge folder and collects the mistakes."""

    def __init__(self, root: Path, origin: str = "") -> None:
        self.root = root
        self.origin = origin
        self.mistakes: list[str] = []

    def models(self, name: str, key: str, model: type[_Model], *, optional: bool = False) -> list[_Model]:
        """Read a list of values under a key of a YAML file."""
        path = self.root / name
        if not path.is_file():
            if not optional:
                self.mistakes.append(f"{name}: the file is missing")
            return []
        before = len(self.mistakes)
        raw = self.yaml(path)
        if len(self.mistakes) > before:
            return []
        items = raw.get(key) if isinstance(raw, dict) else None
        if not isinstance(items, list):
            self.mistakes.append(f"{name}: has no list {key!r}")
            return []
        checked = (self.model(path, item, model, (key, index)) for index, item in enumerate(items))
        return [item for item in checked if item is not None]

    def model(self, path: Path, raw: object, model: type[_Model], where: tuple[str | int, ...] = ()) -> _Model | None:
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
        text = self.text(path)
        try:
            return None if text is None else yaml.load(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            problem = getattr(error, "problem", None) or error
            self.mistakes.append(f"{self._name(path)}:{line}: {problem}")
            return None

    def text(self, path: Path) -> str | None:
        """Read a file, or note that it cannot be read."""
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self.mistakes.append(f"{self._name(path)}: the file is missing")
        except UnicodeDecodeError as error:
            line = path.read_bytes().count(b"\n", 0, error.start) + 1
            self.mistakes.append(f"{self._name(path)}:{line}: holds bytes that are not UTF-8")
        return None

    def rules(self) -> list[Rule]:
        """Read `rules/*.yaml`: each file holds one flag's rules."""
        rules: list[Rule] = []
        for path in sorted((self.root / "rules").glob("*.yaml")):
            before = len(self.mistakes)
            raw = self.yaml(path)
            if len(self.mistakes) > before:
                continue
            if not isinstance(raw, dict) or not isinstance(raw.get("rules"), list):
                self.mistakes.append(f"{self._name(path)}: needs 'flag' and a list 'rules'")
                continue
            for index, item in enumerate(raw["rules"]):
                named = {"flag": raw.get("flag"), **item} if isinstance(item, dict) else item
                rule = self.model(path, named, Rule, ("rules", index))
                if rule:
                    rules.append(rule)
        return rules

    def law(self, *, optional: bool = False) -> LawBook:
        """Read `law.yaml`: places, and the rules of the law screen."""
        path = self.root / "law.yaml"
        if optional and not path.is_file():
            return LawBook()
        places = self.models("law.yaml", "places", Place)
        rules = self.models("law.yaml", "rules", LawRule)
        raw = self.yaml(path) if path.is_file() else None
        words = raw.get("not_after") if isinstance(raw, dict) else None
        return LawBook(not_after=tuple(words or ()), places=tuple(places), rules=tuple(rules))

    def passages(self) -> list[Passage]:
        """Read `guidance/*.md`: front matter, then one passage per second-level heading."""
        found: list[Passage] = []
        for path in sorted((self.root / "guidance").glob("*.md")):
            text = self.text(path)
            if text is None:
                continue
            match = re.match(r"---\ntopic: (.+)\ntitle: (.+)\n---\n", text)
            if match is None:
                self.mistakes.append(f"{self._name(path)}:1: front matter needs topic and title")
                continue
            found += self._passages_of(path, text, match[1].strip())
        return found

    def _passages_of(self, path: Path, text: str, topic: str) -> Iterator[Passage]:
        for match in re.finditer(r"(?m)^## (.+)\n((?:(?!^## ).*\n?)*)", text):
            body = _PASSAGE.match(match[2].lstrip("\n"))
            if body is None or not _is_day(body["checked"]):
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


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


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
