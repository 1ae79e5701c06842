"""The main text of a web page by rules of our own, where trafilatura finds too little.

Menus, banners and the like are left out, but never an element that holds more than 35 % of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from indexer.extraction.formats.descriptions import description

_NEVER_TEXT = set("script style noscript template svg head iframe object select textarea".split())
_BESIDE_THE_TEXT = set("nav header footer aside form button".split())
_ROLES_BESIDE = set("dialog navigation banner contentinfo search".split())
_NAMED_BESIDE = re.compile(
    r"cookie|consent|(^|[\s_-])(nav|navbar|menu|topmenu|footer|breadcrumbs?|sidebar|widget|share|social|comments?|related|"
    r"newsletter|skip|banner)([\s_-]|$)",
    re.IGNORECASE,
)
_BLOCKS = set(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th tr ul".split()
)
CAPTION = "caption"
"""The kind of a block that says what a picture or a table shows, or what a fold holds."""

_CAPTIONS = ("figcaption", "caption", "summary")

_LARGEST_SHARE_REMOVED = 0.35
_LEAST_SHARE_OF_MAIN = 0.4
_KEPT_TAGS = ("html", "body", "main", "article")


def main_blocks(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """The blocks of the main text in order, each with its heading's tag or ""; changes the soup."""
    root: Tag = soup.body or soup
    _remove(element for element in _elements(root) if element.name in _NEVER_TEXT)
    sizes = _sizes(root)
    most = _LARGEST_SHARE_REMOVED * sizes[id(root)]
    _remove(element for element in _elements(root) if _stands_beside(element) and sizes[id(element)] <= most)
    sizes = _sizes(root)
    main = max(filter(_is_main, _elements(root)), key=lambda element: sizes[id(element)], default=root)
    chosen = main if sizes[id(main)] >= _LEAST_SHARE_OF_MAIN * sizes[id(root)] else root
    return [(heading, text) for heading, text in _blocks(chosen) if text]


def all_blocks(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """Every block of a page, nothing left out as beside the text; changes the soup."""
    root: Tag = soup.body or soup
    _remove(element for element in _elements(root) if element.name in _NEVER_TEXT)
    return [(heading, text) for heading, text in _blocks(root) if text]


def _elements(root: Tag) -> list[Tag]:
    return [item for item, is_end in walk(root) if isinstance(item, Tag) and not is_end]


def _remove(elements: Iterable[Tag]) -> None:
    for element in list(elements):
        element.extract()


def _sizes(root: Tag) -> dict[int, int]:
    """Characters of text in each element, by the element's identity."""
    # By identity: bs4 takes two elements with the same content for equal.
    sizes: dict[int, int] = {}
    before: list[int] = []
    characters = 0
    for item, is_end in walk(root):
        if isinstance(item, Tag):
            if is_end:
                sizes[id(item)] = characters - before.pop()
            else:
                before.append(characters)
        elif type(item) is NavigableString:
            characters += len(item.strip())
    return sizes


def _stands_beside(element: Tag) -> bool:
    if element.name in _KEPT_TAGS:
        return False
    if element.name in _BESIDE_THE_TEXT:
        # The header of an article holds its title, that of the page its logo and menu.
        return element.name != "header" or element.find_parent(["article", "main"]) is None
    if element.get("role") in _ROLES_BESIDE or element.get("aria-hidden") == "true":
        return True
    names = f"{' '.join(filter(None, element.get_attribute_list('class')))} {element.get('id', '')}"
    return names != " " and bool(_NAMED_BESIDE.search(names))


def _is_main(element: Tag) -> bool:
    return (
        element.name in ("main", "article")
        or element.get("role") == "main"
        or element.get("id") == "content"
        or "entry-content" in element.get_attribute_list("class")
    )


def _blocks(root: Tag) -> Iterator[tuple[str, str]]:
    """Text between two elements that begin or end a block, "" where there is none between them."""
    heading, parts, shown = "", list[str](), list[str]()
    captions_deep = 0
    for item, is_end in walk(root):
        if isinstance(item, Tag) and item.name in _BLOCKS:
            yield CAPTION if captions_deep else heading, _one_line(parts)
            yield from ((CAPTION, text) for text in shown)
            parts, shown = [], []
            heading = item.name if item.name in ("h1", "h2") and not is_end else ""
            captions_deep += _deeper(item, is_end=is_end)
        elif isinstance(item, Tag) and item.name == "img" and not is_end:
            shown += _what_it_shows(item)
        elif type(item) is NavigableString:  # not comments and declarations, which are kinds of it
            parts.append(str(item))
    yield heading, _one_line(parts)
    yield from ((CAPTION, text) for text in shown)


def _deeper(element: Tag, *, is_end: bool) -> int:
    """By how much what follows lies deeper in captions."""
    if element.name not in _CAPTIONS:
        return 0
    return -1 if is_end else 1


def _what_it_shows(picture: Tag) -> list[str]:
    """The description of a picture; a single word is the name of a sign."""
    text = description(str(picture.get("alt", "")))
    return [text] if " " in text else []


def spell_out_ruby(soup: BeautifulSoup) -> None:
    """Put what stands above or beside words into brackets behind them, as browsers without ruby do."""
    for bracket in soup.find_all("rp"):
        bracket.decompose()
    for above in soup.find_all("rt"):
        text = _one_line(above.strings)
        above.replace_with(NavigableString(f" ({text}) " if text else ""))


def words_of(element: Tag) -> str:
    """The text of an element on one line; only a line break in it is a space."""
    parts = (
        " " if isinstance(one, Tag) and one.name == "br" else str(one)
        for one in element.descendants
        if type(one) is NavigableString or (isinstance(one, Tag) and one.name == "br")
    )
    return _one_line(parts)


def _one_line(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


def walk(root: Tag) -> Iterator[tuple[PageElement, bool]]:
    """Every element at its start and, with True, at its end."""
    # Without recursion, which deeply nested pages would exhaust.
    waiting: list[tuple[PageElement, bool]] = [(root, False)]
    while waiting:
        item, is_end = waiting.pop()
        yield item, is_end
        if isinstance(item, Tag) and not is_end:
            waiting.append((item, True))
            waiting.extend((child, False) for child in reversed(item.contents))
