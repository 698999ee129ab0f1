"""`python -m assistant.exports.coverage`: writes `docs/coverage.md`, what outside checklists ask and we do or don't cover.

With `--check` nothing is written; the exit status says whether the page is current.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.domain.catalogue import Catalogue
from assistant.knowledge import load
from assistant.knowledge.coverage import Checklist, CoverageItem, load_coverage
from assistant.resources import folder

PAGE = Path("docs/coverage.md")
COVERS = ("full", "part", "none")


def coverage_page(checklists: Sequence[Checklist], catalogue: Catalogue) -> str:
    """The page as Markdown."""
    return "\n".join(_lines(checklists, catalogue)).rstrip() + "\n"


def _lines(checklists: Sequence[Checklist], catalogue: Catalogue) -> Iterator[str]:
    yield "# Coverage: what outside checklists ask, and where we ask it"
    yield ""
    yield "Made from `knowledge/coverage.yaml` by `python -m assistant.exports.coverage`; change the data, not this page."
    yield "**full**: a field asks it. **part**: only implied, or mixed with something else. **none**: we don't ask."
    yield ""
    yield "| checklist | items | full | part | none |"
    yield "| --- | --- | --- | --- | --- |"
    for checklist in checklists:
        counts = Counter[str](item.cover for item in checklist.items)
        figures = " | ".join(str(counts[cover]) for cover in COVERS)
        yield f"| {checklist.title} | {len(checklist.items)} | {figures} |"
    yield ""
    for checklist in checklists:
        yield from _checklist(checklist, catalogue)
    yield from _gaps(checklists)
    yield from _untouched(checklists, catalogue)


def _checklist(checklist: Checklist, catalogue: Catalogue) -> Iterator[str]:
    source = catalogue.source_by_id[checklist.source]
    yield f"## {checklist.title}"
    yield ""
    yield f"{source.by}: [{source.title}]({source.url}); compared with: {checklist.seen}."
    yield ""
    yield "| item | asks about | fields | flags | passages | cover |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for item in checklist.items:
        yield f"| {item.id} | {item.asks} | {_codes(item.fields)} | {_codes(item.flags)} | {_passages(item, catalogue)} | {item.cover} |"
    yield ""


def _codes(ids: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in ids) or "–"


def _passages(item: CoverageItem, catalogue: Catalogue) -> str:
    titles = (catalogue.passage_by_id[name].title for name in item.passages)
    return "; ".join(f"{title} (`{name}`)" for name, title in zip(item.passages, titles, strict=True)) or "–"


def _gaps(checklists: Sequence[Checklist]) -> Iterator[str]:
    yield "## What is not covered"
    yield ""
    for checklist in checklists:
        for item in checklist.items:
            if item.gap:
                yield f"- {checklist.title}, {item.id} ({item.cover}): {item.gap}."
    yield ""


def _untouched(checklists: Sequence[Checklist], catalogue: Catalogue) -> Iterator[str]:
    reached = {flag for checklist in checklists for item in checklist.items for flag in item.flags}
    yield "## Flags that no item of these checklists reaches"
    yield ""
    yield "Their grounds are law on product safety, article 5 of the AI Act and the practice of projects."
    yield ""
    yield from (f"- `{flag.id}`: {flag.title}" for flag in catalogue.flags if flag.id not in reached)


def main(arguments: Sequence[str]) -> int:
    """Write the page, or check it."""
    root = folder("knowledge")
    catalogue = load(root)
    page = coverage_page(load_coverage(root, catalogue), catalogue)
    path = root.parent / PAGE
    if "--check" in arguments:
        current = path.is_file() and path.read_text(encoding="utf-8") == page
        if not current:
            sys.stderr.write(f"{PAGE} is out of date. Run: python -m assistant.exports.coverage\n")
        return 0 if current else 1
    path.parent.mkdir(exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
