"""The law screen as HTML: the place assumed, the tier, and each dated rule with the words that it rests on."""

from collections.abc import Mapping

from assistant.domain.draft import DraftLaw, DraftLawFinding
from assistant.domain.law import TIER_WORDS
from ui.parts.scope_html import chip, quotes_html
from ui.parts.text import escape, link

FINDINGS_SHOWN = 12
_KINDS = {"likely_prohibited": "blocker", "high_risk": "high", "transparency": "medium", "minimal": "good"}


def law_html(law: DraftLaw, names: Mapping[str, str]) -> str:
    """The whole screen; it says itself that it is none but a screen.

    Args:
        law: the screen of a draft.
        names: names of the sources of its quotes.
    """
    stale = f"<p>{escape(law.stale_notice)}</p>" if law.stale_notice else ""
    more = len(law.findings) - FINDINGS_SHOWN
    rest = f'<p class="soft">and {more} more in the exports</p>' if more > 0 else ""
    return (
        f'<p class="soft">{escape(law.disclaimer)} {escape(law.assumed)}</p>'
        f"<p><strong>EU AI Act:</strong> {chip(TIER_WORDS[law.tier], _KINDS.get(law.tier, 'open'))}</p>"
        f"<p>{escape(law.tier_why)}</p>{quotes_html(law.place_evidence, names)}{stale}"
        + "".join(_finding(finding, names) for finding in law.findings[:FINDINGS_SHOWN])
        + rest
    )


def _finding(finding: DraftLawFinding, names: Mapping[str, str]) -> str:
    when = "in force" if finding.in_force else f"from {finding.valid_from}"
    return (
        f'<div class="field"><div class="top"><span class="name">{escape(finding.title)}</span>'
        f'<span class="soft">{escape(finding.place)}, {when}; checked {finding.checked_on}</span></div>'
        f"<p>{escape(finding.says)}</p>{quotes_html(finding.evidence, names)}"
        f'<p class="soft">Would change it: {escape(finding.changes_if)} {link(finding.url, finding.source_title)}</p></div>'
    )
