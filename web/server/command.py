"""samspil serve, samspil follow and samspil fonts: the commands that web/ adds to those of indexer/."""

from __future__ import annotations

from pathlib import Path

import click

from indexer import Handover, InvalidEntry, find_config
from web import create_app
from web.server import run_server
from web.suggestions.following.sending import send_news

_config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help="Configuration file; else $SAMSPIL_CONFIG, else config.toml here or in a folder above.",
)


@click.command()
@click.option("--host", help="Address to listen on; the default stands in config.toml.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on, 0 for a free one; the default stands in config.toml.",
)
@_config_option
def serve(host: str | None, port: int | None, config_path: Path | None) -> None:
    """Serve the site, and keep the index equal to the corpus meanwhile (in a process of its own)."""
    run_server(find_config(config_path), host, port)


@click.command()
@_config_option
def fonts(config_path: Path | None) -> None:
    """Make the site's fonts from the packages that hold them; at once where they are made already."""
    from web.site.fonts.subsetting import make_fonts  # serving needs none of what subsetting imports

    folder = find_config(config_path).fonts_folder
    click.echo(f"The fonts are made in {folder}." if make_fonts(folder) else "The fonts are there already.")


@click.group()
def follow() -> None:
    """What readers follow by mail."""


@follow.command()
@_config_option
def send(config_path: Path | None) -> None:
    """Write to those who are due for their weekly mail, and hand over all mails that wait, notices to accounts too.

    The running site does so by itself; where `send_every_minutes` is 0, have cron do it. It may run beside itself.
    """
    app = create_app(find_config(config_path).path)
    mailer = app.extensions["samspil"].curation.mailer
    if not mailer.is_on:
        raise InvalidEntry("mail-not-set-up")
    mailer.send_queued()
    outcomes = send_news(app)
    waiting = outcomes[Handover.LATER] + outcomes[Handover.UNREACHABLE]
    click.echo(
        f"{outcomes[Handover.SENT] + outcomes[Handover.UNSURE]} mails were sent,"
        f" {waiting} are tried again, {outcomes[Handover.REFUSED]} were refused."
    )
