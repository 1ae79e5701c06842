"""Files in the container of old office programs: e-mails of Outlook, locked files, and .doc, .ppt and .xls.

The latter are saved as Open XML by LibreOffice, where it is installed: in a folder and with a profile of its own,
within a time limit, without a screen.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
from pathlib import Path

import olefile

OFFICE_PROGRAMS = ("soffice", "libreoffice")
_LOCKED = ("EncryptedPackage", "EncryptedSummary")
_KINDS = {"WordDocument": "docx", "PowerPoint Document": "pptx", "Workbook": "xlsx", "Book": "xlsx"}
"""What a container holds -> what LibreOffice saves it as."""

_WORD_STREAM = "WordDocument"
_ENCRYPTED_FLAG = 0x0100
_MEMORY_BYTES = 4 << 30


class NotInstalled(Exception):
    """There is no LibreOffice."""


class ConversionFailed(Exception):
    """LibreOffice gave nothing, or took too long."""


def is_locked(container: olefile.OleFileIO) -> bool:
    """Whether a container holds a file that was saved with a password."""
    if any(container.exists(name) for name in _LOCKED):
        return True
    if not container.exists(_WORD_STREAM):
        return False
    # The base of the file information block ([MS-DOC], 2.5.2): ten bytes, then flags.
    head = container.openstream(_WORD_STREAM).read(12)
    return len(head) == 12 and bool(struct.unpack_from("<H", head, 10)[0] & _ENCRYPTED_FLAG)


def open_xml_kind(container: olefile.OleFileIO) -> str:
    """The ending under which LibreOffice is to save what a container holds; "" if it holds nothing of the kind."""
    return next((ending for name, ending in _KINDS.items() if container.exists(name)), "")


def converted(path: Path, ending: str, seconds: float) -> bytes:
    """An old file as Open XML.

    Raises:
        NotInstalled, ConversionFailed
    """
    program = next(filter(None, map(shutil.which, OFFICE_PROGRAMS)), None)
    if program is None:
        raise NotInstalled
    with tempfile.TemporaryDirectory(prefix="samspil-") as name:
        folder = Path(name)
        source = folder / "source"
        shutil.copyfile(path, source)
        _run(
            [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation=file://{folder}/profile",
             "--convert-to", ending, "--outdir", str(folder / "out"), str(source)],
            folder, seconds,
        )  # fmt: skip
        made = next(iter((folder / "out").glob(f"*.{ending}")), None)
        if made is None:
            raise ConversionFailed
        return made.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run a program in a group of its own, which is ended as a whole: LibreOffice starts others."""
    surroundings = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command, cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=lambda: _limit(seconds),
    ) as process:  # fmt: skip
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise ConversionFailed from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _limit(seconds: float) -> None:
    """More address space than a worker has, which LibreOffice needs, and no more computing than there is time for.

    The limit on computing ends it, too, where its worker was killed.
    """
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    space = _MEMORY_BYTES if most == resource.RLIM_INFINITY else min(_MEMORY_BYTES, most)
    resource.setrlimit(resource.RLIMIT_AS, (space, most))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
