"""One field of the scope as HTML: its value, the words it rests on, and what it was before."""

from collections.abc import Mapping

from assistant.domain.catalogue import FieldSpec
from assistant.domain.evidence import Evidence
from assistant.domain.reading import Status
from assistant.domain.scope import FieldState, Former
from ui.parts.text import escape, shortened

STATUS_WORDS = {
    Status.STATED: "Stated",
    Status.UNKNOWN: "Not known yet",
    Status.NOT_APPLICABLE: "Not applicable",
    Status.MISSING: "Nobody said",
}
QUOTES_SHOWN = 4
QUOTE_CHARS = 400


def chip(words: str, kind: str) -> str:
    """A small label."""
    return f'<span class="chip {escape(kind)}">{escape(words)}</span>'


def field_html(spec: FieldSpec, state: FieldState, names: Mapping[str, str], number: int = 0) -> str:
    """A field with all that is known of it.

    Args:
        spec: its title and options.
        state: what is known.
        names: names of the sources of its quotes.
        number: the number of its marks in the text beside it, 0 for none.
    """
    clash = chip("Contradiction", "conflict") if state.conflict else ""
    mark = f'<span class="num">{number}</span>' if number else ""
    top = (
        f'<div class="top">{mark}<span class="name">{escape(spec.title)}</span>'
        f"{chip(STATUS_WORDS[state.status], state.status)}{clash}</div>"
    )
    former = "".join(_former_html(item) for item in state.history if _differs(item, state))
    body = _value_html(spec, state) + quotes_html(state.evidence, names, clash=state.conflict)
    return f'<div class="field">{top}{body}{former}</div>'


def quotes_html(evidence: tuple[Evidence, ...], names: Mapping[str, str], *, clash: bool = False) -> str:
    """Quotes with where they come from."""
    kind = "quote clash" if clash else "quote"
    shown = "".join(
        f'<div class="{kind}">“{escape(shortened(item.quote, QUOTE_CHARS))}”'
        f"<cite>{escape(names.get(item.source, item.source))}</cite></div>"
        for item in evidence[:QUOTES_SHOWN]
    )
    more = len(evidence) - QUOTES_SHOWN
    return shown + (f'<p class="soft">and {more} more</p>' if more > 0 else "")


def labels(spec: FieldSpec, choices: tuple[str, ...]) -> list[str]:
    """The labels of choices, as a person would say them."""
    known = {option.choice: option.label for option in spec.options}
    return [known.get(choice, choice) for choice in choices]


def _value_html(spec: FieldSpec, state: FieldState) -> str:
    if state.status is Status.MISSING:
        return ""
    parts = labels(spec, state.choices)
    if state.value and state.value not in parts and not _quoted(state.value, state.evidence):
        parts.append(shortened(state.value, QUOTE_CHARS))
    return "".join(f'<div class="value">{escape(part)}</div>' for part in parts)


def _quoted(value: str, evidence: tuple[Evidence, ...]) -> bool:
    """Tell whether a value only repeats its quotes."""
    quotes = {_bare(item.quote) for item in evidence}
    return _bare(value) in quotes or all(_bare(part) in quotes for part in value.split("; "))


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:").lower()


def _differs(former: Former, state: FieldState) -> bool:
    known = former.status is not Status.MISSING
    return known and (former.value, former.choices) != (state.value, state.choices)


def _former_html(former: Former) -> str:
    words = former.value or ", ".join(former.choices) or STATUS_WORDS[former.status]
    return f'<p class="former">Earlier: “{escape(shortened(words, QUOTE_CHARS))}”</p>'
