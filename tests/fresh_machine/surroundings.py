"""What a machine must know of the network it stands in, taken from the one that it is built on.

Mirrors, proxies, certificates and indexes of packages differ from place to place, so none of them is written down in
the project: apt, pip and the environment of this machine say them.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

_PIP_FILES = ("/etc/xdg/pip/pip.conf", "/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")
_CARRIED = re.compile(
    r"(https?|ftp|all|no)_proxy|(SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS)$", re.I
)
_APT_SETTING = re.compile(r"Acquire::(?!IndexTargets|CompressionTypes|Changelogs|cdrom)\S")
_APT_LOGINS = ("etc/apt/auth.conf", "etc/apt/auth.conf.d")
_OWN_CERTIFICATES = "usr/local/share/ca-certificates"


def debian_mirror() -> str | None:
    """The address of the Debian archive that apt uses here; None where it uses none."""
    shown = _output("apt-get", "indextargets", "--format", "$(ORIGIN)|$(COMPONENT)|$(RELEASE)|$(REPO_URI)")
    return choose_mirror(line.split("|") for line in shown.splitlines())


def choose_mirror(targets: Iterable[list[str]]) -> str | None:
    """The archive itself among origin, component, release and address of all that apt asks; updates are another one.

    >>> choose_mirror([["Debian", "main", "x-security", "http://a/"], ["Debian", "main", "x", "http://b/"]])
    'http://b/'
    """
    for origin, component, release, address in targets:
        if origin in ("Debian", "") and component == "main" and "-" not in release:
            return address
    return None


def carried_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Proxies, and the files of certificates that programs are told to trust."""
    return {name: value for name, value in environment.items() if _CARRIED.match(name)}


def pip_settings(
    environment: Mapping[str, str] = os.environ, files: Iterable[str] = _PIP_FILES
) -> configparser.ConfigParser:
    """What pip is told here, by its files and by the environment, which wins."""
    settings = configparser.ConfigParser(interpolation=None)
    own = environment.get("PIP_CONFIG_FILE", os.devnull)
    settings.read([Path(path).expanduser() for path in (*files, own)], "utf-8")
    stated = {name.removeprefix("PIP_"): value for name, value in environment.items() if name.startswith("PIP_")}
    settings.read_dict({"global": {name.lower().replace("_", "-"): value for name, value in stated.items()}})
    settings.remove_option("global", "config-file")
    return settings


def apt_settings() -> str:
    """How apt fetches here, as a file of settings: proxies, time limits, checks."""
    lines = _output("apt-config", "dump", "Acquire").splitlines()
    return "".join(f"{line}\n" for line in lines if _APT_SETTING.match(line))


def carry_into(root: Path) -> None:
    """Let the machine below a folder reach what this one reaches."""
    settings, environment = pip_settings(), carried_environment()
    with (root / "etc/pip.conf").open("w", encoding="utf-8") as stream:
        settings.write(stream)
    (root / "etc/apt/apt.conf.d/99surroundings").write_text(apt_settings(), "utf-8")
    said_to_pip = (value for section in settings.values() for value in section.values())
    named = {word for text in (*environment.values(), *said_to_pip) for word in text.split() if word.startswith("/")}
    known = ("etc/resolv.conf", "etc/hosts", *_APT_LOGINS, _OWN_CERTIFICATES)
    for place in (*known, *(path.removeprefix("/") for path in sorted(named))):
        _copy(Path("/", place), root / place)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file():
        target.unlink(missing_ok=True)
        shutil.copy(source, target)


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
