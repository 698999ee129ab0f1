"""The simulated people: enough of them, of every temperament, and they say only what they are asked."""

from collections import Counter

from assistant.domain.questions import Round, question_about
from assistant.domain.reading import Claim, Intent, Status
from evals.people import Person, load_projects
from evals.talks import play, report
from tests.conversation.conftest import HostedScript

TEMPERS = {"terse", "rambling", "unsure", "contradicts", "corrects", "asks back", "refuses", "non-native"}


def test_there_are_forty_projects_of_every_temperament(catalogue):
    projects = load_projects()
    assert len(projects) >= 40
    assert len({project.id for project in projects}) == len(projects)
    counts = Counter(project.temper for project in projects)
    assert set(counts) == TEMPERS
    assert min(counts.values()) >= 3


def test_their_truths_name_fields_and_choices_that_exist(catalogue):
    for project in load_projects():
        for field, truth in project.truth.items():
            assert set(truth.choices) <= set(catalogue.field_by_id[field].choices), (project.id, field)
            needs_choice = bool(catalogue.field_by_id[field].choices) and truth.status is Status.STATED
            assert bool(truth.choices) == needs_choice, (project.id, field)
        assert project.told <= set(catalogue.field_by_id)


def test_a_person_answers_only_what_is_asked(catalogue):
    project = next(project for project in load_projects() if project.id == "bus-bunching")
    person = Person(project)
    question = question_about(catalogue.field_by_id["timeline.deadline"])
    assert list(person.messages(question)) == ["Trial by May"]
    assert list(person.given) == ["timeline.deadline"]
    unheard = question_about(catalogue.field_by_id["data.quality"])
    assert list(person.messages(unheard)) == ["I don't know."]


def test_a_person_refuses_and_corrects(catalogue):
    projects = {project.id: project for project in load_projects()}
    refusing = Person(projects["credit-union"])
    list(refusing.messages(question_about(catalogue.field_by_id["need.economics"])))
    assert refusing.refusals == {"need.economics"}
    correcting = Person(projects["letting-agency"])
    said = [
        words
        for field in ("need.scale", "data.labels", "timeline.deadline", "need.problem")
        for words in correcting.messages(question_about(catalogue.field_by_id[field]))
    ]
    assert "no, nobody has ever marked them" in said[1].lower()
    assert any(words.startswith("Actually, ") for words in said)


def test_a_perfect_reader_is_scored_as_one(make_talk):
    """The driver and the scorer agree with each other: an engine that knows the truth gets everything right."""
    project = next(project for project in load_projects() if project.id == "bus-bunching")

    class Knowing(HostedScript):
        def read(self, request):
            asked = request.asked
            if asked is None or asked.round is Round.MORE:
                return super().read(request)
            text = request.source.text
            claims = tuple(
                Claim(field=field, quote=_quote(truth.says, text), choices=truth.choices)
                for field, truth in project.truth.items()
                if field in asked.fields and truth.says.lower() in text.lower()
            )
            intent = Intent.ANSWER if claims else Intent.DONT_KNOW
            return super().read(request).model_copy(update={"claims": claims, "intent": intent})

    talk = play(make_talk(Knowing()).assistant, project)
    assert talk.wrong == {}
    assert talk.repeated == []
    assert talk.invented == []
    assert talk.until_closed is not None
    assert "answers recorded right" in report([talk])


def _quote(says: str, text: str) -> str:
    at = text.lower().find(says.lower())
    return text[at : at + len(says)]
