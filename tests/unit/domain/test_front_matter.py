"""Write-ups that begin with TOML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import split_front_matter
from indexer.domain.documents.front_matter import FrontMatterUnclosed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("+++\ntitle = 1\n+++\nTekst\n", ("title = 1\n", "Tekst\n")),
        ("\ufeff+++\na = 1\n+++\n", ("a = 1\n", "")),
        ("+++\r\na = 1\r\n+++\r\nTekst", ("a = 1\r\n", "Tekst")),
        ("+++  \n+++ \n\nTekst", ("", "\nTekst")),
        ("Tekst\n+++\n", ("", "Tekst\n+++\n")),
        ("", ("", "")),
        ("\n+++\na = 1\n+++\n", ("", "\n+++\na = 1\n+++\n")),
        ("+++\na = 1\n+++\nTekst\n+++\nmere", ("a = 1\n", "Tekst\n+++\nmere")),
        ("++++\nTekst", ("", "++++\nTekst")),
    ],
    ids=[
        "plain", "byte-order-mark", "windows-line-ends", "empty-with-blanks", "no-fence-first", "empty-file",
        "blank-line-first", "fence-in-the-text", "longer-fence",
    ],
)  # fmt: skip
def test_the_metadata_stands_between_two_fences_at_the_beginning(text: str, parts: tuple[str, str]) -> None:
    assert split_front_matter(text) == parts


@pytest.mark.parametrize("text", ["+++", "+++\ntitle = 1\n", "+++\ntitle = 1\n++ +\nTekst"])
def test_a_missing_closing_fence_is_named(text: str) -> None:
    with pytest.raises(FrontMatterUnclosed):
        split_front_matter(text)


@given(st.text(max_size=60).filter(lambda text: "+++" not in text), st.text(max_size=60))
def test_both_parts_come_back_whole(toml: str, body: str) -> None:
    toml = "".join(f"{line}\n" for line in toml.split("\n"))

    assert split_front_matter(f"+++\n{toml}+++\n{body}") == (toml, body)
