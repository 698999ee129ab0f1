from tests.ui.test_talk import button, shown


def test_no_sessions_are_said_to_be_none(page):
    assert "There are none yet" in shown(page("sessions"))


def test_a_session_is_opened_renamed_and_deleted(page, assistant):
    session = assistant.start(title="Churn *of* shops").info.id
    test = page("sessions")
    assert "Churn *of* shops" in shown(test)
    test.button(key=f"visit-{session}").click().run()
    assert test.query_params["p"] == session
    test.text_input[0].set_value("Other name")
    button(test, "Save").click().run()
    assert assistant.open(session).info.title == "Other name"
    test.button(key=f"really-{session}").click().run()
    assert assistant.sessions() == ()
    assert "p" not in test.query_params


def test_an_empty_title_is_refused_in_a_sentence(page, assistant):
    session = assistant.start(title="Churn").info.id
    test = page("sessions")
    test.text_input[0].set_value(" ")
    button(test, "Save").click().run()
    assert "at least one character" in test.error[0].value
    assert assistant.open(session).info.title == "Churn"
