"""Lists of references become records; every entry that the file announces is read or named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import InvalidEntry, latex_of
from indexer.curation.bulk.readers import read_table
from indexer.curation.bulk.readers.latex import plain_text
from indexer.curation.bulk.readers.table import Table, list_texts
from tests.saying import raises_saying


def records(name: str, text: str) -> list[dict[str, str]]:
    table = read_table(name, text.encode())
    return [dict(record.values) for record in table.records(table.mapping)]


def first(name: str, text: str) -> dict[str, str]:
    return records(name, text)[0]


def document_of(name: str, text: str) -> dict[str, str]:
    """What a reference says of our document, without the work that it will present."""
    return {key: value for key, value in first(name, text).items() if key != "describes"}


def work_of(name: str, text: str) -> dict[str, object]:
    """What a reference says of the work."""
    stated: dict[str, object] = json.loads(first(name, text)["describes"])
    return stated


def said_of(table: Table) -> list[tuple[str, str]]:
    return [(one.row, one.message.id) for one in (*table.faults, *table.notes)]


@pytest.mark.parametrize(
    ("reference", "values"),
    [
        ("TY  - RPRT\nTI  - Rapport\n", {"title": "Rapport", "kind": "report"}),
        ("TY  - BOOK\nTI  - Bog\n", {"title": "Bog", "kind": "theory"}),
        ("TY  - JOUR\nTI  - Stykke\nPY  - 2011/05/01\n", {"title": "Stykke", "kind": "article", "year_start": "2011"}),
        ("TY  - JOUR\nTI  - T\nLA  - dan\n", {"title": "T", "kind": "article", "language": "da"}),
        ("TY  - JOUR\nTI  - T\nLA  - de\n", {"title": "T", "kind": "article"}),
        ("TY  - JOUR\nTI  - T\nDO  - 10.1/x\n", {"title": "T", "kind": "article", "url": "https://doi.org/10.1/x"}),
        (
            "TY  - JOUR\nTI  - T\nUR  - https://a.example\nDO  - 10.1/x\n",
            {"title": "T", "kind": "article", "url": "https://a.example\nhttps://doi.org/10.1/x"},
        ),
        ("TY  - JOUR\nTI  - T\nKW  - a\nKW  - b\n", {"title": "T", "kind": "article", "keywords": "a;b"}),
    ],
    ids=["report", "book", "year", "danish", "other-language", "doi", "address-and-doi", "keywords"],
)
def test_ris_is_read_by_its_tags(reference: str, values: dict[str, str]) -> None:
    assert document_of("a.RIS", f"{reference}ER  - \n") == values


@pytest.mark.parametrize(
    ("reference", "work"),
    [
        ("TY  - BOOK\nTI  - Bog\n", {"type": "book", "title": "Bog"}),
        (
            "TY  - JOUR\nTI  - T\nAU  - Hansen, Mette\nAU  - KL\nPY  - 2011/05/01\n",
            {"type": "journal-article", "title": "T", "authors": ["Hansen, Mette", "KL"], "year": 2011},
        ),
        (
            "TY  - JOUR\nTI  - T\nJO  - Nordisk\nVL  - 2\nIS  - 3\nSP  - 4\nEP  - 9\nDO  - doi:10.1/x\n",
            {
                "type": "journal-article", "title": "T", "container": "Nordisk", "volume": "2", "issue": "3",
                "pages": "4-9", "doi": "10.1/x",
            },
        ),
        (
            "TY  - CHAP\nTI  - T\nT2  - Bogen\nPB  - Forlaget\nCY  - Odense\nET  - 2.\nSN  - 0-89843-611-7\n",
            {
                "type": "chapter", "title": "T", "container": "Bogen", "publisher": "Forlaget", "place": "Odense",
                "edition": "2.", "isbn": "0898436117",
            },
        ),
        ("TY  - ELEC\nTI  - T\nUR  - www.a.example\n", {"type": "web-page", "title": "T", "url": "https://www.a.example"}),
        ("TY  - ELEC\nTI  - T\nUR  - doi.org/10.1/x\n", {"type": "web-page", "title": "T", "doi": "10.1/x"}),
        ("TY  - MUSIC\nTI  - T\n", {"type": "other", "title": "T"}),
    ],
    ids=["book", "authors", "journal", "chapter", "web-page", "doi-as-address", "unknown-type"],
)  # fmt: skip
def test_ris_fills_the_work(reference: str, work: dict[str, object]) -> None:
    assert work_of("a.ris", f"{reference}ER  - \n") == work


def test_a_number_that_is_no_isbn_is_told() -> None:
    table = read_table("a.ris", b"TY  - JOUR\nTI  - T\nSN  - 1234-5678\nER  - \n")

    assert said_of(table) == [("1", "number-not-kept")]


@pytest.mark.parametrize(
    ("entry", "values"),
    [
        ("@book{a, title={Bog}}", {"title": "Bog", "kind": "theory"}),
        ("@manual{a, title={Guide}}", {"title": "Guide", "kind": "guide"}),
        (
            '@misc{a, title="En {DK} titel", year=2010}',
            {"title": "En DK titel", "kind": "article", "year_start": "2010"},
        ),
        ("@misc{a, title={T}, keywords={x, y}}", {"title": "T", "kind": "article", "keywords": "x;y"}),
        ("@misc{a, title={T}, langid={english}}", {"title": "T", "kind": "article", "language": "en"}),
        ("@misc{a, title={T}, date={2012-05}}", {"title": "T", "kind": "article", "year_start": "2012"}),
    ],
    ids=["book", "manual", "braces", "keywords", "language", "date"],
)
def test_bibtex_is_read_by_its_fields(entry: str, values: dict[str, str]) -> None:
    assert document_of("a.bib", entry) == values


@pytest.mark.parametrize(
    ("entry", "work"),
    [
        (
            "@article{a, title={T}, author={Hansen, Mette and {KL}}, journal={N}, volume=2, number=3, pages={4--9}}",
            {
                "type": "journal-article", "title": "T", "authors": ["Hansen, Mette", "KL"], "container": "N",
                "volume": "2", "issue": "3", "pages": "4–9",
            },
        ),
        (
            "@article{a, title={T}, journaltitle={Avisen}, entrysubtype={newspaper}}",
            {"type": "newspaper-article", "title": "T", "container": "Avisen"},
        ),
        (
            "@techreport{a, title={T}, institution={KORA}, address={Aarhus}, doi={10.1/a_b}}",
            {"type": "report", "title": "T", "publisher": "KORA", "place": "Aarhus", "doi": "10.1/a_b"},
        ),
        ("@phdthesis{a, title={T}, school={RUC}}", {"type": "thesis", "title": "T", "publisher": "RUC"}),
        ("@online{a, title={T}, url={https://a.example/~x}}", {"type": "web-page", "title": "T", "url": "https://a.example/~x"}),
        ("@unpublished{a, title={T}}", {"type": "other", "title": "T"}),
    ],
    ids=["article", "newspaper", "report", "thesis", "online", "unknown-type"],
)  # fmt: skip
def test_bibtex_fills_the_work(entry: str, work: dict[str, object]) -> None:
    assert work_of("a.bib", entry) == work


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        ("doi:10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        ("DOI: 10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        ("https://doi.org/10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        ("http://dx.doi.org/10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        ("doi.org/10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        ("https://doi.org/doi:10.1234/ab.c", "https://doi.org/10.1234/ab.c"),
        (
            "10.1002/(sici)1097(1999)50:1<1::aid>3.0.co;2",
            "https://doi.org/10.1002/(sici)1097(1999)50:1%3C1::aid%3E3.0.co;2",
        ),
    ],
)
def test_a_doi_has_one_form_however_it_is_given(written: str, address: str) -> None:
    ris = f"TY  - JOUR\nTI  - T\nDO  - {written}\nER  - \n"
    bibtex = f"@article{{a, title={{T}}, doi={{{written}}}}}"
    csl = json.dumps([{"type": "article", "title": "T", "DOI": written}])

    cells = [first(*each)["url"] for each in (("a.ris", ris), ("a.bib", bibtex), ("a.json", csl))]
    assert [list_texts(cell) if cell.startswith("[") else [cell] for cell in cells] == [[address]] * 3


@pytest.mark.parametrize(
    ("text", "titles", "said"),
    [
        ("TY  - RPRT\nTI  - A\nPY  - 2015\n", ["A"], [("1", "ris-without-end")]),
        ("TY - RPRT\nTI - A\nPY - 2015\nER - \n", ["A"], []),
        ("TY  - RPRT\nTI  - A\nTY  - RPRT\nTI  - B\nER  -\n", ["A", "B"], [("1", "ris-without-end")]),
        ("TI  - Z\nER  - \nTY  - RPRT\nTI  - B\nER  -\n", ["B"], [("1", "ris-without-type")]),
        ("TY  - RPRT\nTI  - A\nER  - \nTI  - Z\nAU  - Y\n", ["A"], [("2", "ris-without-type")]),
        ("Fra basen\nTY  - RPRT\nTI  - A\nER  - \nslut\n", ["A"], [("", "lines-outside")]),
        ("TY  - RPRT\nTI  - En lang\n  titel\nER  - \n", ["En lang titel"], []),
        ("TY  - RPRT\nTI  - IT\nIT - og alt\nER  - \n", ["IT IT - og alt"], []),
        ("TY  - JOUR\nTI  - A\nN1  - En note\nVL  - 2\nER  - \n", ["A"], [("", "columns-not-used")]),
        ("TY  - JOUR\r\n\r\nTI  - A\r\n\r\nER  - \r\n", ["A"], []),
        ("TY  - JOUR\nTI  - A\nLA  - tysk\nER  - \n", ["A"], [("1", "language-unknown")]),
        ("TY  - JOUR\nTI  - A\nAU  - Bo\nAU  - et al.\nER  - \n", ["A"], [("1", "authors-and-others")]),
    ],
    ids=[
        "no-end", "one-blank", "no-end-between", "no-type-first", "no-type-last", "text-around", "over-two-lines",
        "no-tag-of-ris", "tags-without-a-place", "blank-lines", "other-language", "and-others",
    ],
)  # fmt: skip
def test_every_reference_of_ris_is_read_or_named(text: str, titles: list[str], said: list[tuple[str, str]]) -> None:
    table = read_table("a.ris", text.encode())

    assert [row["title"] for row in table.rows] == titles
    assert said_of(table) == said
    assert table.found == len(table.rows) + len(table.faults)


@pytest.mark.parametrize(
    ("text", "titles", "said"),
    [
        (
            "@article{et, title={A}}\n@article{to, title={B, year={2015}\n}\n@article{tre, title={C}}",
            ["A", "C"], [("2", "bibtex-broken")],
        ),
        (
            "@article{et, title={A}} @article{to, title={B}\n@article{tre, title={C}}",
            ["A", "C"], [("2", "bibtex-broken")],
        ),
        ('@article{et, title="A}\n@article{to, title="B"}', ["B"], [("1", "bibtex-broken")]),
        ("@article{et, title={A} year={2015}}\n@book{to, title={B}}", ["B"], [("1", "bibtex-broken")]),
        ("@article{et, title={A},\n@book{to, title={B}}", ["B"], [("1", "bibtex-broken")]),
        ("@article{et, title=}\n@book{to, title={B}}", ["B"], [("1", "bibtex-broken")]),
        ("@article{title={A}}", ["A"], [("1", "bibtex-without-key")]),
        ("@article{, title={A}}", ["A"], [("1", "bibtex-without-key")]),
        (
            "@article{a, title={A}, journal=nordisk}\n@article{b, title={B}}",
            ["A", "B"], [("1", "abbreviation-unknown")],
        ),
        ("@string{nb = {Nyt}}\n@article{a, title = nb # { i } # 2015}", ["Nyt i 2015"], []),
        ("@string{nb = {Nyt\n@article{a, title={A}}", ["A"], [("", "abbreviation-broken")]),
        ("@article(a, title={A})\n@COMMENT{x}\n% ord\n@Book{b, title={B},}", ["A", "B"], []),
        ("article{a, title={A}}\n@book{b, title={B}}", ["B"], [("", "lines-outside")]),
        ("@book{a, title={A}, title={B}}", ["A"], [("1", "field-twice")]),
        ("@book{a, title={A}, month=jan, volume={2}}", ["A"], [("", "columns-not-used")]),
        ('@article{b, author = "Ane Hansen and others", title = "Et"}', ["Et"], [("1", "authors-and-others")]),
        ("@misc{a, title={Skriv til a@b.dk (nu)}}", ["Skriv til a@b.dk (nu)"], []),
    ],
    ids=[
        "open-brace", "open-brace-in-a-line", "open-quote", "no-comma", "not-closed", "no-value", "no-key", "empty-key",
        "unknown-abbreviation", "abbreviation", "broken-abbreviation", "round-brackets", "no-at", "twice", "no-place",
        "and-others", "at-in-a-text",
    ],
)  # fmt: skip
def test_every_entry_of_bibtex_is_read_or_named(text: str, titles: list[str], said: list[tuple[str, str]]) -> None:
    table = read_table("a.bib", text.encode())

    assert [row["title"] for row in table.rows] == titles
    assert said_of(table) == said
    assert table.found == len(table.rows) + len(table.faults)


def test_a_broken_entry_is_named_by_its_key_and_line() -> None:
    table = read_table("a.bib", b"@book{et, title={A}}\n\n@article{to, title={B\n")

    assert dict(table.faults[0].message.arguments) == {"name": "to", "line": 3}


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Ane Hansen and others", ["Hansen, Ane"]),
        ("Hansen, Ane AND Olsen, Bo", ["Hansen, Ane", "Olsen, Bo"]),
        ("{Aarhus and Odense} and Bo", ["Aarhus and Odense", "Bo,"]),
        ("Sand, Anders\n and Alexander", ["Sand, Anders", "Alexander,"]),
        ("Ludwig van Beethoven and de la Cour, Vibeke", ["van Beethoven, Ludwig", "de la Cour, Vibeke"]),
        ("King, Jr, Martin Luther", ["King, Martin Luther, Jr"]),
        (r"S{\o}rensen, {\AA}se and M\"uller, J\'er\^ome", ["Sørensen, Åse", "Müller, Jérôme"]),
    ],
)
def test_authors_of_bibtex_are_told_apart(written: str, authors: list[str]) -> None:
    assert work_of("a.bib", f"@book{{a, title={{T}}, author={{{written}}}}}")["authors"] == authors


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"S{\o}ren \& {\AA}se", "Søren & Åse"), (r"{\ae}ble, \o l, \'e, \c{c}, \v s", "æble, øl, é, ç, š"),
        (r"50~\% -- 60\,\%", "50 % – 60 %"), (r"\emph{bog} \textbf{to}", "bog to"), ("``ord''", "“ord”"),
        (r"\textasciitilde{} \textasciicircum \textbackslash{}x", r"~ ^\x"), (r"\~{} \^{}", "~ ^"),
        (r"na{\"\i}ve \'{\i}", "naïve í"), (r"\ukendt{x}", r"\ukendtx"), (r"{{DK} i {EU}}", "DK i EU"),
        (r"\url{a}", "a"),
    ],
)  # fmt: skip
def test_latex_is_read_as_it_is_set(latex: str, text: str) -> None:
    assert plain_text(latex) == text


@given(st.text(alphabet="aæ {}\\~^&%$#_-`'\"é", max_size=20))
def test_a_text_written_as_latex_reads_back_and_braces_match(text: str) -> None:
    plain = " ".join(text.split())

    written = latex_of(plain)

    assert plain_text(written) == plain
    assert plain_text(f"{{{written}}}") == plain
    table = read_table("a.bib", f"@misc{{a, title = {{{{{written}}}}}, year = {{2010}}}}".encode())
    assert (table.found, table.faults) == (1, ()) and table.rows[0].get("title", "") == plain


def doubling(steps: int) -> str:
    definitions = "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(steps))
    return f"@string{{a0 = {{0123456789}}}}\n{definitions}@misc{{x, title = a{steps}}}\n"


def test_abbreviations_that_unfold_without_end_are_refused() -> None:
    assert len(doubling(60)) < 2_500

    with raises_saying(InvalidEntry, "unfold to more than can be imported"):
        read_table("a.bib", doubling(60).encode())
    assert len(first("a.bib", doubling(5))["title"]) == 320


@given(st.text(alphabet='@{}(),="#ab \n%', max_size=60))
def test_no_text_breaks_the_reader_of_bibtex_and_no_entry_gets_lost(text: str) -> None:
    try:
        table = read_table("a.bib", text.encode())
    except InvalidEntry:
        return

    assert table.found == len(table.rows) + len(table.faults)


@given(st.lists(st.sampled_from(["TY  - JOUR", "TI  - A", "ER  - ", "ER -", "tekst", "", "TY - X", "QQ  - y"])))
def test_no_lines_break_the_reader_of_ris_and_no_reference_gets_lost(lines: list[str]) -> None:
    try:
        table = read_table("a.ris", "\n".join(lines).encode())
    except InvalidEntry:
        assert not any(line[:2] in ("TY", "TI", "QQ") for line in lines)
        return

    assert table.found == len(table.rows) + len(table.faults)
    assert table.found >= sum(line.startswith("TY") for line in lines)


def test_items_of_csl_are_read_and_others_are_named() -> None:
    items = [
        {
            "type": "report", "title": "Rapport", "author": [{"family": "Hansen", "given": "Ane"}, {"literal": "KL"}],
            "issued": {"date-parts": [[2015, 3]]}, "language": "da-DK", "keyword": "a, b", "medium": "papir",
        },
        "tekst", {"title": "uden type"},
        {"type": "book", "title": "Bog", "issued": {"raw": "maj 2011"}, "URL": "www.a.example"},
    ]  # fmt: skip

    table = read_table("a.json", json.dumps({"items": items}).encode())

    assert list(table.rows) == [
        {
            "title": "Rapport", "kind": "report", "year_start": "2015", "language": "da", "keywords": "a;b",
            "describes": '{"type": "report", "title": "Rapport", "authors": ["Hansen, Ane", "KL"], "year": 2015}',
        },
        {
            "title": "Bog", "kind": "theory", "year_start": "2011", "url": "https://www.a.example",
            "describes": '{"type": "book", "title": "Bog", "year": 2011, "url": "https://www.a.example"}',
        },
    ]  # fmt: skip
    assert said_of(table) == [("2", "not-an-item"), ("3", "not-an-item"), ("", "columns-not-used")]
    assert (table.found, table.numbers) == (4, (1, 4))


@pytest.mark.parametrize(
    ("text", "title"), [("TY  - JOUR\nTI  - A\nER  - \n", "A"), ("\n@misc{a, title={A}}", "A"), ("titel\nA\n", "A")]
)
def test_a_text_file_is_read_as_what_it_begins_like(text: str, title: str) -> None:
    assert first("a.TXT", text)["title"] == title
