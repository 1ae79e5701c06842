"""samspil curator: accounts of those who may sign in."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_curation, open_knowledge_base
from indexer.cli.console import OUT, config_option
from indexer.config import find_config
from indexer.curation.accounts.accounts import Role
from indexer.curation.service import Curation
from indexer.domain.errors import InvalidEntry

_ROLES = click.Choice([role.value for role in Role])


def _open(config_path: Path | None) -> Curation:
    config = find_config(config_path)
    return open_curation(config, open_knowledge_base(config))


def _ask(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@click.group()
def curator() -> None:
    """Accounts of those who may sign in at /da/curator."""


@curator.command()
@click.argument("name")
@click.option("--role", type=_ROLES, default=Role.CONTRIBUTOR.value, show_default=True, help="How far it reaches.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of the input.")
@config_option
def add(name: str, role: str, password_stdin: bool, config_path: Path | None) -> None:
    """Make the account NAME; the password is asked for. There is no account and no password to begin with."""
    _open(config_path).accounts.add(name, Role(role), _ask(password_stdin))
    OUT.print(Text(f"{name} may sign in as {role}."))


@curator.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of the input.")
@config_option
def password(name: str, password_stdin: bool, config_path: Path | None) -> None:
    """Give the account NAME a new password, unlock it and sign it out everywhere."""
    curation = _open(config_path)
    curation.accounts.set_password(name, _ask(password_stdin))
    curation.sessions.end_all(name)
    OUT.print(Text(f"{name} has a new password."))


@curator.command(name="no-second-factor")
@click.argument("name")
@config_option
def no_second_factor(name: str, config_path: Path | None) -> None:
    """Ask NAME for no code any more: telephone and recovery codes are lost."""
    accounts = _open(config_path).accounts
    if accounts.find(name) is None:
        raise InvalidEntry("no-such-account", name=name)
    accounts.second_factors.remove(name)
    OUT.print(Text(f"{name} signs in with the password alone."))


@curator.command(name="list")
@config_option
def list_accounts(config_path: Path | None) -> None:
    """List the accounts with their roles."""
    for account in _open(config_path).accounts.all():
        OUT.print(Text(f"{account.name}  {account.role.value}{'  disabled' if account.is_disabled else ''}"))
