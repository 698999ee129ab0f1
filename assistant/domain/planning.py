"""Plans the reply to a message: what was heard, what is new, and the one question to ask next."""

from assistant.domain.assessment import Assessment
from assistant.domain.catalogue import Catalogue, Option, Passage
from assistant.domain.questions import QUICK_QUESTIONS, Depth, Question, Round, next_question, question_about
from assistant.domain.reading import Intent, Status
from assistant.domain.reply import Heard, ReplyPlan
from assistant.domain.session import State, Turn, TurnKind
from assistant.domain.wishes import asks_why, is_vague
from assistant.domain.wording import bare_not_applicable, is_whole, said_first, summary

_SAME_QUESTION = frozenset(
    {Intent.QUESTION, Intent.REPEAT, Intent.OFF_TOPIC, Intent.INSULT, Intent.FILL_IN, Intent.CORRECTION}
)
_FIRM = 2


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
    question, repeated = plan_question(turn, before, after, now, depth, catalogue)
    known = {flag.id for flag in earlier.flags}
    current = {flag.id for flag in now.flags}
    why = asks_why(side_question) and turn.asked is not None
    ends = question is None and turn.kind not in (TurnKind.START_OVER, TurnKind.UNDO)
    return ReplyPlan(
        intent=turn.intent,
        message=turn.text,
        heard=() if turn.kind is TurnKind.UNDO else _heard(turn, before, after, catalogue),
        new_flags=tuple(flag for flag in now.flags if flag.id not in known),
        settled_flags=tuple(flag.id for flag in earlier.flags if flag.id not in current),
        question=question,
        repeated=repeated,
        side_question="" if why else side_question,
        passages=() if why else passages,
        reopened=tuple(catalogue.field_by_id[field].title for field in turn.reopened),
        verdict=now.verdict,
        open_points=len(now.verdict.missing),
        notice=turn.notice,
        opening=turn.kind is TurnKind.OPENING,
        first=said_first(turn, before, question, side_question, catalogue),
        last=summary(now, after, catalogue) if ends else "",
        complete=is_whole(turn, side_question),
    )


def plan_question(
    turn: Turn, before: State, after: State, now: Assessment, depth: Depth, catalogue: Catalogue
) -> tuple[Question | None, bool]:
    """Choose the question to put after a turn, and tell whether it was put before."""
    if turn.kind is TurnKind.UNDO:
        return after.question, True
    if turn.kind is TurnKind.START_OVER or turn.intent is Intent.STOP:
        return None, False
    if turn.intent is Intent.GO_BACK:
        return _earlier(before), True
    asked = turn.asked
    room = depth is not Depth.QUICK or len(after.put) < QUICK_QUESTIONS
    if asked is not None:
        if _stays(turn, asked, now):
            return asked, True
        second = _second_round(turn, asked, now, catalogue)
        if second is not None and room and second.key not in after.put:
            return second, second.round is Round.AGAIN
    return _next(turn, before, after, now, depth, catalogue), False


def _earlier(before: State) -> Question | None:
    """The question before the open one; the open one itself where there is none."""
    earlier = [question for question in before.trail if before.question is None or question.key != before.question.key]
    return earlier[-1] if earlier else before.question


def _stays(turn: Turn, asked: Question, now: Assessment) -> bool:
    """The open question stands as it is, since the message did something else."""
    if _answered(turn, asked) or turn.against:
        return False
    if _closed(asked, now) and not asked.conflict and turn.intent is Intent.CORRECTION:
        return False
    unread = turn.intent is Intent.ANSWER and not (turn.grounded.claims or turn.grounded.signals)
    aside = unread and bool(turn.notice or turn.grounded.remarks or turn.owners)
    return turn.intent in _SAME_QUESTION or aside


def _answered(turn: Turn, asked: Question) -> bool:
    return any(claim.field in asked.fields for claim in turn.grounded.claims)


def _closed(asked: Question, now: Assessment) -> bool:
    return all(now.scope.field(field).closed for field in asked.fields)


def _second_round(turn: Turn, asked: Question, now: Assessment, catalogue: Catalogue) -> Question | None:
    """One more word on the same field: it was missed, or answered too vaguely, or said not to apply without a reason."""
    spec = catalogue.field_by_id[asked.field]
    if asked.round is not Round.FIRST or asked.conflict or turn.intent in (Intent.SKIP, Intent.DONT_KNOW):
        return None
    if turn.against or not (_answered(turn, asked) or _closed(asked, now)):
        return asked.model_copy(update={"round": Round.AGAIN})
    state = now.scope.field(asked.field)
    if bare_not_applicable(turn) and state.status is Status.NOT_APPLICABLE:
        return question_about(spec, round_=Round.REASON)
    mine = next((claim for claim in turn.grounded.claims if claim.field == asked.field), None)
    if mine and mine.status is Status.STATED and not mine.choices and is_vague(turn.text):
        return question_about(spec, round_=Round.MORE)
    return None


def _next(
    turn: Turn, before: State, after: State, now: Assessment, depth: Depth, catalogue: Catalogue
) -> Question | None:
    if turn.intent is Intent.SKIP and before.question is None and before.put:
        depth = Depth.THOROUGH  # The person asks for more than the dial would.
    question = next_question(now.questions, depth, len(after.put), catalogue)
    return _with_statements(question, after) if question and question.conflict else question


def _with_statements(question: Question, after: State) -> Question:
    """Offer the statements that contradict each other, in the order in which they are quoted."""
    quoted = after.scope.field(question.field).evidence
    said = [
        claim.choices[0]
        for item in quoted
        for claim in after.claims.get(question.field, ())
        if claim.evidence == item and claim.choices
    ]
    labels = {option.choice: option for option in question.options}
    options: tuple[Option, ...] = tuple(labels[choice] for choice in dict.fromkeys(said) if choice in labels)
    return question.model_copy(update={"options": options}) if len(options) == _FIRM else question


def _heard(turn: Turn, before: State, after: State, catalogue: Catalogue) -> tuple[Heard, ...]:
    fields = dict.fromkeys(claim.field for claim in turn.grounded.claims)
    heard = []
    for field in fields:
        old, new = before.scope.field(field), after.scope.field(field)
        if new == old:
            continue
        replaced = old.value if old.value and old.value != new.value and not new.conflict else None
        corrected = turn.intent is Intent.CORRECTION or (turn.asked is not None and field in turn.asked.fields)
        heard.append(
            Heard(
                field=field,
                title=catalogue.field_by_id[field].title,
                status=new.status,
                value=new.value or "",
                choices=new.choices,
                before=replaced if corrected and old.status is Status.STATED else None,
                conflict=new.conflict,
            )
        )
    return tuple(heard)
