"""Words a reply from its plan: short, plain sentences that a person does not mind reading."""

import re
from collections.abc import Iterator

from assistant.domain.catalogue import Passage
from assistant.domain.reading import Intent, Status
from assistant.domain.reply import Heard, ReplyPlan
from assistant.domain.rules import shortened

FEW = 3
WARNINGS = 2
SENTENCES = 3
NOTHING_FOUND = "I have found nothing relevant on that in my notes, so I won't guess."
_STATUS = {
    Status.UNKNOWN: "as not known yet",
    Status.NOT_APPLICABLE: "as not applicable",
    Status.MISSING: "as open",
}


def worded(plan: ReplyPlan) -> Iterator[str]:
    """Word a reply, paragraph by paragraph."""
    first = True
    for paragraph in _paragraphs(plan):
        if paragraph:
            yield paragraph if first else f"\n\n{paragraph}"
            first = False


def _paragraphs(plan: ReplyPlan) -> Iterator[str]:
    yield plan.notice
    yield _side_answer(plan)
    yield _acknowledged(plan)
    yield _reopened(plan)
    yield _warned(plan)
    yield _closing(plan)


def _side_answer(plan: ReplyPlan) -> str:
    if not plan.side_question:
        return ""
    if _asks_why(plan.side_question) and plan.question:
        return f"I ask because: {plan.question.why}"
    if not plan.passages:
        return NOTHING_FOUND
    best = plan.passages[0]
    more = ""
    if len(plan.passages) > 1:
        more = f" See also “{plan.passages[1].title}” [2]."
    return f"{gist(best, plan.side_question)} [1]{more}"


def _asks_why(question: str) -> bool:
    return bool(
        re.match(
            r"^\W*(?:(?:but|and|ok|so)\W+)*why\b.{0,40}(?:\b(?:ask|need|want|matter|important|know|relevant|question|care)\b|\?$)"
            r"|^\W*why\W*$|^\W*what(?:'s| is) (?:that|this|it) for",
            question,
            re.IGNORECASE,
        )
    )


def gist(passage: Passage, question: str) -> str:
    """The few sentences of a passage that speak most to the question, in their order."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"'])", " ".join(passage.text.split()))
    if len(sentences) <= SENTENCES:
        return " ".join(sentences)
    wanted = set(re.findall(r"[a-z]{4,}", question.lower()))
    ranked = sorted(
        range(len(sentences)),
        key=lambda index: (-len(wanted & set(re.findall(r"[a-z]{4,}", sentences[index].lower()))), index),
    )
    chosen = sorted({0, *ranked[: SENTENCES - 1]})
    return " ".join(sentences[index] for index in chosen)


def _acknowledged(plan: ReplyPlan) -> str:
    fixed = _FIXED.get(plan.intent)
    if fixed and not plan.heard:
        return fixed
    if plan.intent is Intent.DONT_KNOW and plan.heard:
        return f"That's fine: I've kept **{plan.heard[0].title}** as an open point."
    if not plan.heard:
        return "" if plan.opening or plan.side_question else "I couldn't tie that to a point of the scope; you can put it another way."
    if plan.intent is Intent.CORRECTION:
        return " ".join(_changed(item) for item in plan.heard[:FEW])
    clashes = [item for item in plan.heard if item.conflict]
    if clashes:
        names = ", ".join(f"**{item.title}**" for item in clashes)
        return f"What you said about {names} doesn't fit together yet; I've kept both statements."
    return _noted(plan.heard)


def _changed(item: Heard) -> str:
    if item.before:
        return f"Changed **{item.title}**: “{shortened(item.value, 90)}” instead of “{shortened(item.before, 90)}”."
    return f"Noted **{item.title}**: “{shortened(item.value, 90)}”."


def _noted(heard: tuple[Heard, ...]) -> str:
    if len(heard) > FEW:
        names = [item.title.lower() for item in heard]
        return f"Thanks, that tells me a lot. I've noted {len(heard)} points: {', '.join(names[:-1])} and {names[-1]}."
    return "Noted: " + "; ".join(_one(item) for item in heard) + "."


def _one(item: Heard) -> str:
    if item.status is not Status.STATED:
        return f"**{item.title}** {_STATUS[item.status]}"
    chosen = f" ({', '.join(choice.replace('_', ' ') for choice in item.choices)})" if item.choices else ""
    return f"**{item.title}**{chosen}: “{shortened(item.value, 90)}”"


def _reopened(plan: ReplyPlan) -> str:
    if not plan.reopened:
        return ""
    count = len(plan.reopened)
    return f"This affects {count} answer{'s' if count > 1 else ''}, which I'll ask again: {', '.join(plan.reopened)}."


def _warned(plan: ReplyPlan) -> str:
    serious = [flag for flag in plan.new_flags if flag.severity in ("blocker", "high")]
    shown = (serious or list(plan.new_flags))[:WARNINGS]
    if not shown:
        return ""
    head = "One thing to watch" if len(shown) == 1 else "Two things to watch"
    rest = len(plan.new_flags) - len(shown)
    more = f" ({rest} more on the panel.)" if rest > 0 else ""
    return f"{head}: " + " ".join(flag.why for flag in shown) + more


def _closing(plan: ReplyPlan) -> str:
    if plan.intent is Intent.STOP or plan.question is None:
        return _summary(plan)
    if plan.repeated and plan.intent in (Intent.QUESTION, Intent.OFF_TOPIC, Intent.INSULT):
        return "Back to the question:"
    return ""


def _summary(plan: ReplyPlan) -> str:
    verdict = {
        "yes": "this looks like a case for machine learning",
        "no": "you don't need machine learning for this",
        "unclear": "it is still open whether machine learning is needed",
    }[plan.verdict.ml_needed]
    ready = "ready to start" if plan.verdict.ready else "not ready to start yet"
    open_points = f"{plan.open_points} core points are still open and listed on the panel" if plan.open_points else "all core points are covered"
    return f"Where we stand: {verdict}. {plan.verdict.why} The project is {ready}; {open_points}."


_FIXED = {
    Intent.SKIP: "Skipped. It stays open, and I won't ask it again.",
    Intent.REPEAT: "Here it is again.",
    Intent.GO_BACK: "Back to the question before.",
    Intent.FILL_IN: (
        "I can't make that up for you: every value here rests on your own words. A rough answer is fine, "
        "and so is “I don't know”."
    ),
    Intent.OFF_TOPIC: "That's outside what I can help with; I scope machine-learning projects.",
    Intent.INSULT: "I'm sorry this is annoying. You can skip a question, or say “enough for now” at any time.",
    Intent.START_OVER: "Let's start afresh. What should the project do, for whom, and why now?",
}
