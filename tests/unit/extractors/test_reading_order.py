"""Pages are read as a person reads them where their own order is wrong, and as they are where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.formats.pdf_files.layout import pdf_layout
from indexer.extraction.limits import ExtractionLimits
from indexer.extraction.worker import Attempt, run_attempt
from tests.files import Placed, a_pdf, a_placed_pdf
from tests.layouts import LAYOUTS, TEXTS, Layout, order_of

ROWS = [
    ("Sted", "Udlån", "Besøg"), ("Hjørring", "12.400", "30.100"), ("Rønne", "8.250", "19.700"), ("Ølgod", "950", "230"),
]  # fmt: skip
TABLE: list[Placed] = [
    (60 + 150 * column, 700 - 16 * row, 11, cell) for row, cells in enumerate(ROWS) for column, cell in enumerate(cells)
]


def extract(folder: Path, content: bytes) -> Extraction:
    path = folder / "fil.pdf"
    path.write_bytes(content)
    (folder / "journal").unlink(missing_ok=True)
    return run_attempt(Attempt(path, PDF, ExtractionLimits(), folder / "journal"), 0)


def lines_of(text: str) -> list[str]:
    return text.split("/")


def lines_at(top: float, lines: Sequence[str], left: float = 60.0, size: float = 11.0) -> list[Placed]:
    return [(left, top - 1.3 * size * number, size, line) for number, line in enumerate(lines)]


def read(folder: Path, *pages: list[Placed]) -> str:
    return "\f".join(page.text for page in extract(folder, a_placed_pdf(*pages)).pages)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_columns_in_any_order_of_drawing_are_read_one_after_the_other(tmp_path: Path, layout: Layout) -> None:
    for text in TEXTS:
        assert order_of(text, read(tmp_path, layout(text))) == 1.0, text


def test_columns_within_one_string_are_told_by_their_gap(tmp_path: Path) -> None:
    left = lines_of(
        "Biblioteket indgik i foråret/en aftale med svømmehallen/om fælles åbningstider og/en reol med bøger."
    )
    right = lines_of(
        "Kommunen betalte materialet/og et halvt årsværk, mens/foreningen stillede folk/til rådighed hver lørdag."
    )
    rows = list(zip(left, right, strict=True))

    moved = lines_at(700, [f"{one}[-{18000 - 500 * len(one)}]{other}" for one, other in rows])
    spaced = lines_at(700, [one + " " * (70 - len(one)) + other for one, other in rows])

    for page in (moved, spaced):
        assert " ".join(read(tmp_path, page).split()) == " ".join([*left, *right])


def test_a_table_is_read_by_rows_with_separators(tmp_path: Path) -> None:
    by_columns = sorted(TABLE, key=lambda placed: placed[0])

    for page in (TABLE, by_columns):
        assert read(tmp_path, page).split("\n") == [" | ".join(cells) for cells in ROWS]


def test_a_table_between_paragraphs_leaves_them_whole(tmp_path: Path) -> None:
    above = lines_at(760, ["Udlånet steg i alle byer, mest i Hjørring.", "Tallene er fra årsberetningen."])
    below = lines_at(600, ["Besøgene fulgte med op, men senere.", "Se også bilaget."])

    lines = read(tmp_path, [*above, *TABLE, *below]).split("\n")

    assert lines == [*(line[3] for line in above), *(" | ".join(cells) for cells in ROWS), *(line[3] for line in below)]


def test_a_table_whose_cells_hold_several_lines_is_read_cell_by_cell(tmp_path: Path) -> None:
    cells = [
        (
            "Hvem ejer salen, når/kommunen har købt den?",
            "Kommunen ejer den, men/foreningen råder over den/efter klokken fem.",
        ),
        ("Hvem betaler varmen?", "Det gør biblioteket, som/også betaler for lyset."),
        ("Hvad sker der, hvis en/af parterne siger op, og/der er penge tilbage?", "Så deles de lige."),
    ]
    page, low = [], 700.0
    for pair in cells:
        for column, cell in enumerate(pair):
            page += lines_at(low, lines_of(cell), left=60.0 + 250 * column)
        low -= 14.3 * max(len(lines_of(cell)) for cell in pair) + 16

    by_rows = sorted(page, key=lambda placed: (-placed[1], placed[0]))
    lines = read(tmp_path, by_rows).split("\n")

    assert lines == [" | ".join(cell.replace("/", " ") for cell in pair) for pair in cells]


def test_running_text_beside_a_figure_is_read_without_its_words(tmp_path: Path) -> None:
    body = lines_at(700, [f"Linje {n} af en løbende tekst om biblioteket" for n in range(12)])
    labels = ["Start", "Søg en nabo, der vil med", "Aftale", "Bogbus", "Nej, ikke endnu i år", "Slut"]
    figure = [(330.0 + 110 * (n % 2), 697 - 28.6 * n, 9.0, label) for n, label in enumerate(labels)]

    lines = read(tmp_path, sorted([*body, *figure], key=lambda placed: -placed[1])).split("\n")

    assert lines == [*(placed[3] for placed in body), *labels]


def test_bullets_and_numbers_are_no_column(tmp_path: Path) -> None:
    items = lines_of(
        "Find en partner i kvarteret/Aftal, hvem der betaler/Mødes hver måned i et år/Skriv ned, hvad der skete"
    )
    numbers = [f"{number}." for number in range(1, 5)]
    page = [placed for pair in zip(lines_at(700, numbers), lines_at(700, items, 90.0), strict=True) for placed in pair]

    assert read(tmp_path, page).split("\n") == [f"{n}. {item}" for n, item in enumerate(items, start=1)]


@pytest.mark.parametrize("is_last", [False, True], ids=["drawn-first", "drawn-last"])
def test_a_letter_three_lines_high_begins_its_word(tmp_path: Path, is_last: bool) -> None:
    lines = lines_of(
        "iblioteket i Ølgod fik en nabo,/da hallen flyttede ind ved/siden af, og de to fandt/sammen om en indgang."
    )
    cap = (60.0, 668.0, 46.0, "B")
    body = [(94.0 if n < 3 else 60.0, 696 - 14.0 * n, 11.0, line) for n, line in enumerate(lines)]

    text = read(tmp_path, [*body, cap] if is_last else [cap, *body])

    assert text.split("\n")[0] == "Biblioteket i Ølgod fik en nabo,"


def test_print_over_print_is_read_once(tmp_path: Path) -> None:
    widths = {"S": 667, "a": 556, "m": 833, "r": 333, "b": 556, "e": 556, "j": 222, "d": 556}
    pairs = "".join(f"{one}[{widths[one] * 3 // 4}]{one}[{widths[one] // 4}]" for one in "Samarbejde")

    text = read(tmp_path, [(60, 700, 12, pairs), (60, 670, 12, "er vejen frem for alle her.")])

    assert text.split("\n") == ["Samarbejde", "er vejen frem for alle her."]


def test_a_title_is_mended_as_the_text_is(tmp_path: Path) -> None:
    title = lines_at(740, ["Partnerskaber i bibli-", "oteker og på it-", "området"], size=24.0)

    extraction = extract(tmp_path, a_placed_pdf([*title, (60, 600, 11, "Om samarbejde mellem biblioteker og andre.")]))

    assert extraction.title_guess == "Partnerskaber i biblioteker og på it-området"


@pytest.mark.parametrize("layout", ["lines", "columns", "head-and-foot-first"])
def test_a_page_in_order_is_not_read_by_its_geometry(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, layout: str
) -> None:
    columns = [
        lines_at(700, [f"linje {n} i spalte {column} om skolen" for n in range(9)], 60.0 + 260 * column)
        for column in (0, 1)
    ]
    pages = {
        "lines": lines_at(700, [f"linje {n} om biblioteket og skolen i byen ved fjorden" for n in range(9)]),
        "columns": [*columns[0], *columns[1]],
        "head-and-foot-first": [(60.0, 800.0, 9.0, "Rapport"), (60.0, 30.0, 9.0, "Side 3"), *columns[0]],
    }
    monkeypatch.setattr(pdf_layout, "read_pieces", lambda pieces: pytest.fail("read by geometry"))

    text = read(tmp_path, pages[layout])

    assert text.split("\n") == [placed[3] for placed in pages[layout]]


def test_letters_that_stand_alone_and_scripts_from_right_to_left_keep_the_order_of_the_file() -> None:
    spread = [(60.0 + 40 * (n % 8), 700 - 14.0 * (n // 8), 11.0, "abcdefgh"[n % 8]) for n in range(64)]
    pdf = pypdfium2.PdfDocument(a_placed_pdf(spread))
    page = pdf[0]
    text_page = page.get_textpage()

    text = text_page.get_text_range()
    assert pdf_layout.reread(text_page, text) == text

    text_page.close()
    page.close()
    pdf.close()


def test_short_pages_are_left_alone(tmp_path: Path) -> None:
    assert [page.text for page in extract(tmp_path, a_pdf("Et", "To")).pages] == ["Et", "To"]
