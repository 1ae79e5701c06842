"""Build a minimal Debian and let two newcomers in: root, and an ordinary user who has make and python3-venv.

make test-fresh                 Debian 12; each on a machine of their own, with the whole of `make test`
SUITE=trixie make test-fresh    Debian 13
FORM=short make test-fresh      both on one machine, with one browser test instead: for every commit
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fresh_machine.machine import CommandFailed, Machine
from tests.fresh_machine.surroundings import debian_mirror

PROJECT = Path(__file__).parents[2]
_PROGRAMS = {"debootstrap": "debootstrap", "unshare": "util-linux", "git": "git", "apt-get": "apt"}
_BROWSER_TEST = "tests/browser/test_searching.py::test_the_whole_search_job_with_script"
_INSTALL = re.compile(r"sudo (apt-get install [a-z0-9 -]+)")
_STARTED = time.monotonic()


def main() -> None:
    """Run the trial; exit code 1 with a sentence where it fails or cannot be made here."""
    parser = argparse.ArgumentParser(prog="make test-fresh", description=__doc__)
    parser.add_argument("--suite", default="bookworm", help="name of a Debian release")
    parser.add_argument("--form", choices=("full", "short"), default="full")
    parser.add_argument("--users", nargs="+", default=["root", "newcomer"], help="who tries it, root or any other name")
    parser.add_argument("--mirror", default=os.environ.get("MIRROR"), help="a Debian archive; apt's own by default")
    chosen = parser.parse_args()
    mirror = chosen.mirror or (debian_mirror() if shutil.which("apt-get") else None)
    if lacking := what_is_lacking(mirror):
        sys.exit(f"make test-fresh needs {lacking}.")
    with tempfile.TemporaryDirectory(prefix="samspil-fresh-", dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        try:
            tell(f"building a minimal Debian ({chosen.suite})")
            built = Machine.build(Path(folder, "built"), chosen.suite, str(mirror))
            for user in chosen.users:
                is_whole = chosen.form == "full"
                try_out(built.copy(Path(folder, user)) if is_whole else built, user, is_whole=is_whole)
        except CommandFailed as failure:
            sys.exit(f"make test-fresh failed after {elapsed()}: {failure}")
    tell("a fresh machine does what the README says")


def what_is_lacking(mirror: str | None) -> str:
    """What must be there before a machine can be built, in words that follow "needs"; "" if nothing is lacking."""
    missing = [package for program, package in _PROGRAMS.items() if not shutil.which(program)]
    if missing:
        return f"{' and '.join(missing)}: sudo apt-get install {' '.join(missing)}"
    if os.geteuid() != 0:
        return "root, to make a file system of its own: sudo make test-fresh"
    if subprocess.run(("unshare", "--mount", "--pid", "--fork", "true"), check=False).returncode:
        return "the right to mount, which this container does not have"
    return "" if mirror else "a Debian archive among apt's sources, or the address of one: MIRROR=… make test-fresh"


def try_out(machine: Machine, user: str, *, is_whole: bool) -> None:
    """Do with the committed project what a newcomer does with it."""
    if user != "root":
        machine.run("sh", "-c", "apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null")
    folder = put_project(machine, user)
    tell(f"as {user}: make run, a search, a document, a backup and its way back")
    machine.run("python3", "-m", "tests.fresh_machine.newcomer", user=user, folder=folder)
    tell(f"as {user}: {'make test' if is_whole else 'one browser test'}")
    follow_advice(machine, user, folder)
    if is_whole:
        machine.run("make", "test", user=user, folder=folder)
    else:
        machine.run(".venv/bin/python", "-m", "pytest", "-q", _BROWSER_TEST, user=user, folder=folder)


def put_project(machine: Machine, user: str) -> str:
    """Copy what is committed, and what lies in a folder `shared` beside the project if any; the project's folder."""
    place = f"{machine.home(user)}/project/samspil"
    target = machine.root / place.removeprefix("/")
    target.mkdir(parents=True)
    packed = subprocess.run(("git", "-C", PROJECT, "archive", "HEAD"), check=True, capture_output=True).stdout
    subprocess.run(("tar", "-x", "-C", target), input=packed, check=True)
    if (PROJECT.parent / "shared").is_dir():
        shutil.copytree(PROJECT.parent / "shared", target.parent / "shared")
    machine.run("chown", "-R", f"{user}:{user}", str(Path(place).parent))
    return place


def follow_advice(machine: Machine, user: str, folder: str) -> None:
    """`make test` installs what it lacks for root, and tells everybody else what to install: root then does that."""
    if user == "root":
        machine.run("make", "system-packages", folder=folder)
        return
    refusal = machine.refusal("make", "system-packages", user=user, folder=folder)
    if refusal:
        advice = _INSTALL.search(refusal)
        if advice is None:
            raise CommandFailed(f"make system-packages does not say what to install:\n{refusal}")
        tell(f"as root, as advised: {advice.group(1)}")
        machine.run("sh", "-c", f"DEBIAN_FRONTEND=noninteractive {advice.group(1)} -y -qq >/dev/null")
        machine.run("make", "system-packages", user=user, folder=folder)


def elapsed() -> str:
    """The time since the start."""
    return f"{time.monotonic() - _STARTED:.0f} s"


def tell(name: str) -> None:
    """Say what is done now, and when."""
    print(f"== {elapsed()}: {name}", flush=True)


if __name__ == "__main__":
    main()
