"""Faults as data, and how one is planted into a copy of the tree."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from assistant.errors import InputError
from evals.cassette_format import SEAL, seal_of

FAULTS = Path(__file__).parent / "faults"
CODE = ".py"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edit(_Entry):
    """One change of a file; the text that it looks for stands there exactly once.

    Attributes:
        file: path in the tree.
        replace: the text that `by` takes the place of.
        cut: where a passage begins that `by` takes the place of, up to `upto`, which stays.
        append: what is added at the file's end, such as another value of a constant.
        delete: remove the file.
        every: the text may stand there several times, and all of them are replaced.
        seal: the file is a cassette and is sealed anew, as if another model had been recorded.
    """

    file: str
    replace: str = ""
    by: str = ""
    cut: str = ""
    upto: str = ""
    append: str = ""
    delete: bool = False
    every: bool = False
    seal: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [bool(self.replace), bool(self.cut), bool(self.append), self.delete]
        if sum(kinds) != 1 or bool(self.cut) != bool(self.upto):
            raise ValueError("an edit replaces, cuts up to something, appends or deletes: one of them")
        return self


class Fault(_Entry):
    """Something that could go wrong.

    Attributes:
        breaks: what it breaks, in plain words.
        edits: how it is planted.
        part: the part of the evals that is most likely to see it, which is tried first; all others follow.
        cases: the cases of that part that are most likely to see it, which are tried before the whole part.
        area: where it belongs, from its file's name.
    """

    id: str
    breaks: str
    edits: tuple[Edit, ...]
    part: str = ""
    cases: tuple[str, ...] = ()
    area: str = ""


class _Faults(_Entry):
    faults: tuple[Fault, ...]


def load_faults(folder: Path = FAULTS) -> tuple[Fault, ...]:
    """Load all faults.

    Raises:
        InputError: a file holds mistakes, or an id is used twice.
    """
    found = tuple(fault for path in sorted(folder.glob("*.yaml")) for fault in _read(path))
    twice = [name for name, times in Counter(fault.id for fault in found).items() if times > 1]
    if twice:
        raise InputError(f"These faults are there twice: {', '.join(twice)}.")
    return found


def _read(path: Path) -> Iterator[Fault]:
    try:
        read = _Faults.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise InputError(f"{path.name} cannot be used: {error}") from error
    yield from (fault.model_copy(update={"area": path.stem}) for fault in read.faults)


def chosen(faults: Sequence[Fault], ids: Sequence[str], areas: Sequence[str] = ()) -> tuple[Fault, ...]:
    """The faults whose id begins with one of `ids` and whose area is one of `areas`.

    Raises:
        InputError: none is left.
    """
    left = [fault for fault in faults if not ids or any(fault.id.startswith(start) for start in ids)]
    left = [fault for fault in left if not areas or fault.area in areas]
    if not left:
        raise InputError("No fault is of that id and area. `python -m evals.mutants --list` names them all.")
    return tuple(left)


def plant(fault: Fault, tree: Path) -> None:
    """Plant a fault.

    Raises:
        InputError: what it changes is not there any more, or the change leaves nothing different.
    """
    for edit in fault.edits:
        path = tree / edit.file
        if not path.is_file():
            raise InputError(f"The fault {fault.id} cannot be planted: there is no {edit.file}.")
        if edit.delete:
            path.unlink()
            continue
        before = path.read_text(encoding="utf-8")
        after = _edited(before, edit, fault)
        path.write_text(_sealed(after) if edit.seal else after, encoding="utf-8")
        if edit.file.endswith(CODE):
            _check(path, fault)


def _edited(text: str, edit: Edit, fault: Fault) -> str:
    if edit.append:
        return f"{text.rstrip()}\n\n{edit.append}\n"
    wanted = edit.cut or edit.replace
    times = text.count(wanted)
    if times == 0 or (times > 1 and not edit.every):
        raise InputError(
            f"The fault {fault.id} cannot be planted: “{wanted.strip()[:60]}” stands {times} times in {edit.file}. "
            "Write it anew for the code as it is."
        )
    if edit.replace:
        return text.replace(edit.replace, edit.by)
    start = text.index(edit.cut)
    end = text.find(edit.upto, start + len(edit.cut))
    if end < 0:
        raise InputError(
            f"The fault {fault.id} cannot be planted: no “{edit.upto.strip()[:60]}” follows in {edit.file}."
        )
    return text[:start] + edit.by + text[end:]


def _sealed(text: str) -> str:
    head, mark, body = text.partition("\ntexts:")
    return re.sub(rf"(?m)^  {SEAL}: .*$", f"  {SEAL}: '{seal_of(mark.lstrip() + body)}'", head) + mark + body


def _check(path: Path, fault: Fault) -> None:
    """A file that does not even compile is no fault that anybody would need evals for."""
    try:
        compile(path.read_text(encoding="utf-8"), str(path), "exec")
    except SyntaxError as error:
        raise InputError(f"The fault {fault.id} is no code: {path.name}:{error.lineno}: {error.msg}") from error
