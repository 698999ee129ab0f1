"""Reads a message of a talk against the question that was asked: short replies, picks, yes and no, and free answers."""

import re
from typing import TYPE_CHECKING

from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Question, Round
from assistant.domain.reading import Claim, Intent, Reading
from assistant.engines.embedded.asked import Answering, only_rows
from assistant.engines.embedded.correcting import corrected_claims
from assistant.engines.embedded.intents import (
    Understood,
    field_titles_in,
    understand,
)
from assistant.ports import ReadRequest

if TYPE_CHECKING:
    from assistant.engines.embedded.reader import Observed, Reader

NAME = "embedded"
SHORT_ANSWER_WORDS = 14
PASTED_WORDS = 120
MESSAGE_EASE, OPENING_EASE, SHORT_OTHERS_EASE, KNOWN_EASE = 0.9, 0.4, 1.8, 1.6
LEAST, LEAST_ASIDE = 0.01, 0.2
UNLIKELY, PLAINLY = 0.05, 0.6
"""Words that hardly answer the question, and plainly say something else, are no answer. Chosen on the answers of half of the
simulated people; `scope eval` measures it as answers recorded."""
_ASIDE = re.compile(
    r"^\W*(?:by the way|btw|before i forget|i forgot(?: to (?:say|mention))?|one more thing|also|and another thing|(?:just )?(?:to add|an addition)|something else|in addition)\b",
    re.IGNORECASE,
)
NO_CONTENT = frozenset(
    {
        Intent.SKIP,
        Intent.GO_BACK,
        Intent.REPEAT,
        Intent.STOP,
        Intent.START_OVER,
        Intent.FILL_IN,
        Intent.OFF_TOPIC,
        Intent.INSULT,
        Intent.QUESTION,
        Intent.NOT_APPLICABLE,
    }
)


def read_message(request: ReadRequest, reader: "Reader", catalogue: Catalogue) -> Reading:
    """Read one message of a talk."""
    text, asked = request.source.text, request.asked
    understood = understand(text, asked)
    blank = Reading(engine=NAME, intent=understood.intent, side_question=understood.side_question)
    if understood.intent in NO_CONTENT:
        return blank
    seen = _observed(text, asked, reader)
    remarks = tuple(reader.remarks(seen))
    if remarks and len(seen.units) == len(remarks):
        return blank.model_copy(update={"remarks": remarks})
    claims = _claims(request, understood, seen, reader, catalogue)
    return blank.model_copy(
        update={
            "claims": tuple(claims),
            "signals": tuple(reader.signals(seen)),
            "remarks": remarks,
            "corrects": _corrected(text, claims, understood, catalogue),
        }
    )


def _observed(text: str, asked: Question | None, reader: "Reader") -> "Observed":
    """Score the message with the question as the context of what stands under no heading of its own."""
    if asked is None or len(text.split()) > PASTED_WORDS:
        return reader.observe(text, whole=asked is None)
    return reader.observe(text, question=asked.text)


def _claims(
    request: ReadRequest,
    understood: Understood,
    seen: "Observed",
    reader: "Reader",
    catalogue: Catalogue,
) -> list[Claim]:
    text, asked = request.source.text, request.asked
    claims = _without_question(reader.claims(seen, _ease(request, catalogue)), text, understood.side_question)
    if asked is None:
        told = any(claim.field == "project.summary" for claim in claims)
        return claims if told else [*_opening(request, seen, reader), *claims]
    if understood.intent is Intent.CORRECTION:
        known = corrected_claims(request, asked, catalogue, reader)
        if known:
            return known
    if len(text.split()) > PASTED_WORDS:
        return claims
    others = _others(request, claims, asked, reader, catalogue)
    answering = Answering(text, asked, catalogue, reader, understood.side_question)
    if asked.round is not Round.AGAIN:
        best = answering.best()
        if others and best < _least(text):
            return others
        beside = _beside(text, asked, reader) if best < UNLIKELY else []
        if beside:
            return beside
    answers = answering.claims()
    said = {claim.quote for claim in answers}
    # Words that answer the question asked are no new word on what is settled already.
    news = [claim for claim in others if not (request.scope.field(claim.field).closed and claim.quote in said)]
    return [*news, *answers]


def _others(
    request: ReadRequest, claims: list[Claim], asked: Question, reader: "Reader", catalogue: Catalogue
) -> list[Claim]:
    """Claims about fields that were not asked about: those that the words make without the question's help, too."""
    others = [claim for claim in claims if claim.field not in asked.fields]
    if not others:
        return []
    plain = reader.claims(reader.observe(request.source.text, whole=False), _ease(request, catalogue))
    said = {claim.field for claim in plain}
    return [claim for claim in others if claim.field in said]


def _beside(text: str, asked: Question, reader: "Reader") -> list[Claim]:
    """What a message plainly says of other fields when it is read without the question, which it does not answer."""
    seen = reader.observe(text, whole=False)
    if any(reader.highest(seen, field) >= UNLIKELY for field in asked.fields):
        return []
    return [claim for claim in reader.claims(seen) if reader.highest(seen, claim.field) >= PLAINLY]


def _ease(request: ReadRequest, catalogue: Catalogue) -> dict[str, float]:
    """How readily each field is read: open ones more than those known already, in a short answer only what stands out."""
    text, asked = request.source.text, request.asked
    usual = MESSAGE_EASE
    if asked is not None and len(text.split()) <= SHORT_ANSWER_WORDS:
        usual = SHORT_OTHERS_EASE
    ease = {
        spec.id: max(usual, KNOWN_EASE) if request.scope.field(spec.id).closed else usual for spec in catalogue.fields
    }
    if asked is None and not request.scope.fields:
        ease["project.summary"] = OPENING_EASE
    return ease


def _least(text: str) -> float:
    """How likely a message must answer the question where something else was read from it."""
    return LEAST_ASIDE if _ASIDE.match(text) else LEAST


def _opening(request: ReadRequest, seen: "Observed", reader: "Reader") -> list[Claim]:
    """The first words answer "what should it do?", whatever else they say."""
    if request.scope.fields or not seen.units:
        return []
    units = range(len(seen.units))
    best = max(units, key=lambda row: reader.highest(only_rows(seen, [row]), "project.summary"))
    unit = seen.units[best]
    return [
        Claim(
            field="project.summary",
            quote=unit.text,
            near=unit.start,
            confidence=0.4,
            basis="answer to the opening question",
        )
    ]


def _without_question(claims: list[Claim], text: str, question: str) -> list[Claim]:
    """Nothing is claimed from the person's question in return."""
    if not question:
        return claims
    start = text.find(question)
    end = start + len(question)
    return [claim for claim in claims if claim.near is None or not start <= claim.near < end]


def _corrected(text: str, claims: list[Claim], understood: Understood, catalogue: Catalogue) -> str | None:
    if understood.intent is not Intent.CORRECTION:
        return None
    named = field_titles_in(text, [(spec.id, spec.title) for spec in catalogue.fields])
    return named or (claims[0].field if claims else None)
