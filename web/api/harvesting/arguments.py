"""What a harvester asks for, judged by what the protocol allows for each verb."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RESUMPTION = "resumptionToken"
_SELECTING = frozenset(("from", "until", "set"))


_SHAPES = {
    "identifier": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+"),
    "metadataPrefix": re.compile(r"[A-Za-z0-9\-_.!~*'()]+"),
    "set": re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*"),
}
"""What arguments must look like; the protocol's schema has them so."""


class ProtocolError(Exception):
    """The request cannot be answered; `code` is one of the protocol's."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Verb:
    """The arguments that a verb takes; `is_resumed`: a list that may be continued by a token, which stands alone."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    is_resumed: bool = False


VERBS: Mapping[str, Verb] = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset(("identifier",))),
    "ListSets": Verb(is_resumed=True),
    "ListIdentifiers": Verb(frozenset(("metadataPrefix",)), _SELECTING, is_resumed=True),
    "ListRecords": Verb(frozenset(("metadataPrefix",)), _SELECTING, is_resumed=True),
    "GetRecord": Verb(frozenset(("identifier", "metadataPrefix"))),
}


def judged(arguments: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The arguments by name, the verb among them.

    Raises:
        ProtocolError: badVerb or badArgument.
    """
    asked = _each_once(list(arguments))
    verb = VERBS[asked["verb"]]
    given = asked.keys() - {"verb"}
    if verb.is_resumed and RESUMPTION in given:
        if len(given) > 1:
            raise ProtocolError("badArgument", f"The argument {RESUMPTION} must stand alone.")
        return asked
    if unknown := given - verb.required - verb.optional:
        raise ProtocolError("badArgument", f"Not taken by {asked['verb']}: {_named(unknown)}.")
    if missing := verb.required - given:
        raise ProtocolError("badArgument", f"Missing for {asked['verb']}: {_named(missing)}.")
    if malformed := [name for name, shape in _SHAPES.items() if name in asked and not shape.fullmatch(asked[name])]:
        raise ProtocolError("badArgument", f"Not of the form that it must have: {_named(malformed)}.")
    return asked


def _each_once(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise ProtocolError("badVerb", f"The argument verb must be given once and be one of {', '.join(VERBS)}.")
    if repeated := [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]:
        raise ProtocolError("badArgument", f"Given more than once: {_named(repeated)}.")
    return dict(pairs)


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(name[:40] for name in names))


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def time_range(first: str | None, last: str | None) -> tuple[str, str]:
    """The first and the last second that are asked for, "" where that end is open; days are taken as a whole.

    Raises:
        ProtocolError: badArgument, for what is no date, for two granularities, and for an end before its beginning.
    """
    given = [text for text in (first, last) if text is not None]
    days = [_DAY.fullmatch(text) is not None for text in given]
    if any(days) and not all(days):
        raise ProtocolError("badArgument", "The arguments from and until must have the same granularity.")
    begin = "" if first is None else _moment(first, "T00:00:00Z")
    end = "" if last is None else _moment(last, "T23:59:59Z")
    if begin and end and begin > end:
        raise ProtocolError("badArgument", "The argument from must not be later than until.")
    return begin, end


def _moment(text: str, time_of_day: str) -> str:
    whole = text + time_of_day if _DAY.fullmatch(text) else text
    try:
        # In a pattern \d is a digit of any script, and moments are compared as texts.
        if text.isascii() and _SECOND.fullmatch(whole):
            datetime.datetime.fromisoformat(whole)
            return whole
    except ValueError:
        pass
    raise ProtocolError("badArgument", f"Not a date as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ: {text[:40]}.")
