"""What code says word for word in a reply, whichever engine words the rest: repairs, reasons, the summary."""

from assistant.domain.assessment import Assessment
from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Question, Round
from assistant.domain.reading import Intent, Status
from assistant.domain.rules import shortened
from assistant.domain.session import State, Turn, TurnKind
from assistant.domain.wishes import asks_why, is_bare_not_applicable, same_as_before

MOST_OPEN = 8
QUOTE_CHARS = 100
BEGIN = "What should the project do, for whom, and why now?"
STARTED_OVER = f"Let's start afresh; what you said before stays in this session's history. {BEGIN}"
NO_INVENTION = "I can't make that up for you: every value here rests on your own words. A rough answer is fine, and so is “I don't know”."


def said_first(
    turn: Turn, before: State, question: Question | None, side_question: str, catalogue: Catalogue
) -> tuple[str, ...]:
    """The sentences that a repair calls for."""
    if turn.kind is TurnKind.UNDO:
        taken = f"Taken back: “{shortened(turn.undone, QUOTE_CHARS)}”."
        return (taken,) if question else (taken, BEGIN)
    if turn.kind is TurnKind.START_OVER:
        return (STARTED_OVER,)
    told = [
        _gone_back(turn, before, question),
        _why(side_question, turn.asked),
        _not_made_up(turn),
        _spoken_against(turn, catalogue),
        _owner(turn, before, catalogue),
        _kept(turn, before),
        _only_remarked(turn),
        _follow_up(question),
    ]
    return tuple(words for words in told if words)


def is_whole(turn: Turn, side_question: str) -> bool:
    """Tell whether code's words are the whole reply."""
    if turn.kind in (TurnKind.UNDO, TurnKind.START_OVER):
        return True
    if turn.grounded.claims or turn.notice:
        return False
    fixed = turn.intent in (Intent.GO_BACK, Intent.FILL_IN) or bool(turn.against) or bool(turn.owners)
    return fixed or (bool(turn.asked) and asks_why(side_question))


def _gone_back(turn: Turn, before: State, question: Question | None) -> str:
    if turn.intent is not Intent.GO_BACK:
        return ""
    if question is None or (turn.asked and question.key == turn.asked.key):
        return "There is no question before this one."
    values = [before.scope.value(field) for field in question.fields]
    said = "; ".join(value for value in values if value)
    noted = f" I have noted “{shortened(said, QUOTE_CHARS)}”; say it anew, or “leave it”." if said else ""
    return f"Back to the question before.{noted}"


def _why(side_question: str, asked: Question | None) -> str:
    if asked is None or not asks_why(side_question):
        return ""
    return f"I ask because: {asked.why}"


def _not_made_up(turn: Turn) -> str:
    if turn.intent is not Intent.FILL_IN:
        return ""
    example = f" On another project, somebody answered: “{turn.asked.good}”" if turn.asked and turn.asked.good else ""
    return NO_INVENTION + example


def _spoken_against(turn: Turn, catalogue: Catalogue) -> str:
    if not turn.against or turn.asked is None:
        return ""
    quote = shortened(turn.against[0].quote, QUOTE_CHARS)
    title = catalogue.field_by_id[turn.asked.field].title
    return (
        f"You said “{quote}”, so **{title}** does seem to apply, and I keep it open. "
        "If it really doesn't, say so once more with the reason."
    )


def _owner(turn: Turn, before: State, catalogue: Catalogue) -> str:
    if turn.owners:
        titles = ", ".join(f"**{catalogue.field_by_id[owner.field].title}**" for owner in turn.owners)
        return f"I've kept {titles} as open, to be answered by {turn.owners[0].name}."
    unknown = [claim.field for claim in turn.grounded.claims if claim.status is Status.UNKNOWN]
    if turn.intent is not Intent.DONT_KNOW or not unknown or unknown[0] in before.owners:
        return ""
    role = catalogue.field_by_id[unknown[0]].owner
    return f"Who would know: perhaps the {role}? Say “ask …” with a name whenever you like, and I'll put it beside this point."


def _kept(turn: Turn, before: State) -> str:
    same = turn.asked is not None and same_as_before(turn.text) and bool(before.scope.value(turn.asked.field))
    return "Kept as it is." if same and not turn.grounded.claims else ""


def _only_remarked(turn: Turn) -> str:
    only = turn.grounded.remarks and not (turn.grounded.claims or turn.grounded.signals)
    return "I've kept that as a remark; nothing in the scope follows from it." if only else ""


def _follow_up(question: Question | None) -> str:
    if question is None or question.round is not Round.MORE:
        return ""
    return f"I've noted it as you said it. Could you be more exact? On another project, somebody answered: “{question.good}”"


def summary(now: Assessment, after: State, catalogue: Catalogue) -> str:
    """Where the project stands, with the open points and who would know them."""
    verdict = {
        "yes": "this looks like a case for machine learning",
        "no": "you don't need machine learning for this",
        "unclear": "it is still open whether machine learning is needed",
    }[now.verdict.ml_needed]
    ready = "ready to start" if now.verdict.ready else "not ready to start yet"
    return f"Where we stand: {verdict}. {now.verdict.why} The project is {ready}. {_open_points(now, after, catalogue)}"


def _open_points(now: Assessment, after: State, catalogue: Catalogue) -> str:
    unknown = [spec.id for spec in catalogue.fields if now.scope.field(spec.id).status is Status.UNKNOWN]
    fields = list(dict.fromkeys([*unknown, *now.verdict.missing]))
    if not fields:
        return "All core points are covered."
    shown = [_point(field, after, catalogue) for field in fields[:MOST_OPEN]]
    rest = len(fields) - len(shown)
    more = f" and {rest} more on the panel" if rest else ""
    return f"Still open: {', '.join(shown)}{more}."


def _point(field: str, after: State, catalogue: Catalogue) -> str:
    spec = catalogue.field_by_id[field]
    who = after.owners.get(field)
    return f"{spec.title} ({who} would know)" if who else spec.title


def hand_over_message(project: str, question: Question, owner: str | None = None) -> str:
    """A short message with which a question is handed to the colleague who knows.

    Args:
        project: what the project does, or its name.
        question: what is asked.
        owner: whom it goes to, where a name is known.
    """
    lines = [
        f"Hello{f' {owner}' if owner else ''},",
        f"we are scoping the project “{shortened(project, QUOTE_CHARS)}”. One point is open that you may know about:",
        question.text,
        f"Why it matters: {question.why}",
    ]
    if question.options:
        lines.append("Possible answers: " + "; ".join(option.label for option in question.options) + ".")
    if question.good:
        lines.append(f"A good answer from another project, as an example: {question.good}")
    lines.append("One or two sentences are enough. If you don't know either, who would? Thank you!")
    return "\n\n".join(lines)


def bare_not_applicable(turn: Turn) -> bool:
    """The person said that it doesn't apply, and not why."""
    return turn.intent is Intent.NOT_APPLICABLE and is_bare_not_applicable(turn.text)
