"""How cases are written down: a model per kind of file, from which `evals/cases/schemas/` is made."""

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.reading import Intent

NOT_ANNOTATED = frozenset(
    {
        "project.model_approach",
        "data.modality",
        "impact.reversibility",
        "impact.engagement",
        "ethics.security_and_access",
        "ethics.accessibility",
    }
)
"""Fields that came after the descriptions were annotated: nobody looked for them there, so they count neither way."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DescriptionHeader(_Entry):
    """The header of an annotated description (`knowledge/reading/FORMAT.md`)."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]+$")
    domain: str
    form: str
    ml_needed: str | None = None
    must_flag: tuple[str, ...] | None = None
    may_flag: tuple[str, ...] = ()
    top_questions: tuple[str, ...] = ()
    notes: str = ""


class FlagGold(_Entry):
    """The annotation of a short text: what went wrong there, or which flags its tempting words must not raise."""

    incident: str | None = None
    control: str | None = None
    source: str = ""
    harm_flags: tuple[str, ...] = ()
    may_flag: tuple[str, ...] = ()
    must_not_flag: tuple[str, ...] = ()
    severity: str = ""
    severity_level: int = Field(default=1, ge=1, le=5)
    withheld_names: tuple[str, ...] = ()
    tempting_words: tuple[str, ...] | str = ()


class GuidanceQuestion(_Entry):
    """A question to the guidance and the passages that answer it; none where it is off the topic."""

    id: str
    text: str
    passages: tuple[str, ...] = ()
    gap: str = ""


class GuidanceQuestions(_Entry):
    """The file of questions."""

    questions: tuple[GuidanceQuestion, ...]
    off_topic: tuple[GuidanceQuestion, ...] = ()
    unanswered: tuple[GuidanceQuestion, ...] = ()


class TurnGold(_Entry):
    """One message of a recorded talk.

    Attributes:
        intent: what the person does with it.
        fields: fields that the message answers, each with words of it that show so.
        quiet: fields that a careless reader would fill from it.
        asks: it puts a question in return.
        remark: it holds words that are meant to steer the assistant, which belong in a remark.
    """

    says: str
    intent: Intent
    fields: dict[str, str] = {}
    quiet: tuple[str, ...] = ()
    asks: bool = False
    remark: bool = False


class TalkGold(_Entry):
    """A talk, message by message; the passages are what the guidance is made to find in it."""

    id: str
    tests: str
    passages: tuple[str, ...] = ()
    turns: tuple[TurnGold, ...]


class Recorded(_Entry):
    """What has a cassette: descriptions by id, and talks."""

    drafts: tuple[str, ...]
    talks: tuple[TalkGold, ...]


class ChangedText(_Entry):
    """A short description and what is done to it.

    Attributes:
        text: the description, in paragraphs.
        same: changes that must leave its flags alone, by name of the change.
        gone: texts with a mitigation or a negation added, and the flag that must go with it.
    """

    id: str
    text: str
    same: dict[str, str] = {}
    gone: dict[str, str] = {}


class ChangedTexts(_Entry):
    """The file of changed texts."""

    cases: tuple[ChangedText, ...]
