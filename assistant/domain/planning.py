"""Plans the reply to a message: what was heard, what is new, and the one question to ask next."""

from assistant.domain.assessment import Assessment
from assistant.domain.catalogue import Catalogue, Passage
from assistant.domain.questions import Depth, Question, next_question
from assistant.domain.reading import Intent
from assistant.domain.reply import Heard, ReplyPlan
from assistant.domain.session import State, Turn, TurnKind

_SAME_QUESTION = frozenset(
    {Intent.QUESTION, Intent.REPEAT, Intent.OFF_TOPIC, Intent.INSULT, Intent.FILL_IN}
)


def plan_reply(  # noqa: PLR0913 - the reply draws on all of them, and they are named at the one call
    *,
    turn: Turn,
    before: State,
    after: State,
    earlier: Assessment,
    now: Assessment,
    passages: tuple[Passage, ...],
    side_question: str,
    depth: Depth,
    catalogue: Catalogue,
) -> ReplyPlan:
    """Plan the reply to one turn."""
    question, repeated = _question(turn, before, now, depth, catalogue)
    known = {flag.id for flag in earlier.flags}
    current = {flag.id for flag in now.flags}
    return ReplyPlan(
        intent=turn.intent,
        message=turn.text,
        heard=_heard(turn, before, after, catalogue),
        new_flags=tuple(flag for flag in now.flags if flag.id not in known),
        settled_flags=tuple(flag.id for flag in earlier.flags if flag.id not in current),
        question=question,
        repeated=repeated,
        side_question=side_question,
        passages=passages,
        reopened=tuple(catalogue.field_by_id[field].title for field in turn.reopened),
        verdict=now.verdict,
        open_points=len(now.verdict.missing),
        notice=turn.notice,
        opening=turn.kind is TurnKind.OPENING,
    )


def _question(
    turn: Turn, before: State, now: Assessment, depth: Depth, catalogue: Catalogue
) -> tuple[Question | None, bool]:
    if turn.intent is Intent.STOP:
        return None, False
    unanswered = before.question is not None and not now.scope.field(before.question.field).closed
    stays = turn.intent in _SAME_QUESTION and not turn.grounded.claims
    if stays and unanswered:
        return before.question, True
    asked = len([key for key in before.asked])
    return next_question(now.questions, depth, asked, catalogue), False


def _heard(turn: Turn, before: State, after: State, catalogue: Catalogue) -> tuple[Heard, ...]:
    fields = dict.fromkeys(claim.field for claim in turn.grounded.claims)
    heard = []
    for field in fields:
        old, new = before.scope.field(field), after.scope.field(field)
        if new == old:
            continue
        heard.append(
            Heard(
                field=field,
                title=catalogue.field_by_id[field].title,
                status=new.status,
                value=new.value or "",
                choices=new.choices,
                before=old.value if old.value and turn.intent is Intent.CORRECTION else None,
                conflict=new.conflict,
            )
        )
    return tuple(heard)
