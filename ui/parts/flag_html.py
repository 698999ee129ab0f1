"""Warnings, questions and the verdict as HTML."""

from collections.abc import Mapping, Sequence

from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import Draft, DraftFlag, DraftQuestion
from assistant.domain.reading import GroundedRemark
from ui.parts.progress import Progress
from ui.parts.scope_html import chip, quotes_html
from ui.parts.text import checked_on, counted, escape, link

SEVERITY_WORDS = {"blocker": "Stops the project", "high": "High", "medium": "Medium", "low": "Low"}
_NEEDED = {
    "yes": ("AI looks needed", "good"),
    "no": ("AI is not needed", "high"),
    "unclear": ("AI needed? Unclear so far", "open"),
}
_READY = {True: chip("Ready to start", "good"), False: chip("Not ready to start", "missing")}


def verdict_html(draft: Draft, progress: Progress, catalogue: Catalogue) -> str:
    """The decision as it stands, and how far the scope has come."""
    verdict = draft.verdict
    words, kind = _NEEDED[verdict.ml_needed]
    ready = _READY[verdict.ready]
    blockers = [catalogue.flag_by_id[flag].title for flag in verdict.blockers]
    stops = f"<p><strong>Stopped by:</strong> {escape('; '.join(blockers))}</p>" if blockers else ""
    core = counted(len(verdict.missing), "core point")
    gaps = f" · {core} nobody has spoken of" if verdict.missing else ""
    return (
        f'<div class="verdict"><div class="row">{chip(words, kind)}{ready}{_counts(draft)}</div>'
        f"<p>{escape(verdict.why)}</p>{stops}"
        f'<div class="bar"><i style="width:{progress.percent}%"></i></div>'
        f'<p class="soft">{progress.closed} of {progress.total} points settled{gaps}</p>'
        "</div>"
    )


def _counts(draft: Draft) -> str:
    grave = sum(flag.severity in ("high", "blocker") for flag in draft.flags)
    words = counted(len(draft.flags), "warning") + (f", {grave} high" if grave else "")
    return chip(words, "high" if grave else "medium") if draft.flags else ""


def flag_html(flag: DraftFlag, names: Mapping[str, str]) -> str:
    """A warning: how severe, why, on which words, and what to do."""
    kind = "Ethics" if flag.kind == "ethics" else "Risk"
    silent = "" if flag.evidence else '<p class="soft">It follows from what nobody has said.</p>'
    return (
        f'<div class="flag {flag.severity}"><div class="top">'
        f'<span class="name">{escape(flag.title)}</span>'
        f"{chip(SEVERITY_WORDS[flag.severity], flag.severity)}"
        f'<span class="soft">{kind}</span></div>'
        f"<p>{escape(flag.why)}</p>{quotes_html(flag.evidence, names)}{silent}"
        f'<p class="settles"><strong>Settled by:</strong> {escape(flag.question)}</p>'
        f"{_help(flag)}</div>"
    )


def question_html(question: DraftQuestion, titles: Mapping[str, str]) -> str:
    """An open question with its reason and the warnings it could settle."""
    flags = ", ".join(titles.get(flag, flag) for flag in question.flags)
    could = f'<p class="soft">Could settle: {escape(flags)}</p>' if flags else ""
    return (
        f'<div class="todo"><p class="ask">{escape(question.text)}</p>'
        f'<p class="soft">{escape(question.why)}</p>{could}</div>'
    )


def remarks_html(remarks: Sequence[GroundedRemark], names: Mapping[str, str]) -> str:
    """What a reader noticed beside the fields; a remark is never a warning."""
    return "".join(f"<p>{escape(remark.text)}</p>{quotes_html((remark.evidence,), names)}" for remark in remarks)


def _help(flag: DraftFlag) -> str:
    actions = "".join(
        f"<li>{escape(action.do)} <span class='soft'>({escape(action.owner)})</span></li>" for action in flag.actions
    )
    sources = "".join(
        f"<li>{escape(passage.title)} <br>{link(passage.url, passage.source)}{checked_on(passage.checked)}</li>"
        for passage in flag.guidance
    )
    before = "".join(
        f"<li>{incident.year}: {escape(incident.wrong)} <br>{link(incident.url, incident.source)}</li>"
        for incident in flag.incidents
    )
    return _folded("What to do", actions) + _folded("Guidance", sources) + _folded("This happened before", before)


def _folded(title: str, items: str) -> str:
    return f"<details><summary>{title}</summary><ul>{items}</ul></details>" if items else ""
