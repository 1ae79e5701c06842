"""Addresses that are keys stand in no log: not in that of the site, nor in that of the server before it."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PROJECT
from web.site.urls.secret_paths import holds_key

KEYS = [
    "/da/room/edit-9f3a", "/en/room/read-9f3a/network", "/da/contribute/receipt/9f3a", "/da/curator/set-password/9f3a",
    "/da/follow/confirm/9f3a", "/en/follow/mine/9f3a",
]  # fmt: skip


@pytest.mark.parametrize("path", KEYS)
def test_nginx_writes_no_key_down(path: str) -> None:
    text = (PROJECT / "packaging" / "nginx.conf").read_text("utf-8")
    places = re.findall(r"location ~\* (\S+) \{\n\s+access_log off;", text)

    assert holds_key(path) and len(places) == 2
    assert all(re.search(place, path, re.IGNORECASE) for place in places)
    assert not any(re.search(place, "/da/search", re.IGNORECASE) for place in places)
