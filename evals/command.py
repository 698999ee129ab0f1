"""The command `scope eval`: runs the cases, prints the figures, and fails where something got worse."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.domain.catalogue import Catalogue
    from evals.dataset import Case
    from evals.figures import Figures
    from evals.runner import Perform, Run

BASELINE = Path(__file__).parent / "baseline.json"
RECORDED, EMBEDDED = "recorded", "embedded"
eval_app = typer.Typer(
    help="Measure an engine on cases with known answers.", invoke_without_command=True, no_args_is_help=False
)


@eval_app.callback()
def run_evals(  # noqa: PLR0913, PLR0917 - a command line
    context: typer.Context,
    engine: Annotated[str, typer.Option(help="embedded, recorded, or openai:MODEL.")] = EMBEDDED,
    case: Annotated[
        list[str] | None, typer.Option("--case", help="Only cases whose id begins so; may be repeated.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option("--group", help="Only this group: form=email, length=short, flags …")
    ] = None,
    cases: Annotated[Path | None, typer.Option("--cases", help="A folder of your own cases.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write all scores and outputs here.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write the report, one page, here.")] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Compare with an earlier --json, not the baseline.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Accepted figures, for cases of your own; ours by default.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=16, help="Cases at once.")] = 2,
    accept: Annotated[bool, typer.Option("--accept", help="Show the difference; make this the baseline.")] = False,  # noqa: FBT002 - a switch
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an interrupted run.")] = False,  # noqa: FBT002 - a switch
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Measure an engine. Exit status: 0 all is well, 1 a floor or the baseline is broken, 2 it cannot run."""
    if context.invoked_subcommand:
        return
    partial = bool(case or group)
    if accept and (partial or compare or (cases and not baseline)):
        raise InputError(
            "A baseline is made of whole sets: --accept goes without --case, --group and --compare; with --cases, name a --baseline."
        )
    from evals.perform import catalogue

    known = catalogue()
    selected = _selected(engine, known, cases, case or [], group or [])
    run = _run(engine, selected, known, jobs=1 if engine == RECORDED else jobs, resume=resume, quiet=quiet)
    _refuse(run)
    compared = _Compared(compare, baseline if cases else baseline or BASELINE, whole=not partial)
    status = _judge(run, selected, compared, html_file=html_file, accepting=accept)
    if json_file:
        json_file.write_text(run.model_dump_json(indent=1), encoding="utf-8")
    raise typer.Exit(status)


@eval_app.command("list")
def list_cases() -> None:
    """List the cases with their groups and what they test."""
    from evals.dataset import load_cases
    from evals.perform import catalogue

    for one in load_cases(catalogue()):
        groups = " ".join(f"{name}={value}" for name, value in one.groups.items())
        typer.echo(f"{one.id}\t{one.kind}\t{groups}\t{one.tests}")


@eval_app.command("lint")
def lint(cases: Annotated[Path | None, typer.Option("--cases", help="A folder of your own cases.")] = None) -> None:
    """Check the cases and the training texts: ids, quotes, duplicates, and leaks between them."""
    from evals.dataset import CASES
    from evals.linter import lint_all

    slips = lint_all(cases or CASES)
    typer.echo("\n".join(slips) or "All cases are in order.")
    raise typer.Exit(1 if slips else 0)


def _selected(
    engine: str, known: "Catalogue", folder: Path | None, ids: list[str], groups: list[str]
) -> "tuple[Case, ...]":
    from evals.dataset import CASES, Kind, chosen, load_cases
    from evals.recording import recordable

    if engine == RECORDED:
        return chosen((*recordable(known), *load_cases(known, CASES, (Kind.SCRIPTED,))), ids, groups)
    own = tuple(kind for kind in Kind if kind is not Kind.SCRIPTED)
    kinds = own if engine == EMBEDDED else (Kind.DESCRIPTION, Kind.FLAGS, Kind.TALK)
    return chosen(load_cases(known, folder or CASES, kinds), ids, groups)


def _run(engine: str, cases: "tuple[Case, ...]", known: "Catalogue", *, jobs: int, resume: bool, quiet: bool) -> "Run":
    from assistant.settings import read_settings
    from evals.resuming import Kept
    from evals.runner import run
    from evals.tree import tree_digest

    path = read_settings().data_dir / "evals" / f"{engine.replace(':', '-').replace('/', '-')}.jsonl"
    kept = Kept(path, resume=resume, tree=tree_digest())
    if kept.notice:
        typer.echo(kept.notice, err=True)
    with _performer(engine, known) as perform:
        return run(cases, perform, known, engine=engine, jobs=jobs, told=_progress(quiet=quiet), kept=kept)


@contextmanager
def _performer(engine: str, known: "Catalogue") -> "Iterator[Perform]":
    from assistant.settings import OPENAI_PREFIX, read_settings
    from evals.canary import refuse_blind_cassettes
    from evals.perform import embedded_bench, hosted_bench, hosted_engine
    from evals.recording import recorded_bench

    if engine == RECORDED:
        refuse_blind_cassettes(known)
        with recorded_bench(known) as perform:
            yield perform
    elif engine == EMBEDDED:
        with embedded_bench() as bench:
            yield bench.perform
    elif engine.startswith(OPENAI_PREFIX):
        with hosted_bench(hosted_engine(read_settings(), engine.removeprefix(OPENAI_PREFIX), known), known) as bench:
            yield bench.perform
    else:
        raise InputError(f"Unknown engine {engine!r}. Use 'embedded', 'recorded' or 'openai:MODEL'.")


def _progress(*, quiet: bool) -> Callable[[int, int, str], None]:
    live = sys.stderr.isatty()

    def told(done: int, every: int, case: str) -> None:
        if quiet:
            return
        if live:
            typer.echo(f"\r\033[K{done} of {every}: {case}", err=True, nl=done == every)
        elif done % 50 == 0 or done == every:
            typer.echo(f"{done} of {every} cases", err=True)

    return told


def _refuse(run: "Run") -> None:
    """A run that measured nothing is no measurement."""
    if run.stale:
        raise InputError("\n".join(result.error for result in run.stale))
    if run.errors and len(run.errors) == len(run.results):
        raise InputError(f"No case could be run: {run.errors[0].error}")


class _Compared(NamedTuple):
    """What a run is compared with: an earlier report, or accepted figures; a part of the cases with neither."""

    report: Path | None
    baseline: Path | None
    whole: bool

    def figures(self, engine: str) -> "tuple[str, Figures]":
        """Its name and figures; no name where there is nothing to compare with."""
        from evals.baseline import baseline, from_report

        if self.report:
            return self.report.name, from_report(self.report)
        before = baseline(engine, self.baseline) if self.whole and self.baseline else {}
        return ("the baseline" if before else ""), before


def _judge(
    run: "Run", cases: "tuple[Case, ...]", compared: _Compared, *, html_file: Path | None, accepting: bool
) -> int:
    from evals.baseline import accept, broken_floors, changes
    from evals.report import html
    from evals.table import print_run

    against, before = compared.figures(run.engine)
    changed = changes(run.figures, before) if against else ()
    broken = broken_floors(run, whole=compared.whole)
    print_run(run, changed, broken, against)
    if html_file:
        html_file.write_text(html(run, cases, changed, broken, against), encoding="utf-8")
    if accepting and compared.baseline:
        accept(run, compared.baseline)
        typer.echo(f"{compared.baseline.name} now holds this run.", err=True)
        return 1 if broken else 0
    return 1 if broken or any(change.worse for change in changed) else 0
