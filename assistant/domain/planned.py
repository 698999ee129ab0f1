"""What people say they may or will add later: not decided, so a warning about it is one step milder and says so."""

import re

from assistant.domain.facts import Facts
from assistant.domain.reading import Polarity

_LATER = re.compile(
    r"\b(?:later|eventually|some ?day|one day|in (?:the )?future|further on|down the (?:road|line)|road ?map|backlog"
    r"|(?:next|second|third|coming|following) (?:year|phase|step|stage|season|version|release|round|quarter|spring|summer|autumn|winter)"
    r"|(?:phase|step|stage|version|release) (?:two|three|2|3|ii|iii)|v ?[23]\b|from (?:20\d\d|year two)"
    r"|plan(?:s|ned|ning)? to|intends? to|hopes? to|thinking (?:of|about)|considering|may (?:also|then|want to|add|extend|use)"
    r"|might (?:also|then|want to|add|extend|use)|could (?:also|then) |once (?:it|this|that|the|we)\b.{0,40}\b(?:works?|runs?|live|proven))",
    re.IGNORECASE,
)
_ONLY_IMAGINED = re.compile(
    r"\b(?:imagine|suppose|supposing|hypothetical(?:ly)?|were to|what if|would have|not (?:planned|planning)"
    r"|no (?:plans?|intention) (?:to|of))\b",
    re.IGNORECASE,
)


def is_planned(words: str) -> bool:
    """Tell whether words speak of something that is to come, not of something merely imagined."""
    return bool(_LATER.search(words)) and not _ONLY_IMAGINED.search(words)


def with_plans(facts: Facts) -> Facts | None:
    """The facts as they will be once all that is planned is there; None where nothing is planned."""
    signals = tuple(
        signal.model_copy(update={"polarity": Polarity.PRESENT})
        if signal.polarity is Polarity.HYPOTHETICAL and is_planned(signal.evidence.quote)
        else signal
        for signal in facts.scope.signals
    )
    if signals == facts.scope.signals:
        return None
    return facts.model_copy(update={"scope": facts.scope.model_copy(update={"signals": signals})})
