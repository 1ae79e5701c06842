"""Pages as pictures: what they hold, what is kept of them, and what becomes of those that cannot be drawn."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer import Match, Origin, Page, PagePicture, PictureSize, PictureUnavailable
from indexer.domain.documents.page_picture import FileFacts, PlacedWord
from indexer.extraction import ExtractionLimits
from indexer.extraction.pictures import PagePictures
from indexer.extraction.pictures.drawing import Drawn, draw_page
from indexer.extraction.pictures.picture_files import PictureFiles
from indexer.extraction.pictures.png import encode_png
from tests.files import a_pdf, a_placed_pdf, a_self_calling_form, pdf_objects, stream
from web.documents.page_marks import marks_on

HASH, OTHER = "ab" * 32, "cd" * 32
DRAWN = Drawn(b"png", 10, 20, (PlacedWord("ord", ((1, 2, 3, 4),)),))


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[PagePictures]:
    limits = ExtractionLimits(timeout_seconds=6.0, memory_megabytes=700)
    opened = PagePictures(tmp_path / "pictures", limits, 1_000_000)
    yield opened
    opened.close()


def decoded(png: bytes) -> np.ndarray:
    """The pixels of one of our files, by the rules of the standard for the two filters that we use."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    place, data = 8, b""
    while place < len(png):
        length = struct.unpack(">I", png[place : place + 4])[0]
        name, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(name + content)
        data += content if name == b"IDAT" else b""
        place += 12 + length
    channels = {0: 1, 2: 3}[colour]
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + width * channels)
    pixels = rows[:, 1:].reshape(height, width, channels)
    assert depth == 8 and len({*rows[:, 0]}) == 1
    return np.cumsum(pixels, axis=1, dtype=np.uint8) if rows[0, 0] == 1 else pixels


@pytest.mark.parametrize("channels", [1, 3], ids=["grey", "colours"])
def test_a_picture_comes_out_of_its_file_as_it_went_in(channels: int) -> None:
    values = np.random.default_rng(7).integers(0, 256, (9, 13, channels), np.uint8)
    pixels = np.broadcast_to(values, (9, 13, 3))

    read = decoded(encode_png(np.ascontiguousarray(pixels)))

    assert read.shape == (9, 13, channels)
    assert int(np.abs(read.astype(int) - values).max()) <= 7


def test_white_and_black_stay_what_they_are() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[:2] = 255

    assert {*decoded(encode_png(pixels)).ravel().tolist()} == {0, 255}


def test_a_page_is_drawn_as_wide_as_asked_with_its_words_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(a_placed_pdf([(60, 742, 20, "Bogbussen"), (60, 442, 20, "i bibli-"), (60, 414, 20, "oteket")]))

    drawn = draw_page(path, 1, 1190)

    assert isinstance(drawn, Drawn) and (drawn.width, drawn.height) == (1190, 1684)
    words = {word.word: word.boxes for word in drawn.words}
    left, top, width, height = words["bogbussen"][0]
    assert 115 <= left <= 125 and 165 <= top <= 205 and 150 <= width <= 230 and 15 <= height <= 60
    assert len(words["biblioteket"]) == 2 and len(words["oteket"]) == 1
    pixels = decoded(drawn.png)[:, :, 0]
    assert pixels[top : top + height, left : left + width].min() < 60
    assert pixels[1000:, :].min() > 200


def test_a_turned_page_has_its_words_where_it_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    upright, turned = b"/MediaBox [0 0 595 842]", b"/Rotate 90 /MediaBox [0 0 595 842]"
    path.write_bytes(a_placed_pdf([(60, 742, 20, "Bogbussen")]).replace(upright, turned))

    drawn = draw_page(path, 1, 842)

    assert isinstance(drawn, Drawn) and (drawn.width, drawn.height) == (842, 595)
    left, top, width, height = next(word.boxes[0] for word in drawn.words if word.word == "bogbussen")
    assert height > width
    assert decoded(drawn.png)[top : top + height, left : left + width].min() < 60


def of_size(box: bytes) -> bytes:
    return a_pdf("Biblioteket").replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 %b]" % box)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (of_size(b"50000 50000"), "picture-too-large"),
        (of_size(b"14000 20"), "picture-too-large"),
        (a_self_calling_form(), "picture-failed"),
        (b"%PDF-1.7 og saa ikke mere", "picture-failed"),
    ],
    ids=["50000-points", "a-thread", "endless", "damaged"],
)
def test_a_page_that_cannot_be_drawn_ends_in_a_note_that_is_remembered(
    pictures: PagePictures, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)

    for _ in range(2):
        with pytest.raises(PictureUnavailable) as raised:
            pictures.picture(path, HASH, 1, PictureSize.THUMBNAIL)
        assert raised.value.code == code
    assert pictures.is_kept(HASH, 1, PictureSize.THUMBNAIL)


def a_picture_bomb() -> bytes:
    """A picture of 300 megapixels beside a word."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    resources = b"/Resources << /XObject << /I 5 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %b >>" % resources
    size = b"/Width 20000 /Height 15728 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    picture = b"/Type /XObject /Subtype /Image %b" % size
    return pdf_objects(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            5: stream(packed, picture),
        }
    )


def test_a_picture_bomb_costs_its_own_page_only(pictures: PagePictures, tmp_path: Path) -> None:
    bomb, sound = tmp_path / "bombe.pdf", tmp_path / "god.pdf"
    bomb.write_bytes(a_picture_bomb())
    sound.write_bytes(a_pdf("Biblioteket"))

    try:
        found = pictures.picture(bomb, HASH, 1, PictureSize.THUMBNAIL).path.stat().st_size
    except PictureUnavailable as error:
        found = error.code

    assert found == "picture-failed" or int(found) < 1_000_000
    assert pictures.picture(sound, OTHER, 1, PictureSize.THUMBNAIL).width == PictureSize.THUMBNAIL


def test_a_page_is_drawn_once(pictures: PagePictures, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(a_pdf("Biblioteket"))
    first = pictures.picture(path, HASH, 1, PictureSize.THUMBNAIL)
    path.unlink()

    assert pictures.picture(path, HASH, 1, PictureSize.THUMBNAIL) == first


def test_what_is_kept_goes_with_its_file_and_what_is_damaged_is_drawn_again(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path, 1_000_000)
    (tmp_path / "version-0").mkdir()
    for content_hash in (HASH, OTHER):
        files.store(content_hash, 1, 240, DRAWN)
    files.store_facts(OTHER, FileFacts("Aftale", 2, 9))

    files.prune({HASH})
    kept = files.load(HASH, 1, 240)
    assert isinstance(kept, PagePicture) and kept.words == DRAWN.words
    assert files.load(OTHER, 1, 240) is None
    assert files.load_facts(OTHER) == FileFacts("Aftale", 2, 9)
    assert not (tmp_path / "version-0").exists()

    kept.path.with_suffix(".json").write_text('{"width": 1', "utf-8")
    assert files.load(HASH, 1, 240) is None


def test_the_oldest_pictures_make_room(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path, 2_500)
    for number in range(1, 5):
        PictureFiles(tmp_path, 10**9).store(HASH, number, 240, Drawn(bytes(1_000), 10, 10, ()))
        kept = files.load(HASH, number, 240)
        assert isinstance(kept, PagePicture)
        os.utime(kept.path, (number, number))

    files.store(HASH, 9, 240, Drawn(bytes(1_000), 10, 10, ()))

    assert [number for number in (1, 2, 3, 4, 9) if files.load(HASH, number, 240) is not None] == [4, 9]


def test_a_page_that_failed_is_tried_again_after_a_day(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path, 1_000_000)
    files.store(HASH, 1, 240, "failed")
    assert files.load(HASH, 1, 240) == "failed"

    for path in tmp_path.rglob("*.json"):
        os.utime(path, (1, 1))

    assert files.load(HASH, 1, 240) is None


def a_picture(*words: tuple[str, int]) -> PagePicture:
    """Words with the left edge of their boxes."""
    return PagePicture(Path("a.png"), 900, 900, tuple(PlacedWord(word, ((left, 10, 20, 10),)) for word, left in words))


def matches(text: str, *words: str) -> list[Match]:
    return [Match(text.index(word), text.index(word) + len(word), Origin.EXACT) for word in words]


def test_a_word_is_marked_where_the_text_answers() -> None:
    text = "Bogen er i bogen"
    picture = a_picture(("bogen", 100), ("er", 200), ("i", 300), ("bogen", 400))

    assert marks_on(picture, Page(1, text), matches(text, "bogen")) == [(398, 8, 24, 14)]
    assert marks_on(picture, Page(1, text), []) == []


def test_a_word_that_stands_more_often_in_the_picture_is_marked_everywhere() -> None:
    text = "Bogen er lånt"
    picture = a_picture(("bogen", 100), ("er", 200), ("lånt", 300), ("bogen", 400))

    assert [mark[0] for mark in marks_on(picture, Page(1, text), matches(text, "Bogen"))] == [98, 398]


def test_words_with_hyphens_are_marked_in_parts() -> None:
    text = "På it-området og i biblioteket"
    words = (("på", 10), ("itområdet", 100), ("it", 100), ("området", 140), ("biblioteket", 300), ("bibli", 300))
    picture = a_picture(*words)

    marks = marks_on(picture, Page(1, text), matches(text, "it-området", "biblioteket"))

    assert [mark[0] for mark in marks] == [98, 138, 298]
