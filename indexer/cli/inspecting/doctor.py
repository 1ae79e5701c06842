"""samspil doctor: looks at everything that the site needs on its machine, and says what to do."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_knowledge_base, open_mailer
from indexer.cli.console import EXIT_REFUSED, OUT, config_option
from indexer.cli.inspecting.findings import Finding, State
from indexer.cli.inspecting.versions import library_versions
from indexer.config import Config, find_config
from indexer.corpus_store.about_texts import ABOUT_FOLDER, about_text
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.curation.accounts.accounts import Role
from indexer.curation.preferences import CurationPreferences
from indexer.curation.state_folder import StateFolder
from indexer.domain.documents.metadata import Language
from indexer.domain.errors import KnowledgeBaseError, message_of
from indexer.knowledge_base import KnowledgeBase
from indexer.meaning import missing_part
from indexer.presentation.messages import say

_FREE_MEGABYTES = 500
"""Less room is told: a rebuild needs as much as the index again."""

_OCR_LANGUAGES = ("dan", "eng")
_OPEN_TO_OTHERS = 0o077


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@config_option
def doctor(as_json: bool, config_path: Path | None) -> None:
    """Look at versions, permissions, disk, corpus, index, accounts, sender, fonts and more; say what to do.

    Nothing is changed. Exit code 1 if something does not work.
    """
    config = find_config(config_path)
    with contextlib.closing(open_knowledge_base(config)) as opened:
        findings = list(examine(config, opened))
    if as_json:
        named = [{"about": f.about, "state": f.state.value, "told": f.told, "advice": f.advice} for f in findings]
        click.echo(json.dumps(named, ensure_ascii=False))
    else:
        colours = {State.OK: "green", State.LOOK: "yellow", State.FAULT: "red"}
        for one in findings:
            told = f"{one.about}: {one.told}{f'. {one.advice}' if one.advice else ''}"
            OUT.print(Text.assemble((f"{one.state.value:6}", colours[one.state]), told), soft_wrap=True)
    sys.exit(EXIT_REFUSED if any(one.state is State.FAULT for one in findings) else 0)


def examine(config: Config, base: KnowledgeBase) -> Iterator[Finding]:
    """Everything that is looked at, one after the other; what cannot be looked at is a fault of its own."""
    looks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("versions", _versions),
        ("folders", lambda: _folders(config)),
        ("disk", lambda: _disk(config)),
        ("corpus", lambda: _corpus(config, base)),
        ("index", lambda: _index(base)),
        ("accounts", lambda: _accounts(config)),
        ("address", lambda: _address(config)),
        ("sender", lambda: _sender(config)),
        ("mail", lambda: _mail(config)),
        ("search by meaning", lambda: _meaning(config)),
        ("fonts", lambda: _fonts(config)),
        ("text recognition", _ocr),
    )
    for about, look in looks:
        try:
            yield from look()
        except (KnowledgeBaseError, OSError) as error:
            yield Finding(about, State.FAULT, say(message_of(error), Language.ENGLISH))


def _versions() -> Iterator[Finding]:
    yield Finding("versions", State.OK, f"Python {platform.python_version()} on {platform.platform()}")
    yield Finding("versions", State.OK, ", ".join(f"{name} {version}" for name, version in library_versions().items()))


def _folders(config: Config) -> Iterator[Finding]:
    for name, folder in _places(config):
        # A folder that is not there yet is made in the nearest one that is.
        nearest = next(place for place in (folder, *folder.parents) if place.exists())
        owner = f"user {os.geteuid()}"
        if not os.access(nearest, os.R_OK | os.X_OK):
            yield Finding("folders", State.FAULT, f"{folder} cannot be read by {owner}", "Give it the right to read")
        elif os.access(nearest, os.W_OK):
            yield Finding("folders", State.OK, f"{folder} can be written by {owner}")
        elif name == "corpus":
            yield Finding("folders", State.LOOK, f"{folder} cannot be written: curators cannot save")
        else:
            yield Finding("folders", State.FAULT, f"{folder} cannot be written by {owner}", "Give it the right to")
    for folder in (config.state_folder, config.rooms_folder):
        if folder.is_dir() and folder.stat().st_mode & _OPEN_TO_OTHERS:
            yield Finding("folders", State.LOOK, f"{folder} is open to other users", f"chmod 700 {folder}")


def _disk(config: Config) -> Iterator[Finding]:
    for name, folder in _places(config):
        usage = shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists()))
        free = usage.free >> 20
        is_enough = free >= _FREE_MEGABYTES
        advice = "" if is_enough else "Make room: a rebuild needs as much as the index takes"
        yield Finding("disk", State.OK if is_enough else State.LOOK, f"{free:,} MB free for {name}", advice)


def _corpus(config: Config, base: KnowledgeBase) -> Iterator[Finding]:
    vocabulary = load_vocabulary(config.corpus_folder / "vocabulary.ttl")
    yield Finding("corpus", State.OK, f"the vocabulary has {len(list(vocabulary.concepts()))} concepts")
    files, faults = base.corpus.files()
    state, advice = (State.LOOK, "`samspil check` names them") if faults else (State.OK, "")
    yield Finding("corpus", state, f"{len(files)} files, {len(faults)} that cannot be used as they lie", advice)


def _index(base: KnowledgeBase) -> Iterator[Finding]:
    statistics = base.statistics({})
    if not statistics.fingerprint:
        yield Finding("index", State.FAULT, "there is none", "`samspil index` makes it; `samspil serve` does, too")
        return
    if not base.engine.writer.is_whole():
        yield Finding("index", State.FAULT, "it is damaged", "`samspil index` builds it anew; look at the disk")
        return
    told = f"{statistics.documents} documents, {statistics.index_bytes >> 20} MB, {statistics.pending} waiting"
    advice = "" if statistics.is_current else "`samspil index` builds it anew: another version made it"
    is_well = statistics.is_current and not statistics.pending
    yield Finding("index", State.OK if is_well else State.LOOK, told, advice)
    if statistics.refused:
        yield Finding("index", State.LOOK, f"{len(statistics.refused)} files are refused", "`samspil status` says why")


def _accounts(config: Config) -> Iterator[Finding]:
    state = StateFolder(config.state_folder, CurationPreferences())
    # Before anything is opened: to look must not make or upgrade the folder.
    if state.is_new:
        yield Finding("accounts", State.LOOK, "there are none", "`samspil curator add NAME --role administrator`")
        return
    if not state.is_current:
        yield Finding("accounts", State.LOOK, "state/ is of an older version", "The next start of the site upgrades it")
        return
    with contextlib.closing(state):
        found = [account for account in state.accounts.all() if not account.is_disabled]
        chiefs = [account for account in found if account.role is Role.ADMINISTRATOR]
        broken = state.audit.first_broken_line()
        with_code = len(state.accounts.second_factors.names())
    advice = "" if chiefs else "`samspil curator add NAME --role administrator`"
    told = f"{len(found)} may sign in, {len(chiefs)} as administrator, {with_code} with a second factor"
    yield Finding("accounts", State.OK if chiefs else State.LOOK, told, advice)
    if broken:
        yield Finding("accounts", State.FAULT, f"line {broken} of the log was changed", "Restore it from a backup")


def _address(config: Config) -> Iterator[Finding]:
    web = config.web
    if not web.public_url:
        yield Finding("address", State.LOOK, "public_url is not set", "Set it to the address that visitors see")
    elif not web.public_url.startswith("https://"):
        yield Finding("address", State.LOOK, f"{web.public_url} has no TLS", "Put a web server with TLS in front")
    # TLS ends at a web server, whose address all requests then seem to come from.
    elif not web.trusted_proxies:
        advice = "Name the web server in front in trusted_proxies, or all visitors count as one"
        yield Finding("address", State.LOOK, web.public_url, advice)
    else:
        yield Finding("address", State.OK, web.public_url)


def _sender(config: Config) -> Iterator[Finding]:
    """What a reader would ask of whoever stands behind the site; pages leave out what is not said."""
    web = config.web
    named = ("publisher", "publisher_address", "editors", "contact_email")
    missing = [f"{key} is not set" for key in named if not getattr(web, key)]
    if not web.has_accessibility_statement:
        missing.append("accessibility_statement_url leads to no statement of this site")
    unsaid = (language.value for language in Language if not about_text(config.corpus_folder, language))
    missing += [f"{ABOUT_FOLDER}/{language}.md of the corpus says nothing" for language in unsaid]
    told = "; ".join(missing) or f"{web.publisher}, {len(web.editors)} editors"
    advice = "/da/about leaves out what is missing: docs/configuration.md#web" if missing else ""
    yield Finding("sender", State.LOOK if missing else State.OK, told, advice)


def _mail(config: Config) -> Iterator[Finding]:
    mail = config.mail
    if not mail.host:
        yield Finding("mail", State.OK, "not set up: no notices, invitations or new passwords by mail")
        return
    mailer = open_mailer(config)
    if not mailer.is_on:
        advice = "Set sender in [mail] and public_url in [web]: links lead there"
        yield Finding("mail", State.LOOK, f"{mail.host} is named, and nothing is sent", advice)
        return
    mailer.check()
    yield Finding("mail", State.OK, f"{mail.host}:{mail.port} takes mail from {mail.sender}")


def _meaning(config: Config) -> Iterator[Finding]:
    if not config.meaning.is_on:
        yield Finding("search by meaning", State.OK, "switched off")
        return
    missing = missing_part(config.models_folder)
    advice = "Searches go by words alone; docs/operations.md says how to set it up" if missing else ""
    told = f"missing: {missing}" if missing else "set up"
    yield Finding("search by meaning", State.LOOK if missing else State.OK, told, advice)


def _fonts(config: Config) -> Iterator[Finding]:
    if any(config.fonts_folder.glob("*.woff2")):
        yield Finding("fonts", State.OK, "made")
    else:
        yield Finding(
            "fonts", State.LOOK, "pages stand in those of the visitor", "`samspil fonts` makes the site's own"
        )


def _ocr() -> Iterator[Finding]:
    missing = [name for name in ("ocrmypdf", "tesseract") if shutil.which(name) is None]
    tesseract = shutil.which("tesseract")
    if tesseract and not missing:
        listed = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
        missing = [f"tesseract-ocr-{language}" for language in _OCR_LANGUAGES if language not in listed]
    if missing:
        advice = "Only scanned PDFs need it: sudo apt-get install ocrmypdf tesseract-ocr-dan"
        yield Finding("text recognition", State.LOOK, f"missing: {', '.join(missing)}", advice)
    else:
        yield Finding("text recognition", State.OK, "ocrmypdf and tesseract, Danish and English")


def _places(config: Config) -> tuple[tuple[str, Path], ...]:
    names = ("corpus", "state", "var", "rooms")
    return tuple((name, getattr(config, f"{name}_folder")) for name in names)
