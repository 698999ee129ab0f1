"""How well the reader does on labelled texts that it was not fitted on, and where it errs.

`python -m evals.folds` fits four readers, each on three quarters of `knowledge/reading/train/`, and drafts the rest of the
texts with each. Limits, prices, rules and the order of questions are chosen by these figures, never by `evals/cases/`.
It takes some five minutes. `--rule ID` shows the wrong warnings of one rule, `--field ID` the errors about one field.
"""

import argparse
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import resources
from assistant.bootstrap import build_assistant, load_catalogue, load_embedder
from assistant.domain.catalogue import Catalogue
from assistant.engines.embedded.calibrating import FIRST, LONG, SHORT
from assistant.engines.embedded.fitting import fit
from assistant.engines.embedded.heads import kind_of_length
from assistant.engines.embedded.reader import Reader
from assistant.engines.embedded.training import Document, examples, read_documents
from assistant.settings import Settings, read_settings
from evals.draft_scorers import complete
from evals.reading_bench import FittedEngine, NoGuidance, remembering
from evals.scoring import CaseScore, Gold, field_table, gold_from, reliability, score_case, totals

FOLDS = 4
MOST_CONFUSIONS = 3
FIGURES = (
    ("field precision", "tight_precision"),
    ("field recall", "tight_recall"),
    ("field F1", "tight_f1"),
    ("exact choices", "choice_exact"),
    ("status", "status"),
    ("warnings found", "flag_recall"),
    ("warnings right", "flag_precision"),
    ("false on a harmless text", "false_on_harmless"),
    ("verdict", "ml_needed"),
    ("best question in five", "hit_at_5"),
)


@dataclass(frozen=True)
class Outcome:
    """One text, drafted by a reader that never saw it."""

    gold: Gold
    draft: Mapping[str, Any]
    score: CaseScore

    @property
    def kind(self) -> int:
        """By which limits it is read: those of a first message, a short or a full description."""
        return kind_of_length(len(self.gold.text.split()))


def held_out(catalogue: Catalogue, documents: Sequence[Document]) -> Iterator[Outcome]:
    """Draft each whole text with a reader that was fitted on the other folds."""
    model = load_embedder(lambda message: print(message, file=sys.stderr))
    embed = remembering(model.embed_layers) if model is not None else None
    for fold in range(FOLDS):
        print(f"fold {fold + 1} of {FOLDS} …", file=sys.stderr)
        known = [document for document in documents if _clauses(document) or _fold(document) != fold]
        heads = fit(examples(known), embed)
        engine = FittedEngine(Reader(catalogue, heads, embed))
        yield from _drafted(
            engine, catalogue, [text for text in documents if not _clauses(text) and _fold(text) == fold]
        )


def _clauses(document: Document) -> bool:
    return document.header.get("form") == "clauses"


def _fold(document: Document) -> int:
    return zlib.crc32(f"dev{document.id}".encode()) % FOLDS


def _drafted(engine: FittedEngine, catalogue: Catalogue, documents: Sequence[Document]) -> Iterator[Outcome]:
    many = frozenset(spec.id for spec in catalogue.fields if spec.many)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        assistant = build_assistant(
            settings, catalogue=catalogue, engines={settings.engine: engine}, guidance=NoGuidance()
        )
        for document in documents:
            spans = [(span.start, span.end, span.labels) for span in document.spans]
            gold = gold_from(document.id, document.text, document.header, spans, many)
            draft = complete(assistant.draft(document.text).as_json(), catalogue)
            yield Outcome(gold, draft, score_case(gold, draft))


def report(outcomes: Sequence[Outcome]) -> str:
    """All tables: figures, fields, choices, verdict, warnings, rules, confidence."""
    scores = [outcome.score for outcome in outcomes]
    kinds = {kind: [outcome.score for outcome in outcomes if outcome.kind == kind] for kind in (FIRST, SHORT, LONG)}
    return "\n\n".join(
        [
            _figures([("all", scores), ("first", kinds[FIRST]), ("short", kinds[SHORT]), ("long", kinds[LONG])]),
            _fields(scores),
            _choices(scores),
            _verdicts(scores),
            _warnings(scores),
            _rules(outcomes),
            _confidence(scores),
        ]
    )


def _figures(groups: Sequence[tuple[str, Sequence[CaseScore]]]) -> str:
    columns = [(f"{name} ({len(scores)})", totals(scores)) for name, scores in groups if scores]
    lines = [f"{'texts':26}" + "".join(f"{name:>14}" for name, _ in columns)]
    for title, key in FIGURES:
        cells = (f"{found[key]:14.3f}" if key in found else f"{'-':>14}" for _, found in columns)
        lines.append(f"{title:26}{''.join(cells)}")
    return "\n".join(lines)


def _fields(scores: Sequence[CaseScore]) -> str:
    lines = [f"{'field':32}{'told':>6}{'read':>6}{'right':>6}{'P':>7}{'R':>7}{'F1':>7}"]
    for name, (told, read, right, f1) in sorted(field_table(scores).items(), key=lambda item: item[1][3]):
        lines.append(
            f"{name:32}{told:6}{read:6}{right:6}{right / max(read, 1):7.2f}{right / max(told, 1):7.2f}{f1:7.2f}"
        )
    return "\n".join(lines)


def _choices(scores: Sequence[CaseScore]) -> str:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    confused: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for name, wanted, given in (choice for score in scores for choice in score.choices):
        kinds[name][_kind(wanted, given)] += 1
        if wanted != given:
            confused[name][("+".join(sorted(wanted)), "+".join(sorted(given)) or "nothing")] += 1
    names = ("right", "nothing given", "one of several", "too many", "another")
    lines = [f"{'choices':28}" + "".join(f"{name:>16}" for name in names) + "   most often confused"]
    for field, counts in kinds.items():
        most = confused[field].most_common(MOST_CONFUSIONS)
        often = ", ".join(f"{wanted} → {given} ({count})" for (wanted, given), count in most)
        lines.append(f"{field:28}" + "".join(f"{counts[name]:16}" for name in names) + f"   {often}")
    return "\n".join(lines)


def _kind(wanted: frozenset[str], given: frozenset[str]) -> str:
    if wanted == given:
        return "right"
    if not given:
        return "nothing given"
    if given < wanted:
        return "one of several"
    return "too many" if wanted < given else "another"


def _verdicts(scores: Sequence[CaseScore]) -> str:
    counts = Counter(score.verdict for score in scores if score.verdict)
    words = ("yes", "unclear", "no")
    lines = [f"{'is ML needed? annotated':26}" + "".join(f"{f'read {word}':>14}" for word in words)]
    lines += [f"{wanted:26}" + "".join(f"{counts[(wanted, given)]:14}" for given in words) for wanted in words]
    return "\n".join(lines)


def _warnings(scores: Sequence[CaseScore]) -> str:
    kinds = {
        name: Counter(flag for score in scores if score.flagged for flag in getattr(score, f"flags_{name}"))
        for name in ("hit", "missed", "false")
    }
    flags = sorted(set().union(*kinds.values()), key=lambda flag: -(kinds["missed"][flag] + kinds["false"][flag]))
    lines = [f"{'warning':32}{'found':>7}{'missed':>7}{'false':>7}"]
    lines += [f"{flag:32}" + "".join(f"{kinds[name][flag]:7}" for name in kinds) for flag in flags]
    return "\n".join(lines)


def _rules(outcomes: Sequence[Outcome]) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome, flag in _raised(outcomes):
        for rule in flag["rules"]:
            counts[rule][_worth(outcome.gold, flag["id"])] += 1
    lines = [f"{'rule':46}{'must':>7}{'may':>7}{'false':>7}"]
    for rule, found in sorted(counts.items(), key=lambda item: -item[1]["false"]):
        lines.append(f"{rule:46}" + "".join(f"{found[kind]:7}" for kind in ("must", "may", "false")))
    return "\n".join(lines)


def _raised(outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, Mapping[str, Any]]]:
    for outcome in outcomes:
        if outcome.gold.must_flag is not None:
            for flag in outcome.draft["flags"]:
                yield outcome, flag


def _worth(gold: Gold, flag: str) -> str:
    if flag in (gold.must_flag or ()):
        return "must"
    return "may" if flag in gold.may_flag else "false"


def _confidence(scores: Sequence[CaseScore]) -> str:
    lines = ["confidence said / right / values"]
    lines += [f"{said:15.2f} / {right:.2f} / {count}" for said, right, count in reliability(scores)]
    return "\n".join(lines)


def wrong_warnings(outcomes: Sequence[Outcome], rule: str) -> Iterator[str]:
    """The reasons that a rule gave where its flag was not to be raised."""
    for outcome, flag in _raised(outcomes):
        if rule in flag["rules"] and _worth(outcome.gold, flag["id"]) == "false":
            yield f"{outcome.gold.id}: {flag['why']}"


def wrong_values(outcomes: Sequence[Outcome], field: str) -> Iterator[str]:
    """What was missed of a field, what was read that nobody said, and choices that differ."""
    section, _, key = field.partition(".")
    for outcome in outcomes:
        entry = outcome.draft["scope"][section][key]
        told = outcome.gold.fields.get(field)
        if field in outcome.score.missed and told is not None:
            low, high = told.spans[0]
            yield f"{outcome.gold.id}: missed “{outcome.gold.text[low:high]}”"
        if field in outcome.score.wrong:
            yield f"{outcome.gold.id}: read from “{entry['evidence'][0]['quote'] if entry['evidence'] else ''}”"
        for name, wanted, given in outcome.score.choices:
            if name == field and wanted != given:
                yield f"{outcome.gold.id}: {', '.join(sorted(wanted))}, read {', '.join(sorted(given)) or 'nothing'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rule", help="show the wrong warnings of this rule")
    parser.add_argument("--field", help="show the errors about this field")
    options = parser.parse_args(arguments)
    catalogue = load_catalogue(read_settings())
    if options.field and options.field not in catalogue.field_by_id:
        parser.error(f"no field is called {options.field!r}; fields are called like need.problem")
    if options.rule and options.rule not in {rule.id for rule in catalogue.rules}:
        parser.error(f"no rule is called {options.rule!r}; rules are called like leakage.split")
    documents = read_documents(resources.folder("knowledge") / "reading" / "train")
    outcomes = list(held_out(catalogue, documents))
    print(report(outcomes))
    if options.rule:
        print(f"\nWrong warnings of {options.rule}:", *wrong_warnings(outcomes, options.rule), sep="\n")
    if options.field:
        print(f"\nErrors about {options.field}:", *wrong_values(outcomes, options.field), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
