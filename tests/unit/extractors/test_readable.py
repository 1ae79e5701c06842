from __future__ import annotations

import pytest

from indexer.extraction.cleaning.readability import is_readable


@pytest.mark.parametrize(
    "text",
    [
        "Rødgrød med fløde på Ærø",
        "図書館は学校と協力しています。子どもたちに本を読みます。",
        "Библиотека и school, café",
        "12",
        "\ue000",
    ],
    ids=["danish", "japanese", "two-scripts", "short", "one-sign"],
)
def test_real_texts_are_readable(text: str) -> None:
    assert is_readable(text)


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0xE000 + n) for n in range(60)),
        "ab\ufffdc\ufffd" * 10,
        "".join(chr(n) for n in range(0x400, 0x1800, 37)),
    ],
    ids=["private-signs", "replacements", "all-the-scripts-of-the-world"],
)
def test_signs_of_fonts_without_a_table_are_not(text: str) -> None:
    assert not is_readable(text)
