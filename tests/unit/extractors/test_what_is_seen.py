"""What a person sees on a page is taken, what nobody sees is left out and named; each in files made here."""

from __future__ import annotations

import io

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import finish
from indexer.extraction.formats.office_files.office import extract_office
from indexer.extraction.formats.web_files.html import read_html
from indexer.extraction.limits import Allowance, ExtractionLimits
from tests.files import a_docx, a_slide, an_archive, an_odt, relations

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office(content: bytes) -> Extraction:
    extraction = extract_office(io.BytesIO(content), Allowance(ExtractionLimits()))
    assert extraction.refused is None, extraction.refused
    return extraction


def web(page: str) -> Extraction:
    return finish(read_html(page.encode()))


def texts(extraction: Extraction) -> list[str]:
    return [page.text for page in extraction.pages]


def notes(extraction: Extraction) -> list[tuple[str, int | None]]:
    return [(note.code, note.page) for note in extraction.notes]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


VANISHING = '<w:style w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style>'
BELOW = VANISHING + '<w:style w:styleId="T"><w:basedOn w:val="S"/></w:style>'
SEEN = run("Synlig ")


@pytest.mark.parametrize(
    ("hidden", "styles"),
    [
        (paragraph(SEEN, run("hemmelig", "<w:vanish/>")), ""),
        (paragraph(SEEN, run("hemmelig", '<w:vanish w:val="true"/>')), ""),
        (paragraph(SEEN, run("hemmelig", '<w:rStyle w:val="S"/>')), VANISHING),
        (paragraph(SEEN) + paragraph(run("hemmelig"), properties='<w:pStyle w:val="S"/>'), VANISHING),
        (paragraph(SEEN) + paragraph(run("hemmelig"), properties='<w:pStyle w:val="T"/>'), BELOW),
        (paragraph(SEEN, run("hemmelig", '<w:color w:val="FFFFFF"/>')), ""),
        (paragraph(SEEN, run("hemmelig", '<w:color w:val="ffffff"/><w:shd w:fill="auto"/>')), ""),
    ],
    ids=["run", "stated", "style", "style-of-paragraph", "style-below", "white", "white-on-no-fill"],
)
def test_hidden_and_white_words_of_word_are_left_out_and_named(hidden: str, styles: str) -> None:
    extraction = office(a_docx(hidden, styles=styles))

    assert texts(extraction) == ["Synlig"]
    assert notes(extraction) == [("hidden-text", 1)]


WHITE = run("tydelig", '<w:color w:val="FFFFFF"/>')


@pytest.mark.parametrize(
    "seen",
    [
        paragraph(run("tydelig", '<w:vanish w:val="0"/>')),
        paragraph(run("tydelig"), properties="<w:rPr><w:vanish/></w:rPr>"),
        paragraph(run("tydelig", '<w:color w:val="FFFFFF"/><w:shd w:fill="1F4E79"/>')),
        paragraph(run("tydelig", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>')),
        paragraph(WHITE, properties='<w:shd w:fill="000000"/>'),
        f"<w:tbl><w:tr><w:tc>{paragraph(WHITE)}</w:tc></w:tr></w:tbl>",
        f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(WHITE)}</w:txbxContent></w:pict></w:r></w:p>",
        paragraph('<w:r><w:drawing><wp:anchor xmlns:wp="d" behindDoc="1"/></w:drawing></w:r>', WHITE),
    ],
    ids=[
        "switched-off",
        "mark-of-paragraph",
        "shaded",
        "highlighted",
        "shaded-paragraph",
        "table",
        "box",
        "picture-behind",
    ],
)
def test_words_that_are_seen_on_a_ground_of_their_own_stay(seen: str) -> None:
    extraction = office(a_docx(seen))

    assert texts(extraction) == ["tydelig"]
    assert not extraction.notes


def test_footnotes_stand_after_the_page_that_refers_to_them() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>{}</w:t>{}</w:r></w:p>'
    refer = '<w:{}Reference w:id="{}"/>'
    note = '<w:{} w:id="{}"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:{}>'
    first, second = (note.format("footnote", n, text, "footnote") for n, text in ((2, "Fod et"), (3, "Fod to")))
    feet = f"<w:footnotes {W}>{first}{second}</w:footnotes>"
    ends = f"<w:endnotes {W}>{note.format('endnote', 2, 'Slutnote', 'endnote')}</w:endnotes>"
    content = a_docx(
        heading.format("Mål", refer.format("footnote", 2)), "Tekst",
        f"<w:p><w:r><w:t>Mere</w:t>{refer.format('endnote', 2)}</w:r></w:p>", "Slut",
        heading.format("Midler", ""), f"<w:p><w:r><w:t>Penge</w:t>{refer.format('footnote', 3)}</w:r></w:p>", "Tid",
        styles='<w:style w:styleId="H"><w:name w:val="heading 1"/></w:style>',
        parts={"word/footnotes.xml": feet, "word/endnotes.xml": ends},
    )  # fmt: skip

    assert texts(office(content)) == ["Mål\nTekst\nMere\nSlut\nFod et\nSlutnote", "Midler\nPenge\nTid\nFod to"]


def test_heads_and_feet_of_word_stand_once() -> None:
    head = f"<w:hdr {W}><w:p><w:r><w:t>Ærø Bibliotek</w:t></w:r></w:p></w:hdr>"
    foot = f"<w:ftr {W}><w:p><w:r><w:t>Journal 14/77</w:t></w:r></w:p><w:p><w:r><w:t>12</w:t></w:r></w:p></w:ftr>"
    content = a_docx(
        "Tekst",
        parts={
            "word/_rels/document.xml.rels": relations(
                a=("header", "header1.xml"), b=("header", "header2.xml"), c=("footer", "footer1.xml")
            ),
            "word/header1.xml": head, "word/header2.xml": head, "word/footer1.xml": foot,
        },
    )  # fmt: skip

    assert texts(office(content)) == ["Tekst\nÆrø Bibliotek\nJournal 14/77"]


@pytest.mark.parametrize(
    ("descr", "line"),
    [
        ("Børn læser for en hund", "Tekst\nBørn læser for en hund"),
        ("Et barn i en have\n\nAutomatisk genereret beskrivelse", "Tekst\nEt barn i en have"),
        ("IMG_2044 (1).JPG", "Tekst"),
        ("", "Tekst"),
    ],
)
def test_what_pictures_show_stands_after_their_paragraph(descr: str, line: str) -> None:
    picture = f'<w:p><w:r><w:t>Tekst</w:t><w:drawing><wp:docPr xmlns:wp="d" descr="{descr}"/></w:drawing></w:r></w:p>'

    assert texts(office(a_docx(picture))) == [line]


def a_show(*slides: str) -> bytes:
    ids = "".join(f'<p:sldId r:id="r{n}"/>' for n in range(len(slides)))
    parts = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" xmlns:r="{OFFICE}">{ids}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            **{f"r{n}": ("slide", f"slides/s{n}.xml") for n in range(len(slides))}
        ),
    }
    return an_archive(parts | {f"ppt/slides/s{n}.xml": slide for n, slide in enumerate(slides)})


def shape(text: str, *, place: str = "", name: str = "") -> str:
    filled = f'<p:ph type="{place}"/>' if place else ""
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr {name}/><p:nvPr>{filled}</p:nvPr></p:nvSpPr>"
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def slide(*shapes: str, show: str = "") -> str:
    return f'<p:sld xmlns:p="p" xmlns:a="a" {show}>{"".join(shapes)}</p:sld>'


@pytest.mark.parametrize("off", ["0", "false"])
def test_a_hidden_slide_is_left_out_and_named_and_the_others_keep_their_numbers(off: str) -> None:
    content = a_show(
        a_slide("Første"), slide(shape("Hemmelig"), show=f'show="{off}"'), slide(shape("Tredje"), show='show="1"')
    )

    extraction = office(content)

    assert texts(extraction) == ["Første", "", "Tredje"]
    assert notes(extraction) == [("hidden-slide", 2)]


def test_hidden_shapes_are_left_out_and_pictures_say_what_they_show() -> None:
    picture = '<p:pic><p:nvPicPr><p:cNvPr descr="To piger med en robot"/></p:nvPicPr></p:pic>'

    extraction = office(a_show(slide(picture, shape("Robotter", place="title"), shape("Hemmelig", name='hidden="1"'))))

    assert texts(extraction) == ["To piger med en robot\nRobotter"]
    assert extraction.pages[0].label == "Robotter"
    assert notes(extraction) == [("hidden-text", 1)]


def test_feet_of_slides_stand_once() -> None:
    foot = shape("Ærø Bibliotek 2024", place="ftr")

    assert texts(office(a_show(slide(shape("Et"), foot), slide(shape("To"), foot)))) == ["Et\nÆrø Bibliotek 2024", "To"]


def a_styled_odt(body: str, styles: str, parts: str = "") -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="s" xmlns:draw="d" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="f" xmlns:svg="urn:svg" '
        'xmlns:table="t" xmlns:presentation="p"'
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>"
    )
    files = {"content.xml": content}
    if parts:
        files["styles.xml"] = f"<office:document-styles {spaces}>{parts}</office:document-styles>"
    return an_archive(files)


HIDDEN_STYLE = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
WHITE_STYLE = '<style:style style:name="H"><style:text-properties fo:color="#FFFFFF"/></style:style>'


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ('<text:p>Synlig <text:span text:style-name="H">hemmelig</text:span>hale</text:p>', HIDDEN_STYLE),
        ('<text:p>Synlig <text:span text:style-name="H">hemmelig</text:span>hale</text:p>', WHITE_STYLE),
        ('<text:p>Synlig hale</text:p><text:section text:display="none"><text:p>hemmelig</text:p></text:section>', ""),
        ('<text:p>Synlig hale</text:p><text:p><text:hidden-paragraph text:is-hidden="true"/>hemmelig</text:p>', ""),
        ('<text:p>Synlig <text:hidden-text text:is-hidden="true">hemmelig</text:hidden-text>hale</text:p>', ""),
    ],
    ids=["style", "white", "section", "paragraph", "field"],
)
def test_what_an_open_document_hides_is_left_out_and_named(body: str, styles: str) -> None:
    extraction = office(a_styled_odt(f"<office:text>{body}</office:text>", styles))

    assert texts(extraction) == ["Synlig hale"]
    assert notes(extraction) == [("hidden-text", 1)]


def test_footnotes_heads_and_descriptions_of_an_open_document() -> None:
    body = (
        '<office:text><text:h text:outline-level="1">Mål<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Fodnoten</text:p></text:note-body></text:note></text:h>"
        "<text:p>Tekst<draw:frame><svg:title>Plakat</svg:title><svg:desc>En plakat med en fugl</svg:desc></draw:frame>"
        "</text:p>"
        '<text:h text:outline-level="1">Midler</text:h></office:text>'
    )
    heads = (
        "<office:master-styles><style:master-page><style:header><text:p>Ærø Bibliotek</text:p></style:header>"
        '<style:footer style:display="false"><text:p>Ikke vist</text:p></style:footer></style:master-page>'
        "</office:master-styles>"
    )

    assert texts(office(a_styled_odt(body, "", heads))) == [
        "Mål\nTekst\nPlakat\nEn plakat med en fugl\nFodnoten\nÆrø Bibliotek",
        "Midler",
    ]


def test_a_comment_and_a_deletion_are_no_hidden_text() -> None:
    body = "<text:p>Synlig<office:annotation><text:p>kommentar</text:p></office:annotation></text:p>"

    assert not office(an_odt(body)).notes


def test_a_hidden_slide_of_an_open_presentation_is_left_out_and_named() -> None:
    style = (
        '<style:style style:name="H"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    box = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    page = f'<draw:page draw:style-name="{{}}">{box}</draw:page>'
    shown = page.format("", "Et") + page.format("H", "Hemmelig") + page.format("", "Tre")
    body = f"<office:presentation>{shown}</office:presentation>"

    extraction = office(a_styled_odt(body, style))

    assert texts(extraction) == ["Et", "", "Tre"]
    assert notes(extraction) == [("hidden-slide", 2)]


LONG = "Denne sætning er skrevet for maskiner og ikke for mennesker, som aldrig får den at se."
SHOWN = "<p>" + "Vi holder sommerfest i haven med bål og sang. " * 12 + "</p>"


@pytest.mark.parametrize(
    "hidden",
    [
        f'<div style="display:none">{LONG}</div>',
        f'<p style="color: red; DISPLAY : none;">{LONG}</p>',
        f"<section hidden>{LONG}</section>",
        f'<p style="visibility:hidden">{LONG}</p>',
        f'<p style="color:#fff;background-color:white">{LONG}</p>',
        f'<span style="font-size:0px">{LONG}</span>',
    ],
)
def test_what_a_web_page_hides_is_left_out_and_named(hidden: str) -> None:
    extraction = web(f"<body><main><h1>Fest</h1>{SHOWN}{hidden}</main></body>")

    assert "maskiner" not in texts(extraction)[0] and "sommerfest" in texts(extraction)[0]
    assert notes(extraction) == [("hidden-text", None)]


@pytest.mark.parametrize(
    "folded",
    [
        f'<button aria-controls="a">Åbn</button><div id="a" style="display:none">{LONG}</div>',
        f'<a href="#a">Åbn</a><div id="a" hidden>{LONG}</div>',
        f'<div class="accordion-content" style="display:none">{LONG}</div>',
        f'<div role="tabpanel" hidden>{LONG}</div>',
        f"<details><summary>Åbn</summary><p>{LONG}</p></details>",
        f'<p style="color:#fff;background:#123456">{LONG}</p>',
        f'<p hidden="until-found">{LONG}</p>',
    ],
)
def test_what_opens_at_a_click_or_stands_on_a_ground_stays(folded: str) -> None:
    extraction = web(f"<body><main><h1>Fest</h1>{SHOWN}{folded}</main></body>")

    assert "maskiner" in "\n".join(texts(extraction))
    assert not extraction.notes


@pytest.mark.parametrize(
    "figure",
    [
        '<figure><img src="a.jpg" alt="Børn på en måtte"><figcaption>Højtlæsning i {}</figcaption></figure>',
        "<figure><picture><img src=a.jpg></picture><figcaption><p>Højtlæsning i <em>{}</em></p></figcaption></figure>",
        "<figure><table><tr><td>1<td>2</table><figcaption>Højtlæsning i {}</figcaption></figure>",
        "<table><caption>Højtlæsning i {}</caption><tr><td>1<td>2</table>",
        "<details><summary>Højtlæsning i {}</summary><p>Hver onsdag året rundt.</p></details>",
    ],
    ids=["picture", "paragraph", "table", "caption-of-a-table", "fold"],
)
def test_captions_of_figures_stand_where_the_figures_do(figure: str) -> None:
    place = "Kuplen med spejderne"
    after = "<p>Bagefter blev der spist kage i gården.</p>"
    page = f"<body><article><h1>Fest</h1>{SHOWN}{figure.format(place)}{after}</article></body>"

    text = texts(web(page))[0]

    assert f"Højtlæsning i {place}" in text
    assert text.index("sommerfest") < text.index("Højtlæsning") < text.index("kage")
    assert text.count("Højtlæsning") == 1


@pytest.mark.parametrize(
    ("alt", "is_taken"),
    [("Tre drenge bygger en drage", True), ("DSC0042.jpg", False), ("Facebook", False), ("", False)],
)
def test_a_picture_of_a_web_page_says_what_it_shows(alt: str, is_taken: bool) -> None:
    page = f'<body><article><h1>Fest</h1>{SHOWN}<p><img src="a.jpg" alt="{alt}"></p>{SHOWN}</article></body>'

    assert (bool(alt) and alt in texts(web(page))[0]) == is_taken
