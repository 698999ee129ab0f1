"""E-mails: headers, the right body, attachments that can be read, and odd or broken messages."""

import io
from email.message import EmailMessage

import docx
import pytest

from assistant.documents import read_document


def message(body: str = "We want to predict churn.\n", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = headers.get("subject", "Churn \u2013 a first idea")
    made["From"] = "Zoë Müller <zoe@example.com>"
    made["To"] = "team@example.com"
    made["Date"] = "Mon, 23 Nov 2026 09:00:00 +0100"
    made["Message-ID"] = "<1@example.com>"
    if body:
        made.set_content(body)
    return made


HEAD = (
    "Subject: Churn \u2013 a first idea\nFrom: Zoë Müller <zoe@example.com>\nDate: Mon, 23 Nov 2026 09:00:00 +0100\n\n"
)


def test_headers_and_body():
    mail = message("")
    mail.set_content("Grüße,\n> quoted\n", cte="base64")
    data = mail.as_bytes()
    assert "Grüße".encode() not in data  # it is encoded, and must be read back
    assert read_document(data, "idea.eml") == f"{HEAD}Grüße,\n> quoted"


def test_the_content_tells_an_email():
    assert read_document(message().as_bytes(), "idea.txt").startswith("Subject: Churn \u2013 a first idea")


@pytest.mark.parametrize("text", ["From: Ann\nTo: Bob\nSubject: churn\n\nHello", "Goal: churn\nDate: May\n\nData: CRM"])
def test_a_pasted_email_stays_as_it_is(text):
    assert read_document(text.encode(), "") == text


def test_an_eml_without_headers_is_text():
    assert read_document(b"Just words about churn", "idea.eml") == "Just words about churn"


def test_plain_before_html_but_not_an_empty_one():
    both = message("Plain words")
    both.add_alternative("<p>HTML words</p>", subtype="html")
    assert read_document(both.as_bytes(), "a.eml") == f"{HEAD}Plain words"
    blank = message(" \n")
    blank.add_alternative("<h2>Goals</h2><p>HTML <b>words</b></p>", subtype="html")
    assert read_document(blank.as_bytes(), "a.eml") == f"{HEAD}## Goals\n\nHTML words"


def test_html_alone():
    html = message("")
    html.set_content("<p>Grüße</p><ul><li>CRM</ul>", subtype="html", charset="iso-8859-1")
    assert read_document(html.as_bytes(), "a.eml") == f"{HEAD}Grüße\n\n- CRM"


def test_attachments_that_can_be_read_are_appended(make_pdf):
    mail = message()
    word = docx.Document()
    word.add_paragraph("The data is in the CRM.")
    file = io.BytesIO()
    word.save(file)
    mail.add_attachment(b"\x89PNG\r\n\x1a\n\x00", maintype="image", subtype="png", filename="logo.png")
    mail.add_attachment(file.getvalue(), maintype="application", subtype="octet-stream", filename="data.docx")
    mail.add_attachment(
        make_pdf([[(60, 700, "Budget: 5,000")]]),
        maintype="application",
        subtype="pdf",
        filename="b.pdf",
    )
    mail.add_attachment("Owner: sales", filename="notes.txt")
    assert read_document(mail.as_bytes(), "a.eml") == (
        f"{HEAD}We want to predict churn.\n\n# Attachment: data.docx\n\nThe data is in the CRM.\n\n"
        "# Attachment: b.pdf\n\nBudget: 5,000\n\n# Attachment: notes.txt\n\nOwner: sales"
    )


def test_a_forwarded_message_is_read_too():
    mail = message("See below.")
    mail.add_attachment(message("Inner words", subject="Inner"))
    text = read_document(mail.as_bytes(), "a.eml")
    assert "# Attachment: forwarded message\n\nSubject: Inner\n" in text
    assert text.endswith("Inner words")


def test_messages_inside_messages_have_an_end():
    as_parts = as_files = message("level 0")
    for level in range(1, 9):
        outer = message(f"level {level}")
        outer.add_attachment(as_parts)
        as_parts = outer
        outer = message(f"level {level}")
        outer.add_attachment(as_files.as_bytes(), maintype="application", subtype="octet-stream", filename="in.eml")
        as_files = outer
    for mail in (as_parts, as_files):
        text = read_document(mail.as_bytes(), "a.eml")
        assert "level 8" in text
        assert "level 6" in text
        assert "level 2" not in text


def test_a_text_after_an_attachment_and_a_file_among_versions():
    raw = b"""Subject: Churn
From: a@example.com
Date: Mon, 23 Nov 2026 09:00:00 +0100
Content-Type: multipart/alternative; boundary=A

--A
Content-Type: text/plain

Plain words
--A
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/html

<p>HTML words</p>
--B
Content-Type: text/plain; name=notes.txt
Content-Disposition: attachment; filename=notes.txt

Owner: sales
--B--
--A--
"""
    text = read_document(raw, "a.eml")
    assert text.endswith("Plain words\n\n# Attachment: notes.txt\n\nOwner: sales")
    mixed = raw.replace(b"multipart/alternative", b"multipart/mixed").replace(
        b"attachment; filename", b"inline; filename"
    )
    assert "HTML words" in read_document(mixed, "a.eml")


@pytest.mark.parametrize("charset", [b"", b"; charset=nonsense-99", b"; charset=ascii"])
def test_a_body_with_a_wrong_charset(charset):
    raw = b"Subject: x\nFrom: a@example.com\nContent-Type: text/plain" + charset + b"\n\nZ\xfcrich wants a forecast"
    assert read_document(raw, "a.eml").endswith("Zürich wants a forecast")


@pytest.mark.parametrize(
    "header",
    [
        b"From: =?utf-8?q?broken",
        b"From: <<>>@",
        b"From: a@[",
        b"Date: someday",
        b"Content-Type: ;;;",
        b"Content-Type: multipart/mixed",
        b'Content-Disposition: attachment; filename*0*="',
        b"Content-Transfer-Encoding: base65",
        b"Subject: \xff\xfe",
    ],
)
def test_malformed_headers_do_not_cost_the_body(header):
    raw = b"MIME-Version: 1.0\nTo: team@example.com\n" + header + b"\n\nWe want to predict churn."
    assert "We want to predict churn." in read_document(raw, "a.eml")


def test_a_message_without_words(refusal):
    assert "holds no words" in refusal(b"To: a@example.com\nMIME-Version: 1.0\n\n\n", "a.eml")


def test_an_email_with_nothing_but_a_picture_keeps_its_subject():
    mail = message("")
    mail.set_content(b"\x89PNG\r\n\x1a\n\x00", maintype="image", subtype="png")
    assert read_document(mail.as_bytes(), "a.eml") == HEAD.strip()
