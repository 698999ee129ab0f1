from tests.ui.conftest import TEXT
from tests.ui.test_talk import button, shown
from ui.parts.text import escape


def describe(page, text):
    test = page("describe")
    test.text_area(key="description").set_value(text)
    return test.button(key="read").click().run()


def test_a_pasted_description_becomes_a_draft_with_marked_evidence(page, assistant):
    test = describe(page, TEXT)
    assert not test.exception
    assert '<mark title="1 · What it does">We want to predict churn<sup>1</sup></mark>' in shown(test)
    assert "&lt;b&gt;yet&lt;/b&gt;" in shown(test)
    assert "“We want to predict churn”<cite>the description</cite>" in shown(test)
    assert "The text holds markup." in shown(test)
    assert "points settled" in shown(test)
    again = page("describe", test.query_params["p"])
    assert "<mark" in shown(again)


def test_the_talk_goes_on_from_the_description(page, assistant):
    test = describe(page, TEXT)
    session = test.query_params["p"]
    button(test, "Go on in the chat").click().run()
    assert test.session_state["went_on"]
    talk = page("talk", session)
    assert escape(assistant.open(session).question.text) in shown(talk)


def test_nothing_to_read_is_said_in_a_sentence_and_the_text_stays(page, assistant):
    test = describe(page, " ?! ")
    assert "There is nothing to read" in test.error[0].value.replace("\\", "")
    assert test.text_area(key="description").value == " ?! "
    assert assistant.sessions() == ()


def test_an_upload_is_read(page, assistant):
    test = page("describe")
    test.file_uploader[0].upload("note.md", TEXT.encode(), "text/markdown")
    test.button(key="read").click().run()
    assert not test.exception
    assert "predict churn" in assistant.open(test.query_params["p"]).turns[-1].text


def test_an_upload_that_cannot_be_read_is_refused_in_a_sentence(page, assistant):
    test = page("describe")
    test.text_area(key="description").set_value("my words")
    test.file_uploader[0].upload("x.pdf", b"%PDF-1.7 broken", "application/pdf")
    test.button(key="read").click().run()
    assert len(test.error) == 1
    assert test.text_area(key="description").value == "my words"
    assert assistant.sessions() == ()


def test_another_project_starts_with_an_empty_box(page):
    test = describe(page, TEXT)
    button(test, "Describe another project").click().run()
    assert test.text_area(key="description").value == ""
    button(test, "Fill in an example").click().run()
    assert "restaurants" in test.text_area(key="description").value
