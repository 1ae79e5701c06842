"""Disks on which nothing can be written: full ones, and folders without the permission."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import PROJECT

# Root may write everywhere; without these capabilities (DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER) it may not.
OBEY_PERMISSIONS = """
import ctypes, os, sys
from pathlib import Path
if os.geteuid() == 0:
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capget(header, data) == 0
    data[0] &= ~0b1110
    assert libc.capset(header, data) == 0
folder = Path(sys.argv[1])
try:
    (folder / "probe").touch()
except PermissionError:
    pass
else:
    raise AssertionError("the folder can be written to")
"""


def read_only(folder: Path, program: str) -> str:
    """What a program prints that may only read a folder, which it knows as `folder`, and everything below it."""
    below = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode & 0o777 for path in below}
    for path in below:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        run = subprocess.run(
            [sys.executable, "-c", OBEY_PERMISSIONS + program, str(folder)],
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT,
        )
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    assert run.returncode == 0, run.stderr[-3000:]
    return run.stdout.strip()


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """No file can be written to meanwhile."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
