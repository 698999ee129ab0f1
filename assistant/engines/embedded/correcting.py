"""Finds the earlier answer that a correction is about: by its title, its words and figures, its subject, or being the latest."""

import re
from typing import TYPE_CHECKING

from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.picks import bare
from assistant.domain.questions import Question
from assistant.domain.reading import Claim, Status
from assistant.domain.scope import FieldState
from assistant.engines.embedded.asked import Answering, choices_of
from assistant.engines.embedded.intents import field_titles_in
from assistant.ports import ReadRequest

if TYPE_CHECKING:
    from assistant.engines.embedded.reader import Reader

SHARED_WEIGHT, NAME_WEIGHT, LATEST_WEIGHT, ENOUGH, LEAD = 0.6, 0.3, 0.15, 0.12, 0.1
_LITTLE = frozenset(
    "actually that this with from have will would they them their there what when which were been only about because for the and not "
    "but are was has had our your its it's wrong correct correction sorry should can more than does did you into also".split()
)
_TURN = re.compile(r"turn-(\d+)$")


def corrected_claims(request: ReadRequest, asked: Question, catalogue: Catalogue, reader: "Reader") -> list[Claim]:
    """The new statement of the field that is corrected; empty where the message rather answers the question.

    Args:
        request: the message and what is known.
        asked: the open question.
        catalogue: the fields.
        reader: scores units.
    """
    text, scope = request.source.text, request.scope
    known = {
        spec.id: scope.field(spec.id) for spec in catalogue.fields if scope.field(spec.id).status is not Status.MISSING
    }
    named = field_titles_in(text, [(spec.id, spec.title) for spec in catalogue.fields if spec.id in known])
    if named:
        return _claim(text, catalogue.field_by_id[named], reader)
    seen = reader.observe(text, whole=False)
    latest = max((_latest(state) for state in known.values()), default=0)
    scores = {
        field: reader.highest(seen, field)
        + SHARED_WEIGHT * _shared(text, state)
        + (NAME_WEIGHT if f" {bare(field.split('.')[1])} " in f" {bare(text)} " else 0.0)
        + (LATEST_WEIGHT if _latest(state) == latest else 0.0)
        for field, state in known.items()
    }
    best = max(scores, key=lambda field: scores[field], default="")
    if not best or scores[best] < ENOUGH or best in asked.fields:
        return []
    if Answering(text, asked, catalogue, reader).best() > scores[best] + LEAD:
        return []
    return _claim(text, catalogue.field_by_id[best], reader)


def _claim(text: str, spec: FieldSpec, reader: "Reader") -> list[Claim]:
    seen = reader.observe(text, question=spec.question)
    return [
        Claim(
            field=spec.id,
            choices=choices_of(spec, seen, text, reader),
            quote=text.strip(),
            near=0,
            confidence=0.8,
            basis="correction of an earlier answer",
        )
    ]


def _shared(text: str, state: FieldState) -> float:
    """How much of the correction's own words and figures stand in the earlier answer."""
    said, before = _words(text), _words(" ".join([state.value or "", *(item.quote for item in state.evidence)]))
    return len(said & before) / len(said) if said else 0.0


def _words(text: str) -> set[str]:
    return {word for word in bare(text).split() if (len(word) > 3 or word.isdigit()) and word not in _LITTLE}  # noqa: PLR2004 - short words tell nothing


def _latest(state: FieldState) -> int:
    turns = [int(match[1]) for item in state.evidence if (match := _TURN.match(item.source))]
    return max(turns, default=0)
