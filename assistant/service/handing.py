"""A question handed to the colleague who knows."""

from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Question, question_about
from assistant.domain.wording import hand_over_message
from assistant.service.edits import field_named
from assistant.service.texts import UNTITLED
from assistant.service.view import SessionView


def handed_over(view: SessionView, about: str | Question, catalogue: Catalogue) -> str:
    """Write the message for the colleague, by the name that the person gave them where they did.

    Args:
        view: the session.
        about: a question, or a field: then the open question about it, or else the plain one.
        catalogue: the fields.

    Raises:
        InputError: there is no such field.
    """
    question = about if isinstance(about, Question) else _question(view, about, catalogue)
    named = view.info.title if view.info.title != UNTITLED else view.state.scope.value("project.summary")
    return hand_over_message(named or "a new system", question, view.state.owners.get(question.field))


def _question(view: SessionView, field: str, catalogue: Catalogue) -> Question:
    spec = field_named(field, catalogue)
    return view.question if view.question and view.question.field == field else question_about(spec)
