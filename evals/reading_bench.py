"""Compares ways of reading on the test set: key words, nearest prototype, words + linear, and the full reader.

Run with `make bench-reading`; `--curve` adds how the full reader does with a part of its labelled texts.
"""

import argparse
import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import resources
from assistant.bootstrap import build_assistant, load_catalogue, load_embedder
from assistant.domain.catalogue import Catalogue
from assistant.domain.reading import Intent, Reading
from assistant.domain.reply import ReplyPlan
from assistant.engines.embedded.fitting import fit
from assistant.engines.embedded.reader import Reader
from assistant.engines.embedded.training import Document, examples, read_documents
from assistant.ports import Hit, ReadRequest
from assistant.settings import Settings, read_settings
from evals.dataset import Case, Kind, load_cases
from evals.draft_scorers import complete
from evals.golds import FlagGold
from evals.reading_variants import key_words, prototypes
from evals.scoring import CaseScore, reliability, score_case, totals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Embed = Callable[[Sequence[str]], Vectors]

SHARES = (0.25, 0.5, 0.75, 1.0)
COLUMNS = (
    ("P", "field_precision"),
    ("R", "field_recall"),
    ("F1", "field_f1"),
    ("tight", "tight_f1"),
    ("choice", "choice_exact"),
    ("jaccard", "choice_jaccard"),
    ("status", "status"),
    ("ml", "ml_needed"),
    ("flag R", "flag_recall"),
    ("flag P", "flag_precision"),
    ("false", "false_on_harmless"),
    ("short R", "short_recall"),
    ("short P", "short_precision"),
    ("false", "short_false"),
)


@dataclass(frozen=True)
class Result:
    """What one way of reading reached."""

    name: str
    figures: dict[str, float]
    scores: tuple[CaseScore, ...]
    fit_seconds: float
    milliseconds: float
    megabytes: int


class FittedEngine:
    """Reads descriptions with a given reader."""

    name = "embedded"

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, request: ReadRequest) -> Reading:
        """Read a description."""
        seen = self._reader.observe(request.source.text)
        return Reading(
            engine=self.name,
            intent=Intent.ANSWER,
            claims=tuple(self._reader.claims(seen)),
            signals=tuple(self._reader.signals(seen)),
            remarks=tuple(self._reader.remarks(seen)),
        )

    def reply(self, plan: ReplyPlan) -> Iterator[str]:  # noqa: ARG002 - the port's; drafts have no reply
        """Say nothing."""
        yield from ()


class NoGuidance:
    """Finds nothing: only the reading is measured."""

    def search(self, question: str, *, limit: int = 3, field: str | None = None) -> tuple[Hit, ...]:  # noqa: ARG002 - the port's
        """Find nothing."""
        return ()


def remembering(embed: "Embed") -> "Embed":
    """An embedder that keeps its vectors, so that several fits embed the labelled texts once."""
    import numpy as np

    kept: dict[str, Vectors] = {}

    def look(texts: Sequence[str]) -> "Vectors":
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if new:
            kept.update(zip(new, embed(new).astype(np.float16), strict=True))
        return np.array([kept[text] for text in texts], np.float32)

    return look


def measure(name: str, make: Callable[[], Reader], catalogue: Catalogue, cases: Sequence[Case]) -> Result:
    """Fit a reader and draft all cases with it."""
    begun = time.perf_counter()
    engine = FittedEngine(make())
    fitted = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        drafts, seconds = _drafts(engine, settings, catalogue, cases)
    scores = [
        score_case(case.gold, complete(draft, catalogue))
        for case, draft in zip(cases, drafts, strict=True)
        if case.kind is Kind.DESCRIPTION
    ]
    figures = totals(scores) | _short_figures(cases, drafts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    return Result(name, figures, tuple(scores), fitted, 1000 * seconds / len(cases), peak)


def _drafts(
    engine: FittedEngine, settings: Settings, catalogue: Catalogue, cases: Sequence[Case]
) -> tuple[list[dict[str, object]], float]:
    assistant = build_assistant(settings, catalogue=catalogue, engines={settings.engine: engine}, guidance=NoGuidance())
    assistant.draft("We want to forecast next week's demand.")
    begun = time.perf_counter()
    drafts = [assistant.draft(case.text).as_json() for case in cases]
    return drafts, time.perf_counter() - begun


def _short_figures(cases: Sequence[Case], drafts: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Flags on the short texts: recall of what went wrong, precision, false alarms on each harmless one."""
    hit = wanted = good = raised = false = harmless = 0
    for case, draft in zip(cases, drafts, strict=True):
        if not isinstance(case.gold, FlagGold):
            continue
        flags = {flag["id"] for flag in draft["flags"]}
        harm, may = set(case.gold.harm_flags), set(case.gold.may_flag)
        hit, wanted = hit + len(flags & harm), wanted + len(harm)
        good, raised = good + len(flags & (harm | may)), raised + len(flags)
        if case.gold.incident is None:
            harmless, false = harmless + 1, false + len(flags - may)
    return {
        "short_recall": hit / max(wanted, 1),
        "short_precision": good / max(raised, 1),
        "short_false": false / max(harmless, 1),
    }


def ways(catalogue: Catalogue, documents: Sequence[Document]) -> Iterator[tuple[str, Callable[[], Reader]]]:
    """The ways of reading, the lightest first."""
    known = examples(list(documents))
    yield "key words", lambda: Reader(catalogue, fit(known, None, key_words), None)
    yield "words + linear", lambda: Reader(catalogue, fit(known, None), None)
    model = load_embedder(lambda message: print(message, file=sys.stderr))
    if model is not None:
        kept = remembering(model.embed_layers)
        yield "nearest prototype", lambda: Reader(catalogue, fit(known, kept, prototypes), model.embed_layers)
        yield "full reader", lambda: Reader(catalogue, fit(known, kept), model.embed_layers)


def parts(catalogue: Catalogue, documents: Sequence[Document]) -> Iterator[tuple[str, Callable[[], Reader]]]:
    """The full reader on a part of the labelled texts."""
    model = load_embedder(lambda message: print(message, file=sys.stderr))
    if model is None:
        return
    kept = remembering(model.embed_layers)
    order = sorted(documents, key=lambda document: zlib.crc32(document.id.encode()))
    for share in SHARES:
        some = examples(order[: round(share * len(order))])
        yield f"{share:.0%} of the texts", lambda some=some: Reader(catalogue, fit(some, kept), model.embed_layers)  # type: ignore[misc] # no type is inferred for a lambda with a default


def table(results: Sequence[Result]) -> str:
    """Figures side by side."""
    head = f"{'':22}" + "".join(f"{title:>8}" for title, _ in COLUMNS) + f"{'fit s':>8}{'ms/text':>8}{'MB':>6}"
    lines = [head]
    for result in results:
        cells = (f"{result.figures[key]:8.3f}" if key in result.figures else f"{'-':>8}" for _, key in COLUMNS)
        tail = f"{result.fit_seconds:8.1f}{result.milliseconds:8.0f}{result.megabytes:6}"
        lines.append(f"{result.name:22}{''.join(cells)}{tail}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--curve", action="store_true", help="add the learning curve (four more fits)")
    options = parser.parse_args(arguments)
    catalogue = load_catalogue(read_settings())
    cases = load_cases(catalogue, kinds=(Kind.DESCRIPTION, Kind.FLAGS))
    documents = read_documents(resources.folder("knowledge") / "reading" / "train")
    results = [measure(name, make, catalogue, cases) for name, make in ways(catalogue, documents)]
    print(table(results))
    print("\nConfidence of the last (said, right, fields):")
    for said, right, count in reliability(results[-1].scores):
        print(f"  {said:.2f}  {right:.2f}  {count}")
    if options.curve:
        curve = [measure(name, make, catalogue, cases) for name, make in parts(catalogue, documents)]
        print(f"\nLearning curve\n{table(curve)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
