"""Elements of a web page that say themselves that nobody sees them; what opens at a click is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

_LEAST_CHARACTERS = 40
"""Less than a sentence is a label for machines, of which nobody need be told."""

_LARGEST_SHARE = 0.35
_NEVER_TEXT = frozenset("script style noscript template svg head iframe object link meta title html body".split())
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])")
_COLOR = re.compile(r"(?<![-\w])(color|background(?:-color)?)\s*:\s*([^;!]+)")
_SAME_COLORS = {"white": "#fff", "#ffffff": "#fff", "black": "#000", "#000000": "#000"}
_OPENS = re.compile(
    r"accordion|collaps|toggl|tab|panel|expand|fold|spoiler|faq|dropdown|modal|slide|carousel", re.IGNORECASE
)
_OPENING_ROLES = frozenset(("tabpanel", "region", "dialog", "alertdialog", "menu", "tooltip"))
_LEADING = ("aria-controls", "data-target", "data-bs-target", "href")


def remove_hidden(soup: BeautifulSoup) -> tuple[bool, bool]:
    """Take out what is not seen, and open what shows itself at a click.

    Whether anything was changed, and whether a sentence or more was taken out. Never an element goes that holds more
    than 35 % of the text, nor one that something on the page leads to.
    """
    candidates = [element for element in soup.find_all(_is_hidden) if element.name not in _NEVER_TEXT]
    if not candidates:
        return False, False
    opened, whole = set(_opened(soup)), len(soup.get_text())
    removed = 0
    for element in candidates:
        text = " ".join(element.get_text().split())
        if not _may_open(element, opened) and len(text) <= _LARGEST_SHARE * whole:
            element.extract()
            removed += len(text)
        else:  # for trafilatura, which leaves out whatever is not displayed
            for name in ("hidden", "style"):
                element.attrs.pop(name, None)
    return True, removed >= _LEAST_CHARACTERS


def _is_hidden(element: Tag) -> bool:
    if "hidden" in element.attrs and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    if not isinstance(style, str) or not style:
        return False
    lowered = style.lower()
    return bool(_NOT_DISPLAYED.search(lowered)) or _is_in_the_color_of_its_ground(lowered)


def _is_in_the_color_of_its_ground(style: str) -> bool:
    colors = {name[:5]: _SAME_COLORS.get(value.strip(), value.strip()) for name, value in _COLOR.findall(style)}
    return len(colors) == 2 and len(set(colors.values())) == 1


def _opened(soup: BeautifulSoup) -> Iterator[str]:
    """The ids of elements that others show or lead to."""
    for element in soup.find_all(lambda one: any(name in one.attrs for name in _LEADING)):
        for name in _LEADING:
            value = element.get(name)
            if isinstance(value, str):
                yield from (word.removeprefix("#") for word in value.split() if name != "href" or word.startswith("#"))


def _may_open(element: Tag, opened: set[str]) -> bool:
    """Whether an element, or one that it lies in, shows itself at a click."""
    names = " ".join(filter(None, (*element.get_attribute_list("class"), str(element.get("id", "")))))
    if _OPENS.search(names):
        return True
    for one in (element, *element.parents):
        if one.get("id") in opened or one.get("role") in _OPENING_ROLES or "aria-labelledby" in one.attrs:
            return True
        if one.name == "details":
            return True
    return False
