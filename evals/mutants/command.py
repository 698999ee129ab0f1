"""`python -m evals.mutants`: plants faults and prints which the evals catch."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.errors import InputError, ScopeError
from evals.mutants.faults import Fault, chosen, load_faults
from evals.mutants.hunt import Catch, ground, hunt
from evals.mutants.parts import NAMES

ENOUGH = 0.95
_CATCHES = TypeAdapter(tuple[Catch, ...])


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant faults; 0 enough are caught, 1 too few are, 2 it cannot run."""
    asked = _parser().parse_args(arguments)
    faults = chosen(load_faults(), asked.only, asked.area)
    strange = sorted({fault.part for fault in faults} - NAMES - {""})
    if strange:
        raise InputError(f"There is no part {', '.join(strange)} of the evals. There are: {', '.join(sorted(NAMES))}.")
    if asked.list:
        print("\n".join(f"{fault.id}\t{fault.area}\t{fault.breaks}" for fault in faults))
        return 0
    begun = time.monotonic()
    with ground(_tell) as where:
        catches = hunt(faults, where, _tell, jobs=asked.jobs)
    show(catches, faults, time.monotonic() - begun)
    if asked.json:
        asked.json.write_bytes(_CATCHES.dump_json(catches, indent=1))
    return 0 if share(catches) >= ENOUGH else 1


def share(catches: Sequence[Catch]) -> float:
    """The part of the faults that was caught."""
    return sum(catch.caught for catch in catches) / len(catches)


def show(catches: Sequence[Catch], faults: Sequence[Fault], seconds: float, console: Console | None = None) -> None:
    """Print a line per fault, a line per area, the survivors and the sum."""
    screen = console or Console(highlight=False)
    table = Table("Fault", "Breaks", "Caught by", "What it saw")
    for catch in catches:
        by = escape(catch.by) if catch.caught else "[red]survived[/]"
        table.add_row(escape(catch.id), escape(catch.breaks), by, escape(catch.seen))
    screen.print(table)
    areas, caught = Counter(catch.area for catch in catches), Counter(one.area for one in catches if one.caught)
    screen.print("; ".join(f"{area} {caught[area]} of {count}" for area, count in sorted(areas.items())))
    for catch in catches:
        if not catch.caught:
            files = ", ".join(edit.file for fault in faults if fault.id == catch.id for edit in fault.edits)
            screen.print(f"[red]survived[/]  {escape(catch.id)}: {escape(catch.breaks)} ({escape(files)})")
    hits = sum(catch.caught for catch in catches)
    screen.print(f"{hits} of {len(catches)} faults caught ({share(catches):.1%}), in {seconds:.0f} seconds.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.mutants", description="Plant faults one at a time and see whether the evals catch them."
    )
    parser.add_argument("--only", metavar="ID", action="append", default=[], help="only faults whose id begins so")
    parser.add_argument("--area", action="append", default=[], help="only faults of this area: rules, prompts …")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write what became of each fault here")
    parser.add_argument("--jobs", type=int, choices=range(1, 17), metavar="N", default=2, help="trees at once")
    parser.add_argument("--list", action="store_true", help="only list the faults")
    return parser


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def guarded() -> int:
    """Run the command; errors of ours become one line and a status."""
    try:
        return main()
    except ScopeError as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 2
