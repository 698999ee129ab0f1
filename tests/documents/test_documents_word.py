"""Word documents: order, headings, lists, tables, forms, and damaged or hostile files."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document

from assistant.documents import read_document
from assistant.errors import InputError


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The same document with one part of its XML changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            body = old.read(info)
            new.writestr(info.filename, change(body.decode()) if info.filename == part else body)
    return out.getvalue()


def with_body(xml: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("MARK")
    return with_part(
        saved(document),
        "word/document.xml",
        lambda body: re.sub(r"<w:p>(?:(?!<w:p>).)*MARK.*?</w:p>", lambda _: xml, body, flags=re.DOTALL),
    )


def test_everything_in_order():
    document = docx.Document()
    document.add_heading("Churn plan", 0)
    document.add_heading("Data", 2)
    document.add_paragraph("We have\ttwo sources.").add_run(" Both are free.")
    document.add_paragraph("CRM", style="List Bullet")
    document.add_paragraph("Call logs", style="List Number 2")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Metric", "Target", "recall", "0.8 | 0.9"], strict=True):
        cell.text = text
    document.add_paragraph("The end.")
    assert read_document(saved(document), "plan.docx").split("\n") == [
        "# Churn plan",
        "",
        "## Data",
        "",
        "We have two sources. Both are free.",
        "",
        "- CRM",
        "- Call logs",
        "",
        "| Metric | Target |",
        "| recall | 0.8 / 0.9 |",
        "",
        "The end.",
    ]


def test_the_content_tells_a_word_file():
    document = docx.Document()
    document.add_paragraph("Churn plan")
    assert read_document(saved(document), "plan.txt") == "Churn plan"


def test_own_styles_that_are_based_on_headings():
    document = docx.Document()
    style = document.styles.add_style("Chapter", 1)
    style.base_style = document.styles["Heading 1"]
    document.add_paragraph("Goals", style="Chapter")
    assert read_document(saved(document), "plan.docx") == "# Goals"


def test_cells_of_several_paragraphs_and_tables_that_only_frame():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Risks"
    table.cell(0, 1).text = "Bias\nDrift."
    table.cell(0, 1).add_paragraph("Cost")
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "A note in a frame."
    assert read_document(saved(document), "a.docx").split("\n") == [
        "| Risks | Bias; Drift. Cost |",
        "",
        "A note in a frame.",
    ]


def test_merged_cells_are_given_once():
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Both"
    table.cell(0, 2).text = "Third"
    table.cell(1, 0).text = "a"
    table.cell(1, 2).text = "c"
    assert read_document(saved(document), "a.docx") == "| Both | Third |\n| a |  | c |"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_answers_in_content_controls_insertions_and_links():
    control = f"<w:sdt><w:sdtContent>{run('less churn')}</w:sdtContent></w:sdt>"
    goal = f"<w:sdt><w:sdtContent><w:p>{run('Goal: ')}{control}</w:p></w:sdtContent></w:sdt>"
    inserted = f"<w:ins w:id='1' w:author='a'>{run('sales')}</w:ins>"
    gone = "<w:del w:id='2' w:author='a'><w:r><w:delText>nobody</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom w:id='3' w:author='a'>{run('moved')}</w:moveFrom>"
    link = f"<w:hyperlink>{run(' (page)')}</w:hyperlink>"
    data = with_body(f"{goal}<w:p>{run('Owner: ')}{inserted}{gone}{moved}{link}</w:p>")
    assert read_document(data, "form.docx") == "Goal: less churn\n\nOwner: sales (page)"


def test_text_boxes_follow_their_paragraph():
    box = f"<w:pict><w:txbxContent><w:p>{run('In a box')}</w:p></w:txbxContent></w:pict>"
    assert read_document(with_body(f"<w:p>{run('Before')}<w:r>{box}</w:r></w:p>"), "a.docx") == "Before\n\nIn a box"


def test_empty(refusal):
    assert "holds no words" in refusal(saved(docx.Document()), "plan.docx")


def test_broken(refusal):
    data = saved(docx.Document())
    for broken in (
        data[:2000],
        with_part(data, "word/document.xml", lambda _: "<w:document"),
        with_part(data, "[Content_Types].xml", lambda body: body.replace("document.main", "other.main")),
        with_part(data, "_rels/.rels", lambda _: "<x/>"),
    ):
        assert "is a broken Word file: open it in Word" in refusal(broken, "plan.docx")
    assert "is a broken Word file" in refusal(b"\x00\x01junk", "plan.docx")


def test_a_bomb_is_refused_before_it_is_unpacked(refusal):
    data = with_part(saved(docx.Document()), "word/document.xml", lambda body: body + " " * 101_000_000)
    assert len(data) < 1_000_000
    assert "unpacks to more than 100 MB" in refusal(data, "plan.docx")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("where", ["text", "attribute", "outside"])
def test_xml_entities_give_nothing_away(where, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    outside = f'<!ENTITY out SYSTEM "{secret.as_uri()}">'
    used = {
        "text": run("x&a9;y"),
        "attribute": '<w:r w:rsidR="&a9;"><w:t>xy</w:t></w:r>',
        "outside": run("x&out;y"),
    }
    data = with_part(
        with_body(f"<w:p>{used[where]}</w:p>"),
        "word/document.xml",
        lambda body: re.sub(r"(<w:document)", rf'<!DOCTYPE d [<!ENTITY a0 "lol">{steps}{outside}]>\1', body, count=1),
    )
    try:
        text = read_document(data, "plan.docx")
    except InputError as error:
        text = str(error)
    assert text in {"x", "xy"} or "is a broken Word file" in text
