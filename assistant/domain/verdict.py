"""The decision at the end: is ML needed, and is the project ready to start?"""

from typing import Literal

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.conditions import Facts
from assistant.domain.questions import open_core
from assistant.domain.rules import Flag, shortened

MlNeeded = Literal["yes", "no", "unclear"]


class Verdict(Value):
    """What a good scoper would say now.

    Attributes:
        ready: no core field is missing and no blocker is open.
        blockers: ids of the flags that block.
        missing: core fields that are missing.
    """

    ml_needed: MlNeeded
    why: str
    ready: bool
    blockers: tuple[str, ...]
    missing: tuple[str, ...]


def conclude(facts: Facts, flags: tuple[Flag, ...], catalogue: Catalogue) -> Verdict:
    """Conclude from facts and flags."""
    blockers = tuple(flag.id for flag in flags if flag.severity == "blocker")
    missing = open_core(facts, catalogue)
    needed, why = _ml_needed(facts, flags, catalogue)
    ready = not missing and not blockers
    return Verdict(ml_needed=needed, why=why, ready=ready, blockers=blockers, missing=missing)


def _ml_needed(facts: Facts, flags: tuple[Flag, ...], catalogue: Catalogue) -> tuple[MlNeeded, str]:
    against = next((flag for flag in flags if flag.id == "ml_not_needed"), None)
    if against is not None and against.severity == "blocker":
        return "no", against.why
    favour = catalogue.verdict.yes.check(facts)
    doubt = catalogue.verdict.unclear.check(facts)
    if favour.holds and not doubt.holds:
        said = f": “{shortened(favour.evidence[0].quote)}”" if favour.evidence else ""
        return "yes", f"The task calls for learning from data{said}."
    if doubt.holds and doubt.evidence:
        return "unclear", f"The evidence points both ways: “{shortened(doubt.evidence[0].quote)}”."
    return "unclear", "Nothing said yet shows whether a rule or plain software would do."
