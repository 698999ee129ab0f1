"""What people get to read of a draft: whether its exports tell every status, gap, quote and warning that it holds."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console

from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import Draft
from assistant.exports.markdown import to_markdown
from assistant.exports.table import print_draft
from evals.score import Scores, kept, mean, share

Output = Mapping[str, Any]
WIDTH = 400
"""So wide that no line of a table is broken."""
WORDS = {"missing": "missing", "unknown": "not known", "not_applicable": "not applicable", "stated": "stated"}
APART = "does not apply"
"""How a gap is told where the field does not apply."""
CLASH = "contradict"
FRAME = " │┃-"
BACKSLASH = "\\"


def exported(draft: Draft, catalogue: Catalogue) -> dict[str, Any]:
    """A draft as JSON, with its other exports beside it."""
    page = io.StringIO()
    print_draft(draft, catalogue, Console(file=page, width=WIDTH, color_system=None, force_terminal=False))
    return {**draft.as_json(), "exports": {"markdown": to_markdown(draft, catalogue), "table": page.getvalue()}}


def told(draft: Output) -> Scores:
    """Whether what a draft holds, and what it lacks, can be read in its verdict and in every export."""
    entries = {f"{section}.{key}": one for section, some in draft.get("scope", {}).items() for key, one in some.items()}
    gaps = {
        name
        for name, one in entries.items()
        if one["status"] == "missing" and one.get("core") and one.get("applies", True)
    }
    exports = {name: _plain(text) for name, text in draft.get("exports", {}).items()}
    slips = [slip for name, text in exports.items() for slip in _slips(name, text, entries, draft["flags"])]
    things = len(exports) * (len(entries) + len(draft.get("flags", ())))
    return kept(
        gaps_shown=share(gaps & set(draft.get("verdict", {}).get("missing", ())), gaps, note="hidden"),
        exports_complete=mean(things, list(dict.fromkeys(slips))),
    )


def _plain(text: str) -> list[str]:
    """The lines of an export without what only frames or escapes words."""
    return [" ".join(line.replace(BACKSLASH, "").split()).strip(FRAME) for line in text.splitlines()]


def _slips(export: str, lines: list[str], entries: Mapping[str, Output], flags: list[Output]) -> Iterator[str]:
    text = "\n".join(lines)
    for name, one in entries.items():
        if not any(_tells(line, one) for line in lines):
            yield f"{export}: {name} is not told to be {one['status']}"
        elif export == "markdown" and not all(_quoted(item["quote"]) in text for item in one["evidence"]):
            yield f"{export}: {name} without its words"
    for flag in flags:
        if " ".join(flag["title"].split()) not in text:
            yield f"{export}: {flag['id']} is not told"
        elif not _reasoned(flag):
            yield f"{export}: {flag['id']} without its words"


def _reasoned(flag: Output) -> bool:
    """The reason is a sentence with all its words in place, and words that it quotes are cited."""
    why = flag.get("why", "")
    return bool(why) and "{" not in why and ("“" not in why or bool(flag.get("evidence")))


def _tells(line: str, one: Output) -> bool:
    """A line gives the field its status, and its contradiction where there is one."""
    if not line.startswith(one["title"]):
        return False
    rest = line.removeprefix(one["title"]).replace("(optional)", "").lstrip(FRAME + ":(*").lower()
    apart = one["status"] == "missing" and not one.get("applies", True)
    clash = one.get("conflict") and CLASH not in rest
    return rest.startswith(APART if apart else WORDS[one["status"]]) and not clash


def _quoted(quote: str) -> str:
    """A quote as it must stand there."""
    return f"“{' '.join(quote.replace(BACKSLASH, '').split())}”"
