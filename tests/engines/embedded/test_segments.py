"""Units: exact offsets whatever the text, and the right cuts and contexts in the layouts that people use."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.engines.embedded.segments import Unit, units

PIECES = st.sampled_from(
    [
        "We have 3,000 scans. ",
        "- a bullet\n",
        "Data:\n",
        "Phases. Two of them. ",
        "Owner:\tclinic IT\n",
        "| a | b | c |\n",
        "ANNA: hello there. ",
        "> quoted line\n",
        "1. What is it?\n",
        "\r\n",
        "\n\n",
        "🙂 fine – so, because it works; and we go on. ",
        "Nobody knows...",
        "   ",
        "e.g. this one. ",
        "\u2028",
        "e\u0301tat ",
        "#### x\n",
    ]
)


def words(text: str) -> list[str]:
    return [unit.text for unit in units(text)]


def unit_of(text: str, part: str) -> Unit:
    return next(unit for unit in units(text) if part in unit.text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=25).map("".join)))
@example("")
@example("|\t|\n|")
@example("> >\n> - \n")
def test_units_are_slices_in_order_and_never_overlap(text):
    last = 0
    for unit in units(text):
        assert text[unit.start : unit.end] == unit.text
        assert unit.text.strip() == unit.text != ""
        assert unit.start >= last
        assert 0 <= unit.place <= 1
        last = unit.end


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_windows_line_ends_cut_like_unix_ones(text):
    unix = text.replace("\r\n", "\n")
    assert words(unix.replace("\n", "\r\n")) == [piece.replace("\n", "\r\n") for piece in words(unix)]


def test_no_words_are_lost_in_prose():
    text = "We lose slots. They cost money, some 3,000 a year! Who pays? Nobody knows."
    assert " ".join(words(text)) == text


def test_abbreviations_do_not_end_a_sentence():
    assert words("We use e.g. Snowflake. Dr. Hall owns it.") == ["We use e.g. Snowflake.", "Dr. Hall owns it."]


def test_long_sentences_are_cut_into_clauses():
    text = (
        "The desk reads each of the notes by hand on the day after it came in, "
        "because the old system sorts them by number only; the new one shall put the urgent ones first."
    )
    assert len(words(text)) >= 2


def test_hard_wrapped_lines_are_one_sentence():
    text = "We want to know which of the pumps will fail within the\nnext two weeks so that crews can be sent in time."
    assert words(text) == [text]


def test_bullets_stand_under_their_heading():
    text = "Data\n- bookings since 2019, export tested\n- labels: none so far\n"
    unit = unit_of(text, "bookings")
    assert (unit.kind, unit.context) == ("bullet", "Data")
    assert unit_of(text, "none so far").label == "labels"


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "a) ", "[ ] ", "– "])
def test_list_marks_are_not_part_of_the_words(mark):
    assert words(f"Goals\n{mark}fewer missed slots in winter\n")[-1] == "fewer missed slots in winter"


def test_a_form_gives_each_answer_its_question():
    text = "1. Who will use it?\nThe two night nurses.\n\n2. What happens if it fails?\nn/a\n"
    unit = unit_of(text, "night nurses")
    assert (unit.kind, unit.label) == ("answer", "Who will use it?")
    assert unit_of(text, "n/a").label == "What happens if it fails?"


def test_a_label_gives_its_value_the_context():
    unit = unit_of("Deadline: end of May 2027\n", "May")
    assert (unit.text, unit.label) == ("end of May 2027", "Deadline")


def test_a_heading_in_the_running_text_stands_over_its_paragraph():
    text = "Phases. Collecting takes seven weeks. Tuning takes four.\n\nThe board waits."
    assert words(text)[0] == "Phases."
    assert unit_of(text, "Collecting").context == "Phases"
    assert unit_of(text, "Tuning").context == "Phases"
    assert unit_of(text, "board").context == ""


@pytest.mark.parametrize("text", ["Yes. We keep it.", "Dear all. We keep it.", "Plan.", "Nobody knows. We keep it."])
def test_a_short_sentence_is_no_heading(text):
    assert {unit.context for unit in units(text)} == {""}


def test_tab_separated_rows_are_label_and_value():
    unit = unit_of("Owner after launch:\tclinic IT\nBudget\t40,000 euros\n", "40,000")
    assert (unit.kind, unit.label) == ("cell", "Budget")


def test_table_cells_know_their_row_and_column():
    text = "| metric | target | today |\n|---|---|---|\n| recall | 90 % | 71 % |\n"
    unit = unit_of(text, "90 %")
    assert (unit.kind, unit.label) == ("cell", "recall")
    assert "target" in unit.context


def test_a_transcript_keeps_its_speakers():
    text = "OLE: We fly the line twice a year.\nDAGNY: And we fill in the form.\nOLE: Right.\nDAGNY: Good.\n"
    found = [(unit.speaker, unit.text) for unit in units(text)]
    assert found[0] == ("OLE", "We fly the line twice a year.")
    assert found[1][0] == "DAGNY"


def test_a_quoted_mail_knows_its_depth():
    text = "That is fine.\n\n> We start in May.\n>> Who pays for it?\n"
    assert [unit.quoted for unit in units(text)] == [0, 1, 2]


def test_offsets_count_code_points_beside_emoji():
    text = "🙂🙂 Good. We have no labels 👍. Sensors only."
    unit = unit_of(text, "Sensors")
    assert text[unit.start : unit.end] == "Sensors only."


def test_rules_and_blank_lines_are_no_units():
    assert words("-----\n\n   \n====\n") == []
