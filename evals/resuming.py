"""Keeps the results of a run on disk, so that an interrupted one can go on; a changed tree starts anew."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from evals.runner import Result

STARTS_ANEW = "Code, prompts, knowledge or evals have changed since the interrupted run, so this one starts anew."


class Kept:
    """Results of a run on disk.

    Attributes:
        notice: one sentence where an interrupted run cannot go on.
    """

    def __init__(self, path: Path, *, resume: bool, tree: str = "") -> None:
        """Open the file.

        Args:
            path: where results are kept.
            resume: go on with what is there.
            tree: hash of all that the results hang on (`evals.tree`).
        """
        self._path = path
        self._known: dict[str, Result] = {}
        self.notice = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        if resume and path.is_file():
            made_by, results = _read(path)
            if made_by == tree:
                self._known = {result.key: result for result in results if not result.error}
            else:
                self.notice = STARTS_ANEW
        head = json.dumps({"tree": tree}) + "\n"
        path.write_text(
            head + "".join(result.model_dump_json() + "\n" for result in self._known.values()), encoding="utf-8"
        )

    def get(self, key: str) -> Result | None:
        """The result of a case that was done before."""
        return self._known.get(key)

    def add(self, result: Result) -> None:
        """Note a result at once."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(result.model_dump_json() + "\n")


def _read(path: Path) -> tuple[str | None, list[Result]]:
    """By which tree the results were made, and the results; None where the file does not say."""
    head, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    try:
        tree = json.loads(head)["tree"]
    except (ValueError, KeyError, TypeError):
        return None, []
    return str(tree), list(_results(lines))


def _results(lines: list[str]) -> Iterator[Result]:
    for line in lines:
        try:
            yield Result.model_validate_json(line)
        except ValidationError:
            continue  # cut off in the middle of a line
