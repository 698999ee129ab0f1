"""PDFs: pages in order, tables by rows, running lines once, and every way to be unreadable."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from assistant.documents import read_document
from assistant.errors import InputError


def lines(*texts: str, top: float = 780, left: float = 60) -> list[tuple[float, float, str]]:
    return [(left, top - 14 * number, text) for number, text in enumerate(texts)]


def test_pages_in_order(make_pdf):
    data = make_pdf([lines("Churn plan", "We lose (300) customers a month."), lines("Budget: €5,000")])
    assert read_document(data, "plan.pdf") == ("Churn plan\nWe lose (300) customers a month.\n\nBudget: €5,000")


def test_the_content_tells_a_pdf(make_pdf):
    data = make_pdf([lines("Churn plan")])
    assert read_document(data, "plan.txt") == "Churn plan"
    assert read_document(b"\n" + data, "") == "Churn plan"


def test_a_table_by_rows(make_pdf):
    rows = [
        ("Source", "Rows", "Owner"),
        ("CRM export", "120,000", "Sales"),
        ("Call logs", "9,400", "Support"),
    ]
    table = [
        (60 + 150 * at, 700 - 16 * line, cell) for at in range(3) for line, row in enumerate(rows) for cell in [row[at]]
    ]
    data = make_pdf(
        [
            [
                *lines("The data that we have comes from two places:"),
                *table,
                (60, 600, "Both are free to use."),
            ]
        ]
    )
    text = read_document(data, "plan.pdf")
    assert text.split("\n") == [
        "The data that we have comes from two places:",
        "| Source | Rows | Owner |",
        "| CRM export | 120,000 | Sales |",
        "| Call logs | 9,400 | Support |",
        "Both are free to use.",
    ]


def test_a_cell_of_two_lines_stays_one_cell(make_pdf):
    cells = [
        (60, 700, "Goal"),
        (200, 700, "Find customers who leave"),
        (200, 688, "before they leave"),
    ]
    cells += [(60, 670, "Owner"), (200, 670, "Sales")]
    text = read_document(make_pdf([cells]), "plan.pdf")
    assert text.split("\n") == [
        "| Goal | Find customers who leave before they leave |",
        "| Owner | Sales |",
    ]


def test_prose_in_two_columns_is_not_a_table(make_pdf):
    left = lines(
        "The team of the shop wants to know who",
        "will leave it soon, and how to keep them",
        "with it at a low price for both of us.",
    )
    right = lines(
        "The data of the shop goes back to 2019",
        "and holds all sales that were made by it",
        "in its own rooms and on its own pages.",
        left=330,
    )
    text = read_document(make_pdf([left + right]), "plan.pdf")
    assert "|" not in text
    assert "who\nwill leave" in text


def test_bullets_are_not_a_table(make_pdf):
    marks = [(60, 700 - 14 * number, "•") for number in range(3)]
    words = [(90, 700 - 14 * number, f"point {number}") for number in range(3)]
    text = read_document(make_pdf([[cell for pair in zip(marks, words, strict=True) for cell in pair]]), "a.pdf")
    assert "|" not in text


def test_running_heads_and_page_numbers_are_left_out(make_pdf):
    pages = [
        [
            *lines("Churn plan, confidential", f"Point {word} is about our data."),
            (290, 40, f"{number}"),
        ]
        for number, word in enumerate(["one", "two", "three", "four"], start=1)
    ]
    text = read_document(make_pdf(pages), "plan.pdf")
    assert text.count("confidential") == 1
    assert "Point four is about our data." in text
    assert not any(line.strip().isdigit() for line in text.split("\n"))


def encrypted(data: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_password_to_open_is_refused(make_pdf, refusal):
    data = encrypted(make_pdf([lines("Churn plan")]), "secret", "owner")
    assert "'plan.pdf' is protected with a password: save a copy" in refusal(data, "plan.pdf")


def test_a_password_to_change_does_not_matter(make_pdf):
    data = encrypted(make_pdf([lines("Churn plan")]), "", "owner")
    assert read_document(data, "plan.pdf") == "Churn plan"


@pytest.mark.parametrize("user", ["secret", ""])
def test_a_cipher_that_is_not_installed_is_refused(make_pdf, refusal, user):
    data = encrypted(make_pdf([lines("Churn plan")]), user, "owner")
    filters = b"/V 4 /CF << /StdCF << /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF"
    aes = data.replace(b"/V 2", filters).replace(b"/R 3", b"/R 4")
    assert aes != data
    assert "protected with a password" in refusal(aes, "plan.pdf")


def blank(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_scanned_pages_are_refused(make_pdf, refusal):
    assert "run text recognition (OCR)" in refusal(blank(2), "scan.pdf")
    assert "run text recognition (OCR)" in refusal(make_pdf([[(10, 10, ". - .")]]), "scan.pdf")


def test_too_many_pages(refusal):
    assert "has 501 pages, 500 at the most" in refusal(blank(501), "long.pdf")


def test_too_much_text(make_pdf, refusal):
    page = [(60, 780, "word " * 30_000)]
    assert "more than 2,000,000 characters" in refusal(make_pdf([page] * 15), "long.pdf")


def test_a_text_in_unknown_glyphs_is_refused(make_pdf, refusal, tmp_path):
    data = make_pdf([[(10, 10, "abcdefgh")]])
    # a font whose map leads all letters into the private area
    cmap = b"beginbfrange <61> <68> <E000> endbfrange"
    stream = b"10 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(cmap), cmap)
    broken = data.replace(b"/Encoding /WinAnsiEncoding", b"/ToUnicode 10 0 R").replace(b"xref\n0", stream + b"xref\n0")
    assert "text recognition" in refusal(broken, "plan.pdf")


@pytest.mark.parametrize("cut", [0.1, 0.3, 0.6])
def test_a_cut_pdf_is_broken_or_read(make_pdf, cut):
    data = make_pdf([lines("Churn plan"), lines("Budget")])
    try:
        text = read_document(data[: int(len(data) * cut)], "plan.pdf")
    except InputError as error:
        text = str(error)
    assert "broken PDF" in text or "text recognition" in text or "Churn plan" in text


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\njunk that is no PDF at all" * 40])
def test_broken(refusal, data):
    assert "is a broken PDF: save or export it again" in refusal(data, "plan.pdf")


def test_junk_that_is_named_pdf(refusal):
    assert "is a broken PDF" in refusal(b"\x00\x01\x02junk", "plan.pdf")
