from __future__ import annotations

import pytest

from tests.builders import a_document
from web.site.licence import LICENCE, licence_of


@pytest.mark.parametrize(
    ("media_type", "authors", "licence"),
    [
        ("text/markdown", (), LICENCE),
        ("text/markdown", ("Kjær, Åse",), LICENCE),
        ("application/pdf", ("Samspil",), LICENCE),
        ("application/pdf", ("Kjær, Åse",), ""),
        ("application/pdf", (), ""),
    ],
    ids=["write-up", "of an author", "our own file", "file of others", "file of nobody"],
)
def test_our_own_texts_are_licensed_and_files_of_others_are_not(
    media_type: str, authors: tuple[str, ...], licence: str
) -> None:
    assert licence_of(a_document(authors=authors).metadata, media_type) == licence
