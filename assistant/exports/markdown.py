"""A draft scope as Markdown: every value with its quote, every gap named, every warning with what to do."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import Draft, DraftField, DraftFlag, DraftLaw, DraftLawFinding
from assistant.domain.law import TIER_WORDS
from assistant.domain.reading import Status

STATUS_WORDS = {
    Status.STATED: "stated",
    Status.UNKNOWN: "not known yet",
    Status.NOT_APPLICABLE: "not applicable",
    Status.MISSING: "missing",
}
VERDICTS = {"yes": "yes", "no": "no", "unclear": "not clear yet"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&^]|(?<=https)[:]|(?<=http)[:]|(?<=ftp)[:]|(?<=www)[.])", re.IGNORECASE)
_LEADING = re.compile(r"^(\d{1,9})(?=\.)|^(?=[-=])")
"""What would begin a list or a rule where the text stands first on its line."""
_NOT_IN_ADDRESS = re.compile(r"[\s<>\\\x00-\x1f\x7f]")


def to_markdown(draft: Draft, catalogue: Catalogue, title: str = "") -> str:
    """Write a draft as Markdown.

    Args:
        draft: the draft.
        catalogue: titles of the sections.
        title: heading; the project's own title where empty.
    """
    return "\n".join(_lines(draft, catalogue, title)).rstrip() + "\n"


def _lines(draft: Draft, catalogue: Catalogue, title: str) -> Iterator[str]:
    name = title or draft.scope["project"]["title"].value or "ML project"
    yield f"# Scope: {escaped(name)}"
    yield ""
    yield f"- Machine learning needed: **{VERDICTS[draft.verdict.ml_needed]}**. {escaped(draft.verdict.why)}"
    yield f"- Ready to start: **{'yes' if draft.verdict.ready else 'no'}**"
    if draft.verdict.blockers:
        yield f"- Blockers: {', '.join(draft.verdict.blockers)}"
    yield f"- Read by: {escaped(draft.engine)}"
    if draft.notice:
        yield f"- Note: {escaped(draft.notice)}"
    yield ""
    yield from _flags(draft)
    yield from _questions(draft)
    yield from _law(draft.law)
    for section in catalogue.sections:
        yield f"## {escaped(section.title)}"
        yield ""
        for field in draft.scope[section.id].values():
            yield from _field(field)
        yield ""
    if draft.remarks:
        yield "## Remarks"
        yield ""
        for remark in draft.remarks:
            yield f"- {escaped(remark.text)} “{escaped(remark.evidence.quote)}”"


def _flags(draft: Draft) -> Iterator[str]:
    yield "## Warnings"
    yield ""
    if not draft.flags:
        yield "None raised by what was said so far."
    for flag in draft.flags:
        yield from _flag(flag)
    yield ""


def _flag(flag: DraftFlag) -> Iterator[str]:
    yield f"- **{flag.severity}: {escaped(flag.title)}** (`{flag.id}`): {escaped(flag.why)}"
    for item in flag.evidence:
        yield f"  - “{escaped(item.quote)}”"
    yield f"  - Ask: {escaped(flag.question)}"
    for action in flag.actions:
        yield f"  - Do ({escaped(action.owner)}): {escaped(action.do)}"
    for reference in flag.guidance:
        yield (
            f"  - Read: {escaped(reference.title)} — {escaped(reference.source)}, {address(reference.url)}, "
            f"checked on {_day(date.fromisoformat(reference.checked))}"
        )
    for incident in flag.incidents:
        told = f"{escaped(incident.title)}. {escaped(incident.wrong)} — {escaped(incident.source)}"
        yield f"  - This happened before ({incident.year}): {told}, {address(incident.url)}"


def _law(law: DraftLaw) -> Iterator[str]:
    if not law.assumed:
        return
    yield "## Law screen"
    yield ""
    yield f"**{escaped(law.disclaimer)}**"
    yield ""
    by = "; ".join(f"“{escaped(item.quote)}”" for item in law.place_evidence)
    yield f"- Place assumed: {escaped(law.assumed)} ({escaped(law.known)}{': ' + by if by else ''})"
    yield f"- Tier under the EU AI Act: **{TIER_WORDS[law.tier]}**. {escaped(law.tier_why)}"
    if law.stale_notice:
        yield f"- **{escaped(law.stale_notice)}**"
    for finding in law.findings:
        yield from _law_finding(finding)
    yield ""


def _law_finding(finding: DraftLawFinding) -> Iterator[str]:
    since = "applies since" if finding.in_force else "applies from"
    when = f"if people in {escaped(finding.place)} are affected; " if finding.conditional else ""
    yield f"- **{escaped(finding.title)}** ({when}{since} {_day(finding.valid_from)}): {escaped(finding.says)}"
    for item in finding.evidence:
        yield f"  - “{escaped(item.quote)}”"
    yield f"  - What would change this: {escaped(finding.changes_if)}."
    yield f"  - Source: {escaped(finding.source_title)}, {address(finding.url)}, checked on {_day(finding.checked_on)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _questions(draft: Draft) -> Iterator[str]:
    yield "## Next questions"
    yield ""
    if not draft.questions:
        yield "None."
    for number, question in enumerate(draft.questions, 1):
        yield f"{number}. {escaped(question.text)} ({escaped(question.why)})"
    yield ""


def _field(field: DraftField) -> Iterator[str]:
    if field.status is Status.MISSING:
        gap = "**missing**" if field.core else "missing"
        yield f"- {escaped(field.title)}: {gap if field.applies else 'does not apply so far'}"
        return
    chosen = f" [{', '.join(field.choices)}]" if field.choices else ""
    clash = " **two statements contradict each other**" if field.conflict else ""
    yield f"- {escaped(field.title)} ({STATUS_WORDS[field.status]}){chosen}:{clash} {escaped(field.value or '')}"
    for item in field.evidence:
        yield f"  - “{escaped(item.quote)}” ({escaped(item.source)}, {item.start}–{item.end})"


def escaped(text: str) -> str:
    """Text on one line that Markdown shows as it is: no link, image or markup comes to life."""
    flat = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LEADING.sub(r"\1\\", flat)


def address(url: str) -> str:
    """A link to a web page, or the words that it is where the address is none or would end the link early."""
    if url.startswith(("https://", "http://")) and not _NOT_IN_ADDRESS.search(url):
        return f"<{url}>"
    return escaped(url)
