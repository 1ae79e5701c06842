"""What looks like personal data: numbers that are refused, and names that are warned of.

A CPR number is a date of birth and four digits; since 2007 its last digit is no control digit any more (CPR-kontoret,
"Personnummeret i CPR"), so every such number counts. Names are told by how they are written, without a list of names.
"""

from __future__ import annotations

import re

_APART = r"[-‐-―−_/. ]"
_NUMBER = re.compile(
    rf"(?<![\d-])(?P<day>\d\d)(?P<first>{_APART}?)(?P<month>\d\d){_APART}?(?:(?:19|20)(?=\d\d{_APART}))?\d\d"
    rf"(?P<between>(?:{_APART}|\s){{0,4}})(?P<last>\d\d ?\d\d)(?!\d)"
)
_HYPHEN = re.compile("[-‐-―−]")
_CENTURIES = ("19", "20")
_NAME = r"[A-ZÆØÅÉÖÄ][a-zæøåéöäüè]+(?:-[A-ZÆØÅÉÖÄ][a-zæøåéöäüè]+)?"
_SURNAME = re.compile(rf"\b{_NAME}(?: {_NAME}| [A-ZÆØÅ]\.?)? [A-ZÆØÅ][a-zæøå]+(?:sen|gaard)\b")
_WHOLE_NAME = re.compile(rf"{_NAME}(?: {_NAME}| [A-ZÆØÅ]\.){{1,3}}")
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_DAYS, _MONTHS = 31, 12


def has_cpr_number(text: str) -> bool:
    """Whether a text holds what looks like a CPR number.

    >>> has_cpr_number("født 010190-1234"), has_cpr_number("CVR 12 34 56 78"), has_cpr_number("tlf. 99 12 34 56 78")
    (True, False, False)
    >>> has_cpr_number("01-01-1990 - 1234"), has_cpr_number("01.08.26 - 2028"), has_cpr_number("12.11.26 1400")
    (True, False, False)
    """
    return any(map(_is_cpr_number, _NUMBER.finditer(text)))


def _is_cpr_number(found: re.Match[str]) -> bool:
    if not (1 <= int(found["day"]) <= _DAYS and 1 <= int(found["month"]) <= _MONTHS):
        return False
    # A day that is written with dots may be followed by a year, for a period, or by the time of day.
    if found["first"] in ("", " "):
        return True
    return _HYPHEN.search(found["between"]) is not None and not found["last"].startswith(_CENTURIES)


def private_names(text: str, *, is_role: bool = False) -> tuple[str, ...]:
    """What looks like names or addresses of persons; in a field for a role, any two capitalised words do.

    >>> private_names("Ring til Mette Holm Jensen på fredag"), private_names("Anna Holm", is_role=True)
    (('Mette Holm Jensen',), ('Anna Holm',))
    """
    whole = (text,) if is_role and _WHOLE_NAME.fullmatch(text) else ()
    found = (*whole, *(match.group() for pattern in (_SURNAME, _MAIL) for match in pattern.finditer(text)))
    return tuple(dict.fromkeys(found))
