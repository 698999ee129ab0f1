from assistant.domain.questions import Depth
from assistant.domain.reading import Status
from assistant.domain.session import TurnKind
from assistant.errors import EngineUnavailable
from tests.fakes.engine import ScriptedEngine
from tests.ui.conftest import TEXT
from ui.parts.text import escape, plain
from ui.state import GONE


def shown(test):
    return "\n".join(str(item.body) for item in test.html)


def say(test, words):
    return test.chat_input[0].set_value(words).run()


def button(test, label):
    return next(item for item in test.button if item.label == label)


def test_a_new_tab_greets_and_stores_nothing(page, assistant):
    test = page("talk")
    assert "Tell me about the project" in shown(test)
    assert "Nothing is noted yet" in shown(test)
    assert assistant.sessions() == ()


def test_a_message_is_answered_noted_and_found_again_by_its_address(page, assistant):
    test = say(page("talk"), TEXT)
    session = test.query_params["p"]
    again = page("talk", session)
    for run in (test, again):
        assert not run.exception
        assert "Noted: what it does, known answers" in shown(run)
        assert "“We want to predict churn”<cite>your message 1</cite>" in shown(run)
        assert escape(assistant.open(session).question.text) in shown(run)


def test_markup_in_a_message_is_shown_as_text(page):
    test = say(page("talk"), TEXT)
    assert "&lt;b&gt;yet&lt;/b&gt;" in shown(test)
    assert "<b>yet</b>" not in shown(test)


def test_an_option_sends_its_label_as_the_answer(page, assistant):
    test = say(page("talk"), TEXT)
    session = test.query_params["p"]
    while not (asked := assistant.open(session).question).options:
        button(test, "Skip").click().run()
    label = asked.options[0].label
    if assistant.catalogue.field_by_id[asked.field].many:
        next(item for item in test.button_group if item.key.startswith("options")).set_value([label]).run()
        button(test, "Answer with these").click().run()
    else:
        button(test, plain(label)).click().run()
    assert assistant.open(session).turns[-1].text == label


def test_what_was_asked_stays_in_the_talk(page, assistant):
    test = say(page("talk"), TEXT)
    asked = assistant.open(test.query_params["p"]).question.text
    button(test, "Skip").click().run()
    assert f'<p class="asked">{escape(asked)}</p>' in shown(test)


def test_the_repairs_are_messages(page, assistant):
    test = say(page("talk"), TEXT)
    session = test.query_params["p"]
    for label, words in (("Skip", "Skip this question"), ("Why?", "Why do you ask?")):
        button(test, label).click().run()
        assert assistant.open(session).turns[-1].text == words
    button(test, "Enough for now").click().run()
    assert assistant.open(session).turns[-1].text == "That's enough for now"


def test_undo_takes_the_last_message_back(page, assistant):
    test = say(page("talk"), TEXT)
    session = test.query_params["p"]
    button(test, "Undo last").click().run()
    assert assistant.open(session).state.scope.fields == {}
    button(test, "Undo last").click().run()
    assert "nothing to take back" in test.error[0].value


def test_the_dial_sets_how_much_is_asked(page, assistant):
    test = say(page("talk"), TEXT)
    session = test.query_params["p"]
    dial = next(item for item in test.button_group if item.key == "depth")
    dial.set_value(Depth.QUICK).run()
    assert assistant.open(session).info.depth is Depth.QUICK


def test_a_second_tab_that_is_behind_keeps_its_text(page, assistant):
    first = say(page("talk"), TEXT)
    session = first.query_params["p"]
    second = page("talk", session)
    say(first, "More about it")
    say(second, "My own words")
    assert "moved on in another tab" in second.error[0].value
    assert second.chat_input[0].proto.value == "My own words"
    say(second, "My own words")
    assert not second.error
    assert assistant.open(session).turns[-1].text == "My own words"


def test_a_message_that_was_never_answered_can_be_answered(page, make):
    broken = ScriptedEngine(EngineUnavailable("No model."))
    test = page("talk", other=make(broken))
    say(test, TEXT)
    assert "No model" in test.error[0].value
    assert not test.chat_input[0].proto.value
    session = test.query_params["p"]
    test = page("talk", session)
    assert "it was not answered" in shown(test)
    button(test, "Answer it now").click().run()
    assert "Noted: what it does" in shown(test)
    assert make().open(session).waiting == ()


def test_all_messages_that_wait_are_shown_in_order_and_answered_together(page, make):
    down = EngineUnavailable("No model.")
    test = page("talk", other=make(ScriptedEngine(down, down)))
    session = say(test, TEXT).query_params["p"]
    say(test, "A second one")
    assert [message.text for message in make().open(session).waiting] == [TEXT, "A second one"]
    test = page("talk", session)
    assert (
        shown(test).index("predict churn") < shown(test).index("A second one") < shown(test).index("were not answered")
    )
    button(test, "Answer them now").click().run()
    assert [turn.text for turn in make().open(session).turns] == ["", TEXT, "A second one"]
    assert "not answered" not in shown(test)


def test_a_new_message_first_answers_the_one_that_was_not(page, make):
    test = page("talk", other=make(ScriptedEngine(EngineUnavailable("No model."))))
    session = say(test, TEXT).query_params["p"]
    say(test, "A second one")
    turns = make().open(session).turns
    assert [turn.text for turn in turns] == ["", TEXT, "A second one"]


def test_an_unknown_address_starts_anew(page):
    test = page("talk", "nobody")
    assert GONE.split(";")[0] in test.error[0].value.replace("\\", "")
    assert "Tell me about the project" in shown(test)
    assert "p" not in test.query_params


def test_a_field_is_edited_by_hand(page, assistant):
    test = say(page("talk"), TEXT)
    session = test.query_params["p"]
    test.button(key="open-project.users").click().run()
    test.text_area(key="value-project.users").set_value("The shop")
    test.text_input(key="by-project.users").set_value("Ada")
    button(test, "Save").click().run()
    turn = assistant.open(session).turns[-1]
    assert (turn.kind, turn.text, turn.said_by) == (TurnKind.EDIT, "The shop", "Ada")
    assert "“The shop”<cite>Ada, entered by hand</cite>" in shown(test)


def test_a_field_is_declared_not_known(page, assistant):
    test = say(page("talk"), TEXT)
    session = test.query_params["p"]
    test.button(key="open-data.labels").click().run()
    group = next(item for item in test.button_group if item.key == "status-data.labels")
    group.set_value(Status.UNKNOWN)
    button(test, "Save").click().run()
    assert assistant.open(session).state.scope.field("data.labels").status is Status.UNKNOWN


def test_a_colleagues_answer_is_taken_in_their_name(page, assistant):
    test = say(page("talk"), TEXT)
    view = assistant.open(test.query_params["p"])
    key = f"{view.info.id}-{view.info.version}"
    test.text_input(key=f"name-{key}").set_value("Ada")
    test.text_area(key=f"answer-{key}").set_value("A clerk decides.")
    button(test, "Take their answer").click().run()
    turn = assistant.open(view.info.id).turns[-1]
    assert (turn.said_by, turn.text) == ("Ada", "A clerk decides.")


def test_warnings_and_questions_are_shown(page, assistant):
    test = say(page("talk"), TEXT)
    view = assistant.open(test.query_params["p"])
    part = next(item for item in test.button_group if item.key == "part")
    part.set_value("Warnings").run()
    flag = view.assessment.flags[0]
    assert assistant.catalogue.flag_by_id[flag.id].question in shown(test).replace("&#x27;", "'")
    part.set_value("Questions").run()
    assert "Nobody has said:" in shown(test)
