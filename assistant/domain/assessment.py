"""Everything that follows from a scope: flags, questions, verdict and law screen, computed in one go."""

from datetime import date

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.conditions import Facts
from assistant.domain.estimates import derive
from assistant.domain.law import LawScreen, screen
from assistant.domain.questions import Question
from assistant.domain.ranking import rank
from assistant.domain.rules import Flag, evaluate
from assistant.domain.scope import Scope
from assistant.domain.verdict import Verdict, conclude


class Assessment(Value):
    """A scope with all that code concludes from it."""

    scope: Scope
    flags: tuple[Flag, ...]
    questions: tuple[Question, ...]
    verdict: Verdict
    law: LawScreen = LawScreen()


def assess(
    scope: Scope, catalogue: Catalogue, *, words: int, today: date, asked: frozenset[str] = frozenset()
) -> Assessment:
    """Conclude flags, questions, verdict and law screen from a scope.

    Args:
        scope: what is known.
        catalogue: rules, fields and flags.
        words: how many words the person has given, so that silence counts only after a fair chance.
        today: the day of the talk, for dates without a year and for what law applies yet.
        asked: keys of questions already put.
    """
    facts = Facts(scope=scope, asked=asked, words=words, numbers=derive(scope, today))
    flags = evaluate(facts, catalogue)
    return Assessment(
        scope=scope,
        flags=flags,
        questions=rank(facts, flags, catalogue),
        verdict=conclude(facts, flags, catalogue),
        law=screen(facts, catalogue, today),
    )
