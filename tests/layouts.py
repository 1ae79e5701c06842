"""Made pages whose reading order is known: four texts in five layouts, each drawn in an order that is not theirs."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Callable, Iterator

from tests.files import Placed, a_placed_pdf

TEXTS = (
    "Biblioteket indgik i foråret en aftale med svømmehallen om fælles åbningstider. Kommunen betalte materialerne og "
    "et halvt årsværk. Foreningen stillede frivillige til rådighed hver lørdag. Efter et år var der udlånt tre tusind "
    "bøger ved bassinet. Børnene lånte mest, og deres forældre kom til at bruge hallen mere. Partnerne mødes nu hver "
    "måned og lægger planer for det næste år. Aftalen er fornyet to gange og gælder til udgangen af perioden.",
    "Skolen manglede et sted til lektier om eftermiddagen. Derfor åbnede biblioteket sin sal for klasserne fra fjerde "
    "til niende. Studerende hjalp med matematik, og pensionister læste højt. Lærerne fulgte med i starten og trak sig "
    "siden tilbage. Eleverne mødte op af egen vilje, selv i ferierne. Rektor kalder det den bedste beslutning i mange "
    "år. Ordningen koster næsten ingenting og kan flyttes til andre byer uden videre.",
    "The museum lent forty objects to the branch library in the harbour. Visitors could touch most of them and read "
    "about the rest. A retired captain told stories on Thursdays. The shipping company paid for the cases and the "
    "light. Two schools built a model of the port together. Loans of books about the sea doubled in six months. Both "
    "partners want to repeat the experiment with another theme next winter.",
    "Volunteers from the refugee council met newcomers among the shelves. They practised the language with newspapers "
    "and recipes. Librarians found rooms and kept the coffee warm. Nobody had to register or explain anything. Some "
    "guests came once, others stayed for years and became hosts themselves. The municipality counted more than "
    "nine hundred conversations. The council now runs the same meeting in five branches.",
)
LEADING, SIZE = 14.0, 11.0
Layout = Callable[[str], list[Placed]]


def _columns(text: str, count: int) -> list[list[str]]:
    lines = textwrap.wrap(text, {2: 36, 3: 22}[count])
    height = -(-len(lines) // count)
    return [lines[start : start + height] for start in range(0, len(lines), height)]


def _placed(columns: list[list[str]], top: float, pitch: float, shift: float = 0.0) -> list[list[Placed]]:
    return [
        [(60 + pitch * place, top - shift * place - LEADING * row, SIZE, line) for row, line in enumerate(column)]
        for place, column in enumerate(columns)
    ]


def _by_rows(columns: list[list[Placed]]) -> list[Placed]:
    height = max(map(len, columns))
    return [column[row] for row in range(height) for column in columns if row < len(column)]


def two_by_rows(text: str) -> list[Placed]:
    """Two columns, drawn row by row."""
    return _by_rows(_placed(_columns(text, 2), 700, 260))


def right_first(text: str) -> list[Placed]:
    """Two columns, the right one drawn first."""
    left, right = _placed(_columns(text, 2), 700, 260)
    return [*right, *left]


def under_a_heading(text: str) -> list[Placed]:
    """A heading across two columns that are drawn row by row; the heading last, behind a foot."""
    heading, _, rest = text.partition(". ")
    columns = _placed(_columns(rest, 2), 660, 260)
    return [(280, 40, 9, "7"), *_by_rows(columns), (60, 700, 14, f"{heading}.")]


def three_by_rows(text: str) -> list[Placed]:
    """Three narrow columns, drawn row by row."""
    return _by_rows(_placed(_columns(text, 3), 700, 170))


def words_off_the_grid(text: str) -> list[Placed]:
    """Two columns whose lines stand at different heights, in one string a row each for left and right."""
    return _by_rows(_placed(_columns(text, 2), 700, 260, shift=5.0))


LAYOUTS: tuple[Layout, ...] = (two_by_rows, right_first, under_a_heading, three_by_rows, words_off_the_grid)


def made_pages() -> Iterator[tuple[str, str, bytes]]:
    """(layout, text, PDF) of twenty pages."""
    for layout in LAYOUTS:
        for text in TEXTS:
            yield layout.__name__, text, a_placed_pdf(layout(text))


def order_of(text: str, read: str) -> float:
    """The share of a text's neighbouring sentences that stand in full, one behind the other, in what was read."""
    words = " ".join(read.split())
    places = [words.find(sentence.strip(". ")) for sentence in text.split(". ")]
    pairs = list(itertools.pairwise(places))
    return sum(0 <= one < other for one, other in pairs) / len(pairs)
