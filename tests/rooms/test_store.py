"""Rooms on disk: links, encryption, deletion, ends."""

from __future__ import annotations

import base64
import datetime
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.rooms import (
    About,
    Access,
    Answer,
    Conflict,
    FieldEdit,
    Place,
    Plan,
    Room,
    RoomActor,
    RoomDamaged,
    RoomLimits,
    RoomLink,
    RoomNotFound,
    RoomReadOnly,
    RoomRefused,
    Rooms,
    Shortlisted,
    SurveyAnswer,
    apply_changes,
    digest,
    with_row,
)  # fmt: skip
from tests.rooms.conftest import TODAY, Clock, a_full_room

SECRET_WORDS = "Cyklistforeningen"
END = TODAY + datetime.timedelta(days=30)


def every_byte(folder: Path) -> bytes:
    """All that lies in a folder, names too."""
    paths = sorted(folder.rglob("*"))
    return b"".join(os.fsencode(path.name) + (path.read_bytes() if path.is_file() else b"") for path in paths)


def rename(name: str):
    return lambda room: replace(room, about=About(name))


def test_both_links_open_what_was_kept_and_only_one_may_write(rooms: Rooms) -> None:
    link = rooms.begin(a_full_room(), END)
    reading = RoomLink.parsed(link.read_token)

    assert rooms.open(link).room == rooms.open(reading).room == a_full_room()
    assert (rooms.open(link).access, rooms.open(reading).access) == (Access.EDIT, Access.READ)
    for write in (
        lambda: rooms.change(reading, rename("x")), lambda: rooms.set_end(reading, END), lambda: rooms.delete(reading),
    ):  # fmt: skip
        with pytest.raises(RoomReadOnly):
            write()
    assert rooms.open(link).room == a_full_room()


def test_the_secret_of_the_link_to_read_is_no_edit_link(rooms: Rooms) -> None:
    link = rooms.begin(a_full_room(), END)
    forged = RoomLink.parsed(link.read_token.replace("read-", "edit-"))
    also_forged = RoomLink(forged.edit_secret, RoomLink.parsed(link.read_token).read_secret)

    with pytest.raises(RoomNotFound):
        rooms.open(forged)
    with pytest.raises(RoomReadOnly):
        rooms.change(also_forged, rename("x"))


def test_links_hold_256_bits_and_no_two_are_alike(rooms: Rooms) -> None:
    links = [rooms.begin(Room(), END) for _ in range(20)]
    tokens = [token for link in links for token in (link.token, link.read_token)]

    assert len(set(tokens)) == 40
    assert {len(base64.urlsafe_b64decode(token[5:] + "=")) for token in tokens} == {32}
    assert {RoomLink.parsed(link.token).token for link in links} == {link.token for link in links}
    assert SECRET_WORDS not in repr(links[0]) and links[0].token[5:] not in repr(links[0])


@pytest.mark.parametrize(
    "token", ["", "edit-", "edit-" + "A" * 42, "edit-" + "A" * 44, "read-" + "é" * 43, "root-" + "A" * 43]
)
def test_what_is_no_link_finds_nothing(token: str) -> None:
    with pytest.raises(RoomNotFound):
        RoomLink.parsed(token)


def test_one_secret_has_one_spelling() -> None:
    with pytest.raises(RoomNotFound):
        RoomLink.parsed("edit-" + "A" * 42 + "B")  # the last two bits stand for nothing


def test_the_disk_shows_neither_words_nor_links_and_nobody_else_may_look(rooms: Rooms, tmp_path: Path) -> None:
    link = rooms.begin(a_full_room(), END)

    held = every_byte(tmp_path / "rooms")

    for secret in (link.token[5:], link.read_token[5:], SECRET_WORDS, "new-users"):
        assert secret.encode() not in held
    for raw in (link.edit_secret, link.read_secret, link.content_key):
        assert raw and raw not in held and raw.hex().encode() not in held
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "rooms").rglob("*")}
    assert modes == {0o600}


def test_the_same_content_is_never_encrypted_the_same(rooms: Rooms, tmp_path: Path) -> None:
    link = rooms.begin(a_full_room(), END)
    path = tmp_path / "rooms" / f"{link.file_name}.room"
    first = path.read_bytes()

    rooms.set_end(link, END)

    assert path.read_bytes() != first
    assert rooms.open(link).room == a_full_room()


@pytest.mark.parametrize("place", [0, 20, 60, -1, -200])
def test_a_file_that_somebody_changed_is_not_read(rooms: Rooms, tmp_path: Path, place: int) -> None:
    link = rooms.begin(a_full_room(), END)
    path = tmp_path / "rooms" / f"{link.file_name}.room"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    with pytest.raises(RoomDamaged):
        rooms.open(link)


def test_a_later_end_written_by_hand_is_not_believed(rooms: Rooms, tmp_path: Path) -> None:
    link = rooms.begin(a_full_room(), END)
    path = tmp_path / "rooms" / f"{link.file_name}.room"
    path.write_bytes(path.read_bytes().replace(END.isoformat().encode(), b"2036-12-30"))

    with pytest.raises(RoomDamaged):
        rooms.open(link)


def test_after_deletion_no_file_holds_anything_of_the_room(rooms: Rooms, tmp_path: Path) -> None:
    other = rooms.begin(Room(about=About("En anden")), END)
    before = every_byte(tmp_path / "rooms")
    link = rooms.begin(a_full_room(), END)
    (tmp_path / "rooms" / ".crash.tmp").write_bytes(b"half")  # as a writer leaves that was killed

    rooms.delete(link)

    assert every_byte(tmp_path / "rooms") == before
    assert link.file_name.encode() not in every_byte(tmp_path / "rooms")
    assert rooms.open(other).room.about.name == "En anden"
    for token in (link.token, link.read_token):
        with pytest.raises(RoomNotFound):
            rooms.open(RoomLink.parsed(token))
    with pytest.raises(RoomNotFound):
        rooms.change(link, rename("genopstået"))


def test_a_room_cannot_be_opened_after_its_last_day_and_is_removed(rooms: Rooms, clock: Clock, tmp_path: Path) -> None:
    link, longer = rooms.begin(a_full_room(), END), rooms.begin(Room(), END + datetime.timedelta(days=1))
    clock.day = END
    assert rooms.open(link).room == a_full_room()
    assert rooms.purge() == 0

    clock.day = END + datetime.timedelta(days=1)
    with pytest.raises(RoomNotFound):
        rooms.open(link)
    assert rooms.purge() == 1

    assert [path.name for path in (tmp_path / "rooms").glob("*.room")] == [f"{longer.file_name}.room"]
    assert rooms.count() == 1


def test_purging_passes_over_a_damaged_file_and_a_missing_folder(rooms: Rooms, tmp_path: Path) -> None:
    assert rooms.purge() == rooms.count() == 0
    rooms.begin(Room(), END)
    (tmp_path / "rooms" / "x.room").write_bytes(b"ikke et rum")

    assert rooms.purge() == 0
    assert (tmp_path / "rooms" / "x.room").exists()


@pytest.mark.parametrize("days", [-1, 0, 5 * 366 + 1])
def test_an_end_that_is_too_near_or_too_far_is_refused(rooms: Rooms, days: int) -> None:
    with pytest.raises(RoomRefused) as refused:
        rooms.begin(Room(), TODAY + datetime.timedelta(days=days))

    assert refused.value.code == "room-end"
    assert rooms.count() == 0


def test_a_room_grows_no_larger_than_it_may_and_keeps_what_it_held(tmp_path: Path, clock: Clock) -> None:
    small = Rooms(tmp_path / "rooms", RoomLimits(room_bytes=5_000), clock)
    link = small.begin(a_full_room(), END)

    with pytest.raises(RoomRefused) as refused:
        small.change(link, lambda room: replace(room, plan=Plan(text="x" * 3000, assumptions="y" * 3000)))

    assert refused.value.code == "room-too-large"
    assert small.open(link).room == a_full_room()


def test_there_are_no_more_rooms_than_may_be(tmp_path: Path, clock: Clock) -> None:
    few = Rooms(tmp_path / "rooms", RoomLimits(rooms=1), clock)
    few.begin(Room(), END)

    with pytest.raises(RoomRefused) as refused:
        few.begin(Room(), END)

    assert refused.value.code == "room-none-left"


@pytest.mark.parametrize("row", ["0112345678", "å-bibliotek", "newcastle"])
def test_a_room_with_a_conflict_about_any_row_opens_again(rooms: Rooms, row: str) -> None:
    link = rooms.begin(Room(actors=(RoomActor(row, name="Skolen"),)), END)
    name = Place("actors", row, "name")
    shown = digest("Skolen")

    for text in ("Gymnasiet", "Friskolen"):
        rooms.change(link, lambda room, text=text: apply_changes(room, [FieldEdit(name, shown, text)]).room)

    assert [one.text for one in rooms.open(link).room.conflicts] == ["Friskolen"]
    assert rooms.change(link, lambda room: with_row(room, "shortlist", Shortlisted(row))) == rooms.open(link).room


def test_what_could_not_be_opened_again_is_never_written(rooms: Rooms) -> None:
    link = rooms.begin(a_full_room(), END)

    with pytest.raises(RoomRefused):
        rooms.change(link, lambda room: replace(room, actors=(RoomActor("a/b", name="Skolen"),)))

    assert rooms.open(link).room == a_full_room()


def test_a_room_of_five_megabytes_is_kept_and_opened_and_a_larger_one_is_refused(rooms: Rooms, tmp_path: Path) -> None:
    def of_bytes(count: int) -> Room:
        # Letters of two bytes: the limit is of bytes on disk, whatever people write in.
        notes = tuple(Answer(f"x{number}", "ø" * 1500) for number in range(min(count // 3100, 600)))
        left = max(0, count - 3100 * len(notes))
        aside = tuple(Conflict(f"c{number}", "plan//text", "ø" * 5000) for number in range(left // 10_100))
        return Room(answers=notes, conflicts=aside)

    link = rooms.begin(Room(), END)
    rooms.change(link, lambda _: of_bytes(3_800_000))
    (path,) = (tmp_path / "rooms").glob("*.room")

    assert rooms.limits.room_bytes == 5_000_000
    assert rooms.open(link).room == of_bytes(3_800_000)
    assert 3_500_000 < path.stat().st_size < 5_000_000
    big = replace(of_bytes(3_800_000), survey_answers=tuple(
        SurveyAnswer(f"s{number}", "before", *["ø" * 900] * 10) for number in range(80)
    ))  # fmt: skip
    with pytest.raises(RoomRefused) as refused:
        rooms.change(link, lambda _: big)
    assert refused.value.code == "room-too-large"
    assert path.stat().st_size < 5_000_000
