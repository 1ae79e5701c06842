"""What a fresh machine takes over from the one that it is built on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fresh_machine.__main__ import what_is_lacking
from tests.fresh_machine.surroundings import carried_environment, choose_mirror, pip_settings


def test_the_mirror_is_the_archive_itself_not_its_updates_and_nobody_elses() -> None:
    targets = [
        ["Somebody", "main", "nodistro", "http://somebody.example/"],
        ["Debian", "main", "bookworm-security", "http://security.example/"],
        ["Debian", "contrib", "bookworm", "http://contrib.example/"],
        ["Debian", "main", "bookworm", "http://mirror.example/debian/"],
    ]

    assert choose_mirror(targets) == "http://mirror.example/debian/"
    assert choose_mirror(targets[:3]) is None


def test_pip_is_told_what_files_and_environment_say_here_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text(
        "[global]\ntimeout = 9\nindex-url = http://a.example/%(x)s\n[install]\npre = yes\n"
    )
    (tmp_path / "own.conf").write_text("[global]\nretries = 2\n")
    environment = {"PIP_TIMEOUT": "180", "PIP_CONFIG_FILE": str(tmp_path / "own.conf"), "HOME": "/x"}

    settings = pip_settings(environment, [str(tmp_path / "pip.conf")])

    assert dict(settings["global"]) == {"timeout": "180", "index-url": "http://a.example/%(x)s", "retries": "2"}
    assert dict(settings["install"]) == {"pre": "yes"}


def test_proxies_and_certificates_are_carried_and_nothing_else_is() -> None:
    carried = {"https_proxy": "http://p", "NO_PROXY": "localhost", "SSL_CERT_FILE": "/etc/x.crt"}

    assert carried_environment(carried | {"PATH": "/bin", "SECRET": "x", "MY_https_proxy": "x"}) == carried


def test_what_is_lacking_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert what_is_lacking("http://mirror.example").endswith("sudo apt-get install debootstrap util-linux git apt")

    for program in ("debootstrap", "unshare", "git", "apt-get"):
        (tmp_path / program).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert what_is_lacking("http://mirror.example").startswith("root")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert "right to mount" in what_is_lacking("http://mirror.example")
    (tmp_path / "unshare").write_text("#!/bin/sh\nexit 0\n")
    assert "MIRROR=" in what_is_lacking(None)
    assert what_is_lacking("http://mirror.example") == ""
