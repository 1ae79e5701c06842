"""A Debian in a folder: built by debootstrap, entered by chroot; mounts and processes end with each command."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.fresh_machine.surroundings import carried_environment, carry_into

PACKAGES = ("ca-certificates", "make", "git", "python3")
"""What a newcomer's machine has beside what every Debian has."""

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_ENTER = """
mount -t proc proc "$0/proc"
mount -t tmpfs tmpfs "$0/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$0/dev/pts"
exec chroot "$@"
"""
_NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child")


class CommandFailed(Exception):
    """A command on the machine ended with another code than 0."""


@dataclass(frozen=True)
class Machine:
    """A Debian below a folder."""

    root: Path

    @classmethod
    def build(cls, root: Path, suite: str, mirror: str) -> Machine:
        """A minimal Debian of a suite, able to reach what this machine reaches."""
        command = ("debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", suite, str(root), mirror)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            raise CommandFailed(f"{' '.join(command)}\n{done.stdout[-2000:]}")
        carry_into(root)
        machine = cls(root)
        machine.run("sh", "-c", "update-ca-certificates --fresh >/dev/null 2>&1")
        carry_into(root)  # a file of certificates that was named is as it is here
        return machine

    def copy(self, root: Path) -> Machine:
        """A machine that is as this one is now."""
        subprocess.run(("cp", "-a", "--reflink=auto", self.root, root), check=True)
        return Machine(root)

    def remove(self) -> None:
        """Remove the machine; nothing runs or is mounted there between commands."""
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, *command: str, user: str = "root", folder: str = "/") -> None:
        """Run a command as a user in a folder.

        Raises:
            CommandFailed: its exit code is not 0; what it printed was printed.
        """
        if subprocess.run(self._entering(command, user, folder), check=False).returncode:
            raise CommandFailed(f"{' '.join(command)} (as {user} in {folder})")

    def refusal(self, *command: str, user: str, folder: str) -> str:
        """What a command prints that ends with another code than 0; "" if it ends with 0."""
        done = subprocess.run(self._entering(command, user, folder), capture_output=True, text=True, check=False)
        return done.stdout + done.stderr if done.returncode else ""

    def home(self, user: str) -> str:
        """The folder of a user, made with the user where there is none yet."""
        if user == "root":
            return "/root"
        if not (self.root / "home" / user).is_dir():
            self.run("useradd", "--create-home", "--shell", "/bin/bash", user)
        return f"/home/{user}"

    def _entering(self, command: tuple[str, ...], user: str, folder: str) -> list[str]:
        home = "/root" if user == "root" else f"/home/{user}"
        environment = carried_environment() | {"HOME": home, "USER": user, "PATH": _PATH, "LANG": "C.UTF-8"}
        inside = ["env", "-i", "-C", folder, *(f"{name}={value}" for name, value in environment.items()), *command]
        chroot = [str(self.root), f"--userspec={user}:{user}", str(self.root), *inside]
        return [*_NAMESPACES, "sh", "-ec", _ENTER, *chroot]
