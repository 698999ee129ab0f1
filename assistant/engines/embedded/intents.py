"""Understands what a message of a talk does: answer, question in return, skip, correction, and the other repairs.

Closed word patterns on the whole message: intents are few, short and conventional, unlike descriptions.
"""

import re
from collections.abc import Sequence

from assistant.domain.base import Value
from assistant.domain.picks import bare
from assistant.domain.questions import Question
from assistant.domain.reading import Intent

SHORT_WORDS = 14
LONG_WORDS = 60

_PATTERNS: tuple[tuple[Intent, str], ...] = (
    (
        Intent.START_OVER,
        r"(?:let'?s |please |can we |i want to )*(?:start (?:over|again|from scratch|afresh)|begin again|restart|reset)(?: (?:please|everything|the (?:talk|scope)))*",
    ),
    (
        Intent.STOP,
        r"(?:ok(?:ay)?,? |that'?s |i(?:'m| am) |let'?s |please |i think |we(?:'re| are) )*(?:stop(?: here| now)?|enough(?: for (?:now|today))?|done(?: for (?:now|today))?|finish(?:ed)?"
        r"|that'?s (?:all|it|enough)(?: for (?:now|today))?|no more questions|quit|exit|bye|goodbye|wrap (?:it )?up)(?:[, ]*(?:thanks?|thank you|please|now))*",
    ),
    (
        Intent.REPEAT,
        r"(?:sorry,? |please |can you |could you |what was |again,? )*(?:repeat(?: (?:that|the question|it))?|say (?:that|it) again|(?:what was )?the question(?: again)?"
        r"|pardon|come again|once more|what did you (?:ask|say))(?: please)?",
    ),
    (
        Intent.GO_BACK,
        r"(?:please |can we |let'?s |i want to )*(?:go back|back|previous(?: question)?|undo(?: that)?|take (?:that|it) back|one back|step back|return to the (?:last|previous) question)(?: please)?",
    ),
    (
        Intent.SKIP,
        r"(?:please |let'?s |can we |i(?:'d| would) (?:rather|prefer to) |i(?:'ll| will) |we can )*(?:skip(?: (?:this|that|it|the question|this one|that one))?|pass|next(?: (?:question|one))?|move on|not now|later"
        r"|ask me later|come back to (?:this|that|it) later|no comment|(?:don'?t|do not) want to (?:answer|say)(?: (?:that|this))?|rather not(?: say)?)(?:[, ]*(?:please|for now|thanks?))*",
    ),
    (
        Intent.NOT_APPLICABLE,
        r"(?:(?:that|this|it)(?:'s| is)? |i(?:'d| would) say |that )*(?:n\.?/?a\.?|not applicable|(?:does(?:n'?t| not)) apply(?: (?:here|to us|to this))?|(?:is )?not relevant(?: (?:here|to us|for us))?|irrelevant(?: here)?|not needed here)",
    ),
    (
        Intent.FILL_IN,
        # A request to the assistant, not what people do: "we just guess" is an answer.
        r"(?:(?:.*\b(?:please|(?:can|could|will|would|might) you|you (?:can|could|may|should)|why don'?t you|you)(?: (?:please|just|simply))* "
        r"|.*[,.;:!?–—-]\s*(?:(?:so|then|and) )?(?:(?:just|simply|please) )+"
        r"|(?:(?:ok(?:ay)?|well|so|then|and|oh|hmm+)[,.!]* )*(?:(?:just|simply|please) )*)"
        r"(?:fill (?:it|this|that|them|everything|the rest) (?:in|out)|make (?:it|something) up|invent (?:it|something)"
        r"|answer (?:it |this |that )?(?:yourself|for me)|decide for me|guess)"
        r"|.*\b(?:you decide|whatever you think|use your (?:best )?(?:judg?ment|guess)|put whatever|surprise me))\b.*",
    ),
)
_WHOLE = tuple((intent, re.compile(rf"^\W*{pattern}\W*$", re.IGNORECASE)) for intent, pattern in _PATTERNS)
_DONT_KNOW = re.compile(
    r"^\W*(?:(?:sorry|hmm+|well|um+|uh|honestly|to be honest|ok(?:ay)?|no),?\s+)*(?:(?:i|we)(?:'m| am| are|'re)?\s+(?:really |honestly |just |still )?(?:don'?t|do not|dunno|not sure|unsure|no idea|have no idea|haven'?t|have not|can'?t say|cannot say|couldn'?t say)"
    r"|no (?:idea|clue)|dunno|not sure|unsure|unknown|tb[dc]|to be (?:decided|determined|defined)|don'?t know|idk|not (?:yet )?(?:decided|known|clear)|good question|nobody knows|no one knows|we'?d have to (?:ask|check)|i'?d have to (?:ask|check))\b",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^\W*(?:(?:no|oh|wait|sorry|oops|hmm|hang on|hold on|ok|okay|well|ah)[,.!\s]+)*(?:actually|correction|i (?:was|got (?:it|that)) wrong|i(?:'ve)? (?:made a mistake|misspoke|meant)|scratch that|(?:that|this|it)(?:'s| is| was) (?:wrong|not (?:right|correct|true))"
    r"|(?:please )?(?:change|correct|replace|update|fix) (?:that|it|this|the|my)|i need to correct|i have to correct|not .{1,40}\bbut\b|let me correct|strike that|we(?:'ve| have)? (?:changed|decided otherwise)|change of (?:plan|mind))\b"
    r"|\b(?:i said|we said|you (?:wrote|noted|have|put)|earlier i|before i said)\b.{0,80}\b(?:but|wrong|should be|is (?:really|actually)|in fact|actually)\b"
    r"|\bi take (?:that|it) back\b|\bon second thought",
    re.IGNORECASE,
)
_INSULT = re.compile(
    r"^\W*(?:(?:you(?:'re| are)?|this|that|what an?|such an?|it'?s|is)\s+)*(?:(?:a|an|so|really|totally|completely|fucking|bloody|damn)\s+)*(?:stupid|idiot(?:ic)?|dumb|useless|crap|rubbish|garbage|shit|moron(?:ic)?|annoying|pathetic|terrible|sucks?"
    r"|fuck (?:you|off|this)|shut up|go away|piss off|waste of time)(?:\s+(?:bot|machine|thing|tool|program|assistant|ai|question|questions))*\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|ok(?:ay)?|hmm+|sorry|wait|so|well|just|quick question|before (?:i|that)[^,]*)[,:]?\s+)*(?:what|why|how|which|who|when|where|can you (?:explain|tell|give)|could you (?:explain|tell|give)|do (?:i|we) (?:need|have)|is (?:it|that|this|there)|are (?:there|we)|should (?:i|we)|does|explain|tell me|define|what'?s|give me an example|for example|such as|like what|meaning|an example|example please|would (?:it|that)|may (?:i|we))\b",
    re.IGNORECASE,
)
_ASKS_PLAINLY = re.compile(
    r"^\W*(?:(?:and|but|ok(?:ay)?|hmm+|sorry|wait|so|well|just|quick question)[,:]?\s+)*(?:what(?:'s| is| are| does| do you| would)|why\b|can you|could you|do (?:i|we) (?:need|have)|explain|tell me|define|give me an example|for example\W*$|such as\W*$|like what|meaning\W*$|an example|example please)\b",
    re.IGNORECASE,
)
_OFF_TOPIC = re.compile(
    r"\b(?:weather (?:today|tomorrow|forecast for)|tell me a joke|a joke|football (?:score|result)|recipe for|capital of|who (?:won|is the president)|sing (?:me )?a|write (?:me )?a (?:poem|song|story)|your favou?rite|are you (?:human|a bot|real|alive|conscious)|how old are you|do you (?:love|like|dream|feel)|what(?:'s| is) your name|horoscope|lottery numbers|translate (?:this|the following))\b",
    re.IGNORECASE,
)
_OWNERS = re.compile(
    r"\b(?:ask|check with|(?:would|will|should|might) know|talk to|question for|one for|knows?)\b", re.IGNORECASE
)


class Understood(Value):
    """What a message does.

    Attributes:
        side_question: the question in return, in the person's words.
        rest: the message without the question in return.
    """

    intent: Intent
    side_question: str = ""
    rest: str = ""


def understand(message: str, asked: Question | None) -> Understood:
    """Tell what a message does.

    Args:
        message: the person's words.
        asked: the question that it may answer.
    """
    text = message.strip()
    if len(text.split()) > LONG_WORDS:
        return Understood(intent=Intent.ANSWER, rest=text)
    whole = _whole_intent(text)
    if whole is not None:
        return Understood(intent=whole)
    question = side_question(text)
    rest = text.replace(question, "").strip() if question else text
    if question and len(rest.split()) <= 3:  # noqa: PLR2004 - "ok", "hm, well"
        return Understood(intent=Intent.QUESTION, side_question=question)
    return Understood(intent=_intent_of(rest, asked), side_question=question, rest=rest)


def _whole_intent(text: str) -> Intent | None:
    """What the message does as a whole, where it is one of the conventional ones."""
    if len(text.split()) <= SHORT_WORDS:
        for intent, pattern in _WHOLE:
            if pattern.match(text):
                return intent
        if _INSULT.match(text):
            return Intent.INSULT
    return Intent.OFF_TOPIC if _OFF_TOPIC.search(text) else None


def _intent_of(rest: str, asked: Question | None) -> Intent:
    if _CORRECTION.search(rest):
        return Intent.CORRECTION
    short = len(rest.split()) <= SHORT_WORDS
    if asked and _DONT_KNOW.match(rest) and (short or _OWNERS.search(rest)):
        return Intent.DONT_KNOW
    return Intent.ANSWER


def side_question(text: str) -> str:
    """The question that the person puts in return, empty where there is none."""
    sentences: list[str] = re.findall(r"[^.!?\n]+(?:[.!?]+|$)", text)
    for sentence in sentences:
        stripped = sentence.strip()
        alone = len(sentences) == 1 and len(stripped.split()) <= SHORT_WORDS
        if (stripped.endswith("?") and _ASKS.match(stripped)) or (alone and _ASKS_PLAINLY.match(stripped)):
            return stripped
    return ""


def field_titles_in(message: str, titles: Sequence[tuple[str, str]]) -> str | None:
    """The field that a message names by its title, the longest title first; None where it names none."""
    text = f" {bare(message)} "
    for field, title in sorted(titles, key=lambda pair: -len(pair[1])):
        if f" {bare(title)} " in text:
            return field
    return None
