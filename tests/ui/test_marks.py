from hypothesis import given
from hypothesis import strategies as st

from ui.parts.marks import Mark, marked_html, pieces


def test_overlapping_marks_are_cut_into_pieces_that_know_all_their_marks():
    found = (Mark(0, 5, "A", 1), Mark(3, 8, "B", 2))
    assert [(p.text, [m.number for m in p.marks], p.ends) for p in pieces("abcdefghij", found)] == [
        ("abc", [1], ()),
        ("de", [1, 2], (1,)),
        ("fgh", [2], (2,)),
        ("ij", [], ()),
    ]


def test_text_and_labels_are_escaped():
    made = marked_html("a <b>&", [Mark(2, 5, 'x"<', 1)])
    assert "<b>" not in made
    assert 'title="1 · x&quot;&lt;"' in made
    assert "&lt;b&gt;<sup>1</sup></mark>&amp;" in made


def test_warnings_and_overlaps_look_different():
    assert 'class="warn"' in marked_html("abc", [Mark(0, 3, "Warning: x", 0)])
    assert 'class="two"' in marked_html("abc", [Mark(0, 3, "x", 1), Mark(0, 3, "y", 2)])


def test_marks_outside_the_text_are_left_out():
    assert marked_html("abc", [Mark(2, 9, "x", 1)]) == '<div class="source-text">abc</div>'


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_the_pieces_joined_are_the_text(text, ranges):
    found = [Mark(start, end, "x", 1) for start, end in ranges]
    assert "".join(piece.text for piece in pieces(text, found)) == text
