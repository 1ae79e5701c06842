from __future__ import annotations

import pytest

from indexer.extraction.formats.decoding import decode_text

TEXT = "Rødgrød – “citat”"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (TEXT.encode(), TEXT),
        (TEXT.encode("utf-8-sig"), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("cp1252"), TEXT),
        (b'<meta charset="utf-8">' + TEXT.encode("cp1252"), f'<meta charset="utf-8">{TEXT}'),
        (b'<meta charset="iso-8859-1">' + TEXT.encode("cp1252"), f'<meta charset="iso-8859-1">{TEXT}'),
        (b'<?xml encoding="koi8-r"?>' + "книга".encode("koi8-r"), '<?xml encoding="koi8-r"?>книга'),
        (b"<meta charset=rot13>\xe5", "<meta charset=rot13>å"),
        (b"<meta charset=unicode_escape>\xe5\\u0041", "<meta charset=unicode_escape>å\\u0041"),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-no-mark", "nothing", "lie", "latin-1", "declared", "no-charset", "no-text"],
)
def test_texts_are_decoded_as_browsers_do(content: bytes, text: str) -> None:
    assert decode_text(content) == text
