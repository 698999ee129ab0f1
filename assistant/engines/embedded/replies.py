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
    if not plan.passages:
        return NOTHING_FOUND
    best = plan.passages[0]
    more = ""
    if len(plan.passages) > 1:
        more = f" See also “{plan.passages[1].title}” [2]."
    return f"{gist(best, plan.side_question)} [1]{more}"


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
        titles = " and ".join(f"**{item.title}**" for item in plan.heard if item.status is Status.UNKNOWN)
        return f"That's fine: I've kept {titles} as an open point." if titles else _noted(plan.heard)
    if not plan.heard:
        return _not_tied(plan)
    clashes = [item for item in plan.heard if item.conflict]
    if clashes:
        names = ", ".join(f"**{item.title}**" for item in clashes)
        return f"What you said about {names} doesn't fit together yet; I've kept both statements."
    if any(item.before for item in plan.heard):
        return " ".join(_changed(item) for item in plan.heard[:FEW])
    return _noted(plan.heard)


def _not_tied(plan: ReplyPlan) -> str:
    if plan.opening or plan.side_question or plan.first or plan.notice or plan.intent is Intent.STOP:
        return ""
    return "I couldn't tie that to a point of the scope; you can put it another way."


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
    back = (Intent.QUESTION, Intent.OFF_TOPIC, Intent.INSULT, Intent.CORRECTION)
    return "Back to the question:" if plan.question and plan.repeated and plan.intent in back else ""


_FIXED = {
    Intent.SKIP: "Skipped. It stays open, and I won't ask it again.",
    Intent.REPEAT: "Here it is again.",
    Intent.OFF_TOPIC: "That's outside what I can help with; I scope machine-learning projects.",
    Intent.INSULT: "I'm sorry this is annoying. You can skip a question, or say “enough for now” at any time.",
}
