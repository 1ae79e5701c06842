"""E-mails that are handed in: what comes with them becomes documents of their own."""

from __future__ import annotations

from email.message import EmailMessage

from flask.testing import FlaskClient

from tests.containers import an_outlook_mail
from tests.curation.conftest import sign_in
from tests.curation.test_curator_pages import upload
from tests.files import SENTENCE, a_docx
from tests.waiting import wait_until


def an_email(**attached: bytes) -> bytes:
    """An e-mail within which another one brings a text, beside what is named."""
    inner, outer = EmailMessage(), EmailMessage()
    for message, subject in ((inner, "Videresendt"), (outer, "Referat og bilag")):
        message["Subject"], message["From"] = subject, "bo@bibliotek.dk"
        message.set_content(SENTENCE)
    inner.add_attachment(SENTENCE, filename="../../dagsorden.txt")
    for name, content in attached.items():
        outer.add_attachment(content, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    outer.add_attachment(inner)
    return outer.as_bytes()


OUTLOOK = an_outlook_mail("Referat", SENTENCE, attachments={"notat.txt": SENTENCE.encode()})


def test_what_comes_with_emails_is_handed_in_for_itself(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    uploads = own_site.application.extensions["samspil"].curation.uploads
    sent = {"post.eml": an_email(referat_docx=a_docx("Referat", SENTENCE), foto_heic=b"x"), "POST.MSG": OUTLOOK}
    pages = []
    for name, content in sent.items():
        place = upload(curator, name, content)
        assert "Læg de vedhæftede filer ind hver for sig" in curator.get(place).text
        pages.append(curator.get(curator.post(f"{place}/attachments").location).text)

    assert "2 vedhæftede filer er lagt ind." in pages[0] and "Kan ikke læses: foto.heic." in pages[0]
    assert "1 vedhæftet fil er lagt ind." in pages[1] and "Kan ikke læses" not in pages[1]
    wait_until(lambda: all(one.state.value != "reading" for one in uploads.all()))
    assert sorted(one.name for one in uploads.all() if not one.is_mail) == [
        "dagsorden.txt",
        "notat.txt",
        "referat.docx",
    ]
    for one in uploads.all():
        assert SENTENCE in "\n".join(page.text for page in uploads.extraction(one).pages), one.name


def test_where_nothing_comes_of_it_the_page_says_why_and_what_to_do(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    uploads = own_site.application.extensions["samspil"].curation.uploads
    lonely = EmailMessage()
    lonely["Subject"], lonely["From"] = "Hej", "bo@bibliotek.dk"
    lonely.set_content(SENTENCE)
    for name, content in (("hej.eml", lonely.as_bytes()), ("hej.txt", SENTENCE.encode())):
        place = upload(curator, name, content)
        assert "Der er ingen filer vedhæftet." in curator.get(curator.post(f"{place}/attachments").location).text
        assert ("hver for sig" in curator.get(place).text) == name.endswith(".eml")

    damaged = upload(curator, "post.msg", OUTLOOK)
    (one,) = (one for one in uploads.all() if one.ending == ".msg")
    uploads.path(one).write_bytes(uploads.content(one)[:9] + bytes(700))

    assert "kan ikke pakkes ud" in curator.get(curator.post(f"{damaged}/attachments").location).text
    assert len(uploads.all()) == 3
