"""The law screen: which dated rules are worth a look for this project, on which facts, and what would change that.

It is a screen and never a ruling. It names the place that it assumed and how that is known; where no place is known, it
speaks of the European Union under a condition, and it says which of its rules nobody has checked for over a year.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.conditions import Facts
from assistant.domain.evidence import Evidence
from assistant.domain.lawbook import TIERS, LawBook, LawRule, LawTier
from assistant.domain.places import Gazetteer, Known, PlaceHit, settle, widened
from assistant.domain.reading import Polarity

DISCLAIMER = "A screen, not legal advice."
MAX_AGE = timedelta(days=365)
MAX_EVIDENCE = 4
LAW_FIELD = "ethics.regulation"
EU = "EU"
ScreenTier = Literal["likely_prohibited", "high_risk", "transparency", "minimal", "unclear"]
TIER_WORDS: dict[ScreenTier, str] = {
    "likely_prohibited": "likely prohibited",
    "high_risk": "high-risk",
    "transparency": "transparency duties",
    "minimal": "minimal",
    "unclear": "not clear yet",
}


class LawFinding(Value):
    """A rule that is worth a look.

    Attributes:
        place: where it holds, as it reads in a sentence.
        evidence: the words that it rests on.
        in_force: it applies today; else from `valid_from`.
        conditional: it applies only if people in that place are affected, which nobody has said.
        stale: nobody has checked the rule for over a year.
    """

    rule: str
    jurisdiction: str
    place: str
    title: str
    says: str
    tier: LawTier
    evidence: tuple[Evidence, ...]
    fields: tuple[str, ...]
    valid_from: date
    in_force: bool
    checked_on: date
    stale: bool
    source: str
    changes_if: str
    conditional: bool


class LawScreen(Value):
    """What the screen shows.

    Attributes:
        places: ids of the places assumed, the narrow before the wide.
        assumed: the same in words, or that none is known and what follows.
        known: how the places are known.
        place_evidence: the words that name them.
        tier: the tier of the EU AI Act that the facts point to; unclear where nothing points anywhere.
        tier_why: what the tier rests on.
        findings: rules worth a look, the strictest first.
        stale: ids of rules for these places that nobody has checked for over a year.
        stale_notice: the same as a sentence, empty where all are fresh.
    """

    places: tuple[str, ...] = ()
    assumed: str = ""
    known: Known = Known.UNKNOWN
    place_evidence: tuple[Evidence, ...] = ()
    tier: ScreenTier = "unclear"
    tier_why: str = ""
    findings: tuple[LawFinding, ...] = ()
    stale: tuple[str, ...] = ()
    stale_notice: str = ""
    disclaimer: str = DISCLAIMER


def screen(facts: Facts, catalogue: Catalogue, today: date) -> LawScreen:
    """Screen the facts against the rules of the places that the text points to."""
    book = catalogue.law
    if not book.rules:
        return LawScreen()
    hits = _hits(facts, book)
    places = widened(dict.fromkeys(hit.place for hit in hits), book)
    tier, tier_why = _tier(facts, book)
    listed = [rule for rule in book.rules if _looked_at(rule, places, book)]
    findings = [finding for rule in listed if (finding := _finding(rule, facts, places, book, today))]
    findings.sort(key=lambda finding: (TIERS.index(finding.tier), finding.conditional))
    stale = tuple(rule.id for rule in listed if _is_stale(rule, today))
    return LawScreen(
        places=places,
        assumed=_assumed(places, book),
        known=hits[0].known if hits else Known.UNKNOWN,
        place_evidence=tuple(dict.fromkeys(hit.evidence for hit in hits))[:MAX_EVIDENCE],
        tier=tier,
        tier_why=tier_why,
        findings=tuple(findings),
        stale=stale,
        stale_notice=_stale_notice(stale),
    )


def _hits(facts: Facts, book: LawBook) -> tuple[PlaceHit, ...]:
    gazetteer = Gazetteer(book)
    scope = facts.scope
    others = [item for name, state in scope.fields.items() if name != LAW_FIELD for item in state.evidence] + [
        signal.evidence for signal in scope.signals if signal.polarity is Polarity.PRESENT
    ]
    first = gazetteer.find(scope.field(LAW_FIELD).evidence)
    return settle(first, gazetteer.find(dict.fromkeys(others)))


def _covered(places: Sequence[str], book: LawBook) -> set[str]:
    return {place.id for place in book.places if place.covered and place.id in places}


def _looked_at(rule: LawRule, places: Sequence[str], book: LawBook) -> bool:
    """Rules of the places assumed; without one the EU's; elsewhere of the EU's only the bans."""
    if rule.jurisdiction in places:
        return True
    if rule.jurisdiction != EU:
        return False
    return not _covered(places, book) or rule.tier == "likely_prohibited"


def _finding(rule: LawRule, facts: Facts, places: Sequence[str], book: LawBook, today: date) -> LawFinding | None:
    found = rule.when.check(facts)
    if not found.holds:
        return None
    titles = {place.id: place.title for place in book.places}
    return LawFinding(
        rule=rule.id,
        jurisdiction=rule.jurisdiction,
        place=titles[rule.jurisdiction],
        title=rule.title,
        says=rule.says,
        tier=rule.tier,
        evidence=found.evidence[:MAX_EVIDENCE],
        fields=found.fields,
        valid_from=rule.valid_from,
        in_force=rule.valid_from <= today,
        checked_on=rule.checked_on,
        stale=_is_stale(rule, today),
        source=rule.source,
        changes_if=rule.changes_if,
        conditional=rule.jurisdiction not in places,
    )


def _tier(facts: Facts, book: LawBook) -> tuple[ScreenTier, str]:
    """The strictest tier of the EU AI Act that a rule of it points to."""
    hits = [rule for rule in book.rules if rule.jurisdiction == EU and rule.when.check(facts).holds]
    tiers: tuple[ScreenTier, ...] = ("likely_prohibited", "high_risk", "transparency", "minimal")
    for tier in tiers:
        titles = [rule.title for rule in hits if rule.tier == tier]
        if titles:
            return tier, "; ".join(titles)
    return "unclear", "Nothing said so far points to a tier; who it is about and what it does to them would settle it."


def _assumed(places: Sequence[str], book: LawBook) -> str:
    titles = {place.id: place.title for place in book.places}
    if not places:
        return "none; if people in the European Union are affected, the rules below marked so apply"
    named = _listed(titles[place] for place in places)
    if EU in places:
        return named
    return f"{named}; the rules of the European Union count only if people there are affected"


def _listed(words: Iterable[str]) -> str:
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def _is_stale(rule: LawRule, today: date) -> bool:
    return today - rule.checked_on > MAX_AGE


def _stale_notice(stale: Sequence[str]) -> str:
    if not stale:
        return ""
    count = "One of these rules was" if len(stale) == 1 else f"{len(stale)} of these rules were"
    return f"{count} last checked more than a year ago: look the law up before you rely on it ({', '.join(stale)})."
