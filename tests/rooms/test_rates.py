"""How often one address may do something."""

from __future__ import annotations

from web.site.traffic.rates import Rate
from web.site.urls.secret_paths import is_of_rooms, masked


def test_an_address_has_its_share_in_each_time_and_others_have_theirs() -> None:
    now = [100.0]
    rate = Rate(2, 60, lambda: now[0])

    assert [rate.take("a"), rate.take("a"), rate.take("a"), rate.take("b")] == [True, True, False, True]
    now[0] += 60
    assert rate.take("a")


def test_ever_new_addresses_do_not_fill_the_memory() -> None:
    rate = Rate(1, 60, lambda: 0.0)

    for number in range(25_000):
        rate.take(str(number))

    assert len(rate._counts) <= 10_000


def test_the_link_of_a_room_is_masked_wherever_it_stands() -> None:
    told = masked("GET /samspil/da/room/edit-abc/plan?x=1 and /en/room/read-def 200")

    assert told == "GET /samspil/da/room/…/plan?x=1 and /en/room/… 200"
    assert masked("/da/rooms/x /da/room") == "/da/rooms/x /da/room"
    assert is_of_rooms("/da/room/x") and is_of_rooms("/da/room") and not is_of_rooms("/da/rooms")
