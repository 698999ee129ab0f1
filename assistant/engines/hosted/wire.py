"""The shape of a model's answer, and its mapping to a reading."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.domain.catalogue import Catalogue
from assistant.domain.evidence import locate
from assistant.domain.reading import Claim, Intent, Polarity, Reading, Remark, Signal, Status, Usage

MAX_REMARKS = 3
MAX_QUESTION_CHARS = 400
_NO_CLAIM = frozenset({"missing", None})


def _listed(value: object) -> object:
    return [] if value is None else [value] if isinstance(value, str) else value


def _claimed(value: object) -> object:
    """Models like to list what is missing, too; silence needs no entry."""
    if not isinstance(value, list):
        return value
    return [line for line in value if not isinstance(line, dict) or _says_something(line)]


def _says_something(line: dict[str, Any]) -> bool:
    return bool(line.get("quote")) and line.get("status", "stated") not in _NO_CLAIM


_Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    quote: str


class ClaimLine(_Line):
    """A value that the text gives a field."""

    field: str
    status: Literal["stated", "unknown", "not_applicable"] = "stated"
    value: _Text = ""
    choices: Annotated[list[str], BeforeValidator(_listed)] = Field(default_factory=list)


class SignalLine(_Line):
    """A fact of the vocabulary."""

    id: str
    polarity: Literal["present", "negated", "hypothetical", "other_party"] = "present"


class RemarkLine(_Line):
    """Something else worth noting."""

    text: str


class DocumentAnswer(BaseModel):
    """What a text says about a project."""

    model_config = ConfigDict(extra="ignore")
    claims: Annotated[list[ClaimLine], BeforeValidator(_claimed)]
    signals: list[SignalLine]
    remarks: list[RemarkLine] = Field(default_factory=list)


class MessageAnswer(DocumentAnswer):
    """What a message of a talk says, and what the person does with it."""

    intent: Intent
    side_question: _Text = ""
    corrects: _Text = ""


@cache
def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema in the strict form: all required, nothing else allowed, no defaults."""
    schema: dict[str, Any] = _strict(shape.model_json_schema())
    return schema


def _strict(node: Any) -> Any:  # noqa: ANN401 - a schema nests anything
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _strict(value) for key, value in node.items() if key not in _LEFT_OUT}
    properties = node.get("properties")
    if isinstance(properties, dict):
        made["properties"] = {name: _strict(value) for name, value in properties.items()}
        made |= {"required": list(properties), "additionalProperties": False}
    return made


_LEFT_OUT = frozenset({"title", "default", "description"})


class Context:
    """What an answer is about: where its text begins, and how its words are made harmless."""

    def __init__(self, text: str, start: int, catalogue: Catalogue, clean: Callable[[str], str]) -> None:
        self.text = text
        self.start = start
        self.catalogue = catalogue
        self.clean = clean

    def near(self, quote: str) -> int | None:
        """Where the quote stands in the whole text; None where it doesn't: grounding rejects it."""
        span = locate(quote, self.text)
        return self.start + span.start if span else None


def to_reading(answer: DocumentAnswer, context: Context, engine: str, usage: Usage) -> Reading:
    """Map an answer to a reading; nothing is checked here, since grounding checks everything."""
    reading = Reading(
        engine=engine,
        claims=tuple(_claim(line, context) for line in answer.claims),
        signals=tuple(
            Signal(
                id=line.id,
                polarity=Polarity(line.polarity),
                quote=line.quote,
                near=context.near(line.quote),
                basis="read by the model",
            )
            for line in answer.signals
        ),
        remarks=tuple(
            Remark(text=context.clean(line.text), quote=line.quote, near=context.near(line.quote))
            for line in answer.remarks[:MAX_REMARKS]
        ),
        usage=usage,
    )
    return _with_intent(reading, answer, context) if isinstance(answer, MessageAnswer) else reading


def _claim(line: ClaimLine, context: Context) -> Claim:
    return Claim(
        field=line.field,
        status=Status(line.status),
        value=context.clean(line.value),
        choices=tuple(line.choices),
        quote=line.quote,
        near=context.near(line.quote),
        basis="read by the model",
    )


def _with_intent(reading: Reading, answer: MessageAnswer, context: Context) -> Reading:
    known = context.catalogue.field_by_id
    return reading.model_copy(
        update={
            "intent": answer.intent,
            "side_question": context.clean(answer.side_question)[:MAX_QUESTION_CHARS].strip(),
            "corrects": answer.corrects if answer.corrects in known else None,
        }
    )
