"""Reads a message of a talk against the question that was asked: short replies, picks, yes and no, and free answers."""

from typing import TYPE_CHECKING

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.picks import is_no, none_of_them, picked
from assistant.domain.questions import Question
from assistant.domain.reading import Claim, Intent, Reading, Status
from assistant.engines.embedded import cues
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
ASKED_EASE, MESSAGE_EASE, OPENING_EASE, SHORT_OTHERS_EASE = 0.35, 0.85, 0.4, 1.8
FAINT = 0.06
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
    blank = Reading(
        engine=NAME, intent=understood.intent, side_question=understood.side_question
    )
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
        return reader.observe(text)
    return reader.observe(text, question=asked.text)


def _claims(
    request: ReadRequest,
    understood: Understood,
    seen: "Observed",
    reader: "Reader",
    catalogue: Catalogue,
) -> list[Claim]:
    text, asked = request.source.text, request.asked
    words = len(text.split())
    ease = {spec.id: MESSAGE_EASE for spec in catalogue.fields}
    if asked is None and not request.scope.fields:
        ease |= {"project.summary": OPENING_EASE}
    if asked is not None and words <= SHORT_ANSWER_WORDS:
        ease = {spec.id: SHORT_OTHERS_EASE for spec in catalogue.fields}
    if asked is not None:
        ease[asked.field] = ASKED_EASE
    claims = _without_question(reader.claims(seen, ease), text, understood.side_question)
    if asked is None:
        return claims or _opening(request, seen)
    if understood.intent is Intent.CORRECTION and any(claim.field != asked.field for claim in claims):
        return claims
    return _with_answer(claims, request, asked, catalogue.field_by_id[asked.field], seen, reader)


def _opening(request: ReadRequest, seen: "Observed") -> list[Claim]:
    """The first words answer "what should it do?", whatever else they say."""
    if request.scope.fields or not seen.units:
        return []
    longest = max(seen.units, key=lambda unit: len(unit.text))
    return [
        Claim(
            field="project.summary",
            quote=longest.text,
            near=longest.start,
            confidence=0.4,
            basis="answer to the opening question",
        )
    ]


def _with_answer(  # noqa: PLR0913, PLR0917 - the message, the question, and what was seen of both
    claims: list[Claim],
    request: ReadRequest,
    asked: Question,
    spec: FieldSpec,
    seen: "Observed",
    reader: "Reader",
) -> list[Claim]:
    """Make sure that a message that answers the question fills its field."""
    text = request.source.text
    choices = picked(text, asked.options)
    if choices is not None:
        kept = choices if spec.many else choices[:1]
        return [*_others(claims, asked), _answer(text, asked, choices=kept, basis="option picked")]
    if any(claim.field == asked.field for claim in claims):
        return claims
    short = len(text.split()) <= SHORT_ANSWER_WORDS
    faint = reader.highest(seen, asked.field)
    if not claims or short or faint >= FAINT:
        return [*_others(claims, asked), _whole_answer(text, asked, spec, seen, reader)]
    return claims


def _others(claims: list[Claim], asked: Question) -> list[Claim]:
    return [claim for claim in claims if claim.field != asked.field]


def _whole_answer(
    text: str, asked: Question, spec: FieldSpec, seen: "Observed", reader: "Reader"
) -> Claim:
    status = Status.STATED
    if cues.says_not_applicable(text):
        status = Status.NOT_APPLICABLE
    elif cues.says_unknown(text):
        status = Status.UNKNOWN
    choices: tuple[str, ...] = ()
    if status is Status.STATED and spec.choices and not none_of_them(text):
        choices = reader.best_choices(seen, spec, lenient=is_no(text) or len(text.split()) <= SHORT_ANSWER_WORDS)
    return _answer(text, asked, status=status, choices=choices, basis="answer to the question asked")


def _answer(
    text: str,
    asked: Question,
    *,
    status: Status = Status.STATED,
    choices: tuple[str, ...] = (),
    basis: str,
) -> Claim:
    return Claim(
        field=asked.field,
        status=status,
        choices=choices,
        quote=text.strip(),
        near=0,
        confidence=0.9,
        basis=basis,
    )


def _without_question(claims: list[Claim], text: str, question: str) -> list[Claim]:
    """Nothing is claimed from the person's question in return."""
    if not question:
        return claims
    start = text.find(question)
    end = start + len(question)
    return [
        claim
        for claim in claims
        if claim.near is None or not start <= claim.near < end
    ]


def _corrected(
    text: str, claims: list[Claim], understood: Understood, catalogue: Catalogue
) -> str | None:
    if understood.intent is not Intent.CORRECTION:
        return None
    named = field_titles_in(text, [(spec.id, spec.title) for spec in catalogue.fields])
    return named or (claims[0].field if claims else None)


