"""Measures the guidance search: by meaning, by words, and by both, on questions with accepted passages.

Run with `python -m evals.retrieval_bench`. The weights were fitted on the half of the questions whose ids hash to an
even number; the other half says what to expect of new questions.
"""

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.bootstrap import load_catalogue, load_embedder
from assistant.domain.catalogue import Catalogue
from assistant.guidance.index import ChromaGuidance, Weights
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.guidance.vectors import Embedder

QUESTIONS = Path(__file__).parent / "cases" / "retrieval" / "questions.yaml"
SHOWN = 3
IN_THREE, FIRST, SILENT, MILLISECONDS = 0.90, 0.70, 0.95, 50.0
MEANING_ONLY = Weights(words=0.0, lead_per_word_score=0.0)


@dataclass(frozen=True)
class Asked:
    """A question with the passages that would answer it; none where it is about something else."""

    id: str
    text: str
    passages: frozenset[str]

    @property
    def fitted(self) -> bool:
        """Whether it belongs to the half by which the weights were chosen."""
        return hashlib.sha256(self.id.encode()).digest()[-1] % 2 == 0


@dataclass(frozen=True)
class Outcome:
    """What the search gave for a question."""

    asked: Asked
    found: tuple[str, ...]
    seconds: float

    @property
    def first(self) -> bool:
        """An accepted passage stands first."""
        return self.found[:1] != () and self.found[0] in self.asked.passages

    @property
    def in_three(self) -> bool:
        """An accepted passage is among the first three."""
        return not self.asked.passages.isdisjoint(self.found[:SHOWN])


@dataclass(frozen=True)
class Score:
    """Shares over a set of outcomes, and the usual time of a search."""

    first: float
    in_three: float
    silent: float
    milliseconds: float

    @property
    def reached(self) -> bool:
        """Whether every target is met."""
        good = self.first >= FIRST and self.in_three >= IN_THREE and self.silent >= SILENT
        return good and self.milliseconds < MILLISECONDS

    def __str__(self) -> str:
        shares = f"{self.first:7.1%} {self.in_three:9.1%} {self.silent:10.1%}"
        return f"{shares} {self.milliseconds:7.1f}"


def questions(path: Path = QUESTIONS) -> tuple[Asked, ...]:
    """The questions about projects and those about something else."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    items = (*raw["questions"], *raw["off_topic"])
    return tuple(Asked(item["id"], item["text"], frozenset(item.get("passages", ()))) for item in items)


def ask(guidance: ChromaGuidance, asked: Iterable[Asked]) -> list[Outcome]:
    """Ask each question."""
    outcomes = []
    for item in asked:
        begun = time.perf_counter()
        hits = guidance.search(item.text, limit=SHOWN)
        seconds = time.perf_counter() - begun
        outcomes.append(Outcome(item, tuple(hit.passage.id for hit in hits), seconds))
    return outcomes


def score(outcomes: Sequence[Outcome]) -> Score:
    """Score outcomes."""
    about = [outcome for outcome in outcomes if outcome.asked.passages]
    other = [outcome for outcome in outcomes if not outcome.asked.passages]
    return Score(
        first=_share(outcome.first for outcome in about),
        in_three=_share(outcome.in_three for outcome in about),
        silent=_share(not outcome.found for outcome in other),
        milliseconds=1000 * statistics.median(outcome.seconds for outcome in outcomes),
    )


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def measure(catalogue: Catalogue, embedder: "Embedder | None", folder: Path) -> dict[str, list[Outcome]]:
    """Ask all questions in each way that is possible."""
    asked = questions()
    ways: dict[str, ChromaGuidance] = {"words only": ChromaGuidance(catalogue, None, folder)}
    if embedder is not None:
        ways["meaning only"] = ChromaGuidance(catalogue, embedder, folder, None, _say, weights=MEANING_ONLY)
        ways["both"] = ChromaGuidance(catalogue, embedder, folder)
    for guidance in ways.values():
        guidance.search(asked[0].text)  # loads what the first question would wait for
    return {name: ask(guidance, asked) for name, guidance in ways.items()}


def main() -> int:
    """Print the table and what was missed; returns 1 where the search by both misses a target."""
    settings: Settings = read_settings()
    catalogue = load_catalogue(settings)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        outcomes = measure(catalogue, load_embedder(print), Path(folder))
    print(f"{len(catalogue.passages)} passages, {len(questions())} questions")
    print(f"{'search by':13} {'half':9} {'n':>4} {'first':>7} {'in three':>9} {'off-topic':>10} {'ms':>7}")
    for name, found in outcomes.items():
        for half, wanted in (("fitted", (True,)), ("held out", (False,)), ("all", (True, False))):
            part = [outcome for outcome in found if outcome.asked.fitted in wanted]
            print(f"{name:13} {half:9} {len(part):4} {score(part)}")
    print(f"{'target':13} {'':14} {FIRST:7.0%} {IN_THREE:9.0%} {SILENT:10.0%} {'<50':>7}")
    name, best = list(outcomes.items())[-1]
    _print_misses(best)
    return 0 if name == "both" and score(best).reached else 1


def _print_misses(outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        asked = outcome.asked
        if asked.passages and not outcome.in_three:
            print(f"missed  {asked.id} {asked.text!r}: {', '.join(outcome.found) or 'nothing'}")
        elif not asked.passages and outcome.found:
            print(f"noise   {asked.id} {asked.text!r}: {', '.join(outcome.found)}")


def _share(holds: Iterable[bool]) -> float:
    values = list(holds)
    return sum(values) / max(len(values), 1)


if __name__ == "__main__":
    sys.exit(main())
