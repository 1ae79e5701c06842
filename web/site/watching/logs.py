"""Lines of the log: text for people, or an object each for programs; both name the request that they belong to."""

from __future__ import annotations

import datetime
import json
import logging
import sys

from indexer import Config
from web.site.urls.secret_paths import masked
from web.site.watching.requests import REQUEST_ID


def set_up_logs(config: Config) -> None:
    """Have everything that the program tells written to standard error as [logging] says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Objects() if config.logging.format == "json" else _Lines())
    logging.basicConfig(level=config.logging.level.upper(), handlers=[handler], force=True)
    # The extractors' libraries say much about each file that nobody can do anything about.
    for name in ("pypdf", "trafilatura", "fontTools", "PIL"):
        logging.getLogger(name).setLevel(logging.ERROR)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        number = REQUEST_ID.get()
        words = f"{_moment(record)} {record.levelname} {record.name}{f' [{number}]' if number else ''} {_said(record)}"
        trace = self.formatException(record.exc_info).splitlines() if record.exc_info else ()
        return "\n".join((words, *(f"    {line}" for line in trace)))


class _Objects(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        content: dict[str, object] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _said(record),
            "request": REQUEST_ID.get(),
            "process": record.process,
            **getattr(record, "about", {}),
        }
        if record.exc_info:
            content["trace"] = self.formatException(record.exc_info)
        return json.dumps({key: value for key, value in content.items() if value != ""}, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    """The words in one line: what a visitor sent may hold ends of lines, and must not look like another entry."""
    letters = (
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii")
        for one in masked(record.getMessage())
    )
    return "".join(letters)


def _moment(record: logging.LogRecord) -> str:
    return datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC).isoformat(timespec="milliseconds")
