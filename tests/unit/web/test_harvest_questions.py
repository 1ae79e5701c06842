"""What harvesters may ask, before anything is looked up: arguments, times, tokens."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.api.harvesting.arguments import ProtocolError, judged, time_range
from web.api.harvesting.resumption import Resumption, read_token, written_token

LIST = [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "badVerb"),
        ([("verb", "")], "badVerb"),
        ([("verb", "identify")], "badVerb"),
        ([("verb", "Identify"), ("verb", "Identify")], "badVerb"),
        ([("verb", "Identify"), ("set", "kind")], "badArgument"),
        ([("verb", "ListSets"), ("from", "2026-01-01")], "badArgument"),
        ([("verb", "ListMetadataFormats"), ("metadataPrefix", "mods")], "badArgument"),
        ([("verb", "ListRecords")], "badArgument"),
        ([("verb", "GetRecord"), ("metadataPrefix", "mods")], "badArgument"),
        ([("verb", "GetRecord"), ("identifier", "oai:a:b")], "badArgument"),
        ([("verb", "GetRecord"), ("identifier", "no uri"), ("metadataPrefix", "mods")], "badArgument"),
        ([*LIST, ("metadataPrefix", "oai_dc")], "badArgument"),
        ([*LIST, ("until", "2026-01-01"), ("until", "2026-01-02")], "badArgument"),
        ([*LIST, ("set", "")], "badArgument"),
        ([*LIST, ("set", "goal:ny bruger")], "badArgument"),
        ([*LIST, ("resumptionToken", "x")], "badArgument"),
        ([*LIST, ("verb2", "x")], "badArgument"),
        ([("verb", "ListRecords"), ("metadataPrefix", "oai dc")], "badArgument"),
    ],
)
def test_what_the_protocol_does_not_take_has_its_code(arguments: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        judged(arguments)

    assert refused.value.code == code and refused.value.text


def test_a_token_stands_for_every_other_argument() -> None:
    asked = judged([("resumptionToken", "x"), ("verb", "ListRecords")])

    assert asked == {"verb": "ListRecords", "resumptionToken": "x"}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ("", "")),
        ("2026-11-23", None, ("2026-11-23T00:00:00Z", "")),
        (None, "2026-11-23", ("", "2026-11-23T23:59:59Z")),
        ("2026-11-23", "2026-11-23", ("2026-11-23T00:00:00Z", "2026-11-23T23:59:59Z")),
        ("2026-11-23T17:00:00Z", "2026-11-23T17:00:00Z", ("2026-11-23T17:00:00Z", "2026-11-23T17:00:00Z")),
        ("0001-01-01", "9999-12-31", ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")),
    ],
)
def test_times_are_whole_seconds_and_days_are_whole_days(
    first: str | None, last: str | None, expected: tuple[str, str]
) -> None:
    assert time_range(first, last) == expected


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026", None), ("2026-11", None), ("2026-13-01", None), ("2026-02-30", None), ("", None), (None, "i går"),
        ("2026-11-23T17:00Z", None), ("2026-11-23T17:00:00", None), ("2026-11-23T17:00:00.5Z", None),
        ("2026-11-23T25:00:00Z", None), ("2026-11-23T17:00:00+01:00", None), ("²⁰²⁶-11-23", None),
        ("2026-11-23", "2026-11-23T17:00:00Z"), ("2026-11-24", "2026-11-23"),
        ("2026-11-23T17:00:01Z", "2026-11-23T17:00:00Z"),
    ],
)  # fmt: skip
def test_other_times_two_granularities_and_ends_before_beginnings_are_refused(
    first: str | None, last: str | None
) -> None:
    with pytest.raises(ProtocolError) as refused:
        time_range(first, last)

    assert refused.value.code == "badArgument"


RESUMPTIONS = st.builds(
    Resumption, st.sampled_from(["ListRecords", "ListSets"]), *[st.text(max_size=40)] * 6, st.integers(0, 10**6)
)


@given(RESUMPTIONS)
def test_a_token_tells_what_it_was_made_of_in_letters_of_addresses(resumption: Resumption) -> None:
    token = written_token(resumption)

    assert read_token(token, resumption.verb) == resumption
    assert token.isascii() and token.replace("-", "").replace("_", "").isalnum()


@given(RESUMPTIONS, st.data())
def test_a_token_with_another_letter_or_of_another_verb_is_refused(resumption: Resumption, data: st.DataObject) -> None:
    token = written_token(resumption)
    place = data.draw(st.integers(0, len(token) - 2))  # of the last letter some bits stand for nothing
    other = data.draw(st.sampled_from([letter for letter in "abcXYZ019-_ æ" if letter != token[place]]))

    for text, verb in ((token[:place] + other + token[place + 1 :], resumption.verb), (token, "ListIdentifiers")):
        with pytest.raises(ProtocolError) as refused:
            read_token(text, verb)
        assert refused.value.code == "badResumptionToken"


@pytest.mark.parametrize("text", ["", "x", "=", "æ", "A" * 5000, written_token(Resumption("ListRecords", given=-1))])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        read_token(text, "ListRecords")


@pytest.mark.parametrize("content", ["NaN", "5", "[]", '[1,"ListRecords","oai_dc","","9\\ud800","","","",0]'])
def test_a_forged_token_is_refused_like_any_other(content: str) -> None:
    raw = content.encode()
    text = base64.urlsafe_b64encode(zlib.crc32(raw).to_bytes(4, "big") + raw).decode().rstrip("=")

    with pytest.raises(ProtocolError) as refused:
        read_token(text, "ListRecords")

    assert refused.value.code == "badResumptionToken"
