"""Plain text, Markdown and HTML: encodings, marks, and what is not text at all."""

import codecs
import io
import zipfile

import pytest

from assistant.documents import MAX_BYTES, read_document

PLAN = "# Churn\n\nWe want to predict churn \u2013 a café chain\u2019s “regulars” \u2013 for 300 € a month."


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode(),
        codecs.BOM_UTF8 + PLAN.encode(),
        codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"),
        PLAN.encode("utf-32"),
        PLAN.encode("cp1252"),
        PLAN.replace("\n", "\r\n").encode(),
        PLAN.replace("\n", "\r").encode(),
        PLAN.encode() + b"\n\n  \n",
    ],
)
def test_usual_encodings_and_line_ends(data):
    assert read_document(data, "plan.md") == PLAN


def test_latin_1_with_a_byte_that_windows_lacks():
    assert "Zürich" in read_document("Zürich wants a forecast\x81 of sales".encode("latin-1"), "a.txt")


def test_a_damaged_utf_8_text_keeps_its_other_letters():
    text = read_document("Zürich, Köln, Łódź und Malmö".encode() + b"\xc3", "a.txt")
    assert text.startswith("Zürich, Köln, Łódź und Malmö")


@pytest.mark.parametrize("text", ["売上を予測したい。", "Прогноз спроса", "نريد التنبؤ بالطلب"])
def test_other_scripts_in_utf_8(text):
    assert read_document(text.encode(), "a.txt") == text


def test_code_and_tables_keep_their_form():
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```python\n    x = 1\n```"
    assert read_document(table.encode(), "notes.md") == table


def test_content_outweighs_the_name():
    assert read_document(b"Just words about a project", "plan.pdf") == "Just words about a project"
    assert read_document(b"ID3 trees for churn", "plan.mp3") == "ID3 trees for churn"
    assert read_document(b"BMW wants a forecast", "") == "BMW wants a forecast"


def test_ligatures_and_soft_hyphens_become_letters():
    assert read_document("de\xad\nfine the ﬁrst ef\xadﬀort".encode(), "a.txt") == "define the first efffort"


def test_html_keeps_headings_items_and_rows():
    page = """<!DOCTYPE html><html><head><title>no</title><style>p{}</style></head><body>
    <h1>Churn &amp; <b>retention</b></h1><p>We lose<br>300 customers&nbsp;a month.</p>
    <ul><li>Data: CRM</li><li><p>Owner: sales</p></li></ul><script>alert(1)</script>
    <div style="display: none">preheader</div><img src=x alt=y>
    <table><tr><th>Metric<th>Target<tr><td>recall</td><td><p>0.8</p></td></tr></table>Bye</body></html>"""
    assert read_document(page.encode(), "plan.html").split("\n") == [
        "# Churn & retention",
        "",
        "We lose",
        "300 customers a month.",
        "",
        "- Data: CRM",
        "- Owner: sales",
        "",
        "| Metric | Target |",
        "| recall | 0.8 |",
        "",
        "Bye",
    ]


def test_html_tables_that_lay_the_page_out_become_blocks():
    page = (
        "<html><table><tr><td><p>Dear all,</p><p>we start.</p><table><tr><td>a</td><td>b</td></tr>"
        "</table></td><td>Side</td></tr></table>"
    )
    assert read_document(page.encode(), "x").split("\n\n") == [
        "Dear all,",
        "we start.",
        "| a | b |",
        "Side",
    ]


def test_html_that_ends_early_is_read():
    assert read_document(b"<html><body><table><tr><td>Goal<td>churn", "x") == "| Goal | churn |"


def test_html_comments_and_lone_brackets():
    page = b"<html><!-- <p>a secret</p> --><p>recall < 0.8 and <b>fewer</b> than 3 <!-- open <p>gone"
    assert read_document(page, "x") == "recall < 0.8 and fewer than 3"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["<", "<a ", "</a ", "<!--", "<a x='", "<!DOCTYPE ", "<div hidden>"])
def test_hostile_html_takes_no_time(piece):
    page = f"<html><p>Churn</p>{piece * 50_000}".encode()
    assert read_document(page, "x").startswith("Churn")


def test_empty_and_blank(refusal):
    assert "is empty" in refusal(b"", "plan.txt")
    assert "holds no words" in refusal(b" \n\t \r\n", "plan.txt")
    assert "holds no words" in refusal(codecs.BOM_UTF16_LE, "plan.txt")
    assert "holds no words" in refusal(b"<html><body> -- </body></html>", "plan.html")
    assert refusal(b"", "").startswith("The text is empty")


def test_too_large(refusal):
    assert "is 20.0 MB large, 15 MB at the most" in refusal(b"a" * 20_000_000, "big.txt")


def test_too_long_a_text(refusal):
    assert "more than 2,000,000 characters" in refusal(b"word " * 400_001, "long.txt")
    assert len(b"word " * 400_001) < MAX_BYTES


@pytest.mark.parametrize("data", [b"text\x00with nul bytes", bytes(range(1, 32)) * 9, b"\x8f\x90\x9d\x81" * 9])
def test_binary(refusal, data):
    assert "is a binary file" in refusal(data, "plan.txt")


@pytest.mark.parametrize(("text", "encoding"), [("Прогноз спроса на товары", "koi8-r"), ("売上を予測したい", "euc-jp")])
def test_an_encoding_that_cannot_be_told(refusal, text, encoding):
    assert "save it as UTF-8" in refusal(text.encode(encoding), "plan.txt")


def test_half_a_character(refusal):
    assert "save it as UTF-8" in refusal(codecs.BOM_UTF16_LE + b"a\x00b", "plan.txt")


def archive(*members: str, mimetype: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for member in members:
            made.writestr(member, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "plan.txt", "is a picture"),
        (b"\xff\xd8\xff\xe0\x00", "plan.jpg", "is a picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "plan.webp", "is a picture"),
        (b"\x00\x00\x00\x18ftypheic\x00", "photo.heic", "is a picture"),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00", "scan.bmp", "is a picture"),
        (b"\x00\x00\x00\x18ftypisom\x00", "talk.mp4", "is a recording"),
        (b"ID3\x03\x00\x00", "talk.mp3", "is a recording"),
        (archive("a.txt"), "all.zip", "is an archive"),
        (archive("a.txt"), "plan.docx", "is a broken Word file"),
        (archive("xl/workbook.xml"), "plan.docx", "is a spreadsheet"),
        (archive("ppt/presentation.xml"), "deck.pptx", "is a presentation"),
        (archive("Index/Document.iwa"), "plan.pages", "is an Apple iWork file"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "plan.odt", ".docx"),
        (archive(mimetype=b"application/epub+zip"), "book.epub", "is an e-book"),
        (b"PK\x03\x04 broken", "plan.zip", "is a broken archive"),
        (b"PK\x03\x04 broken", "plan.docx", "is a broken Word file"),
        (b"\x1f\x8b\x08\x00", "plan.gz", "is an archive"),
        (b"x" * 257 + b"ustar\x0000", "plan.tar", "is an archive"),
        (b"{\\rtf1\\ansi words}", "plan.doc", "is not in Word's .docx format"),
        (OLE, "plan.doc", "old Word format"),
        (OLE + "Workbook".encode("utf-16-le"), "plan.doc", "is a spreadsheet"),
        (OLE + "WordDocument".encode("utf-16-le"), "plan", "old Word format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "plan.docx", "protected with a password"),
        (OLE + "__nameid_version1.0".encode("utf-16-le"), "talk.msg", "Outlook message"),
        (OLE, "thumbs.db", "is a binary file"),
    ],
)
def test_kinds_that_cannot_be_read_are_named(refusal, data, name, said):
    message = refusal(data, name)
    assert said in message
    assert name in message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\me\\plan.txt", "'plan.txt' is"),
        ("../../etc/plan.txt", "'plan.txt' is"),
        ("a\nb\x1b[31m.txt", "'a b [31m.txt' is"),
        (f"{'long' * 60}.txt", "…"),
    ],
)
def test_names_are_shown_short_and_clean(refusal, name, shown):
    message = refusal(b"", name)
    assert shown in message
    assert len(message) < 150
