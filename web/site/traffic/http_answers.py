"""What HTTP offers beside the content: validators and 304, compression, names of static files that never change."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from web.site.urls.secret_paths import is_of_rooms, masked

_LEVEL = 3
"""Four fifths of what the highest level saves, in a quarter of its time."""

_LEAST_BYTES = 500
_TEXTS = (
    "text/", "image/svg+xml", "application/json", "application/xml", "application/atom+xml", "application/ld+json",
    "application/linkset+json", "application/opensearchdescription+xml", "application/vnd.citationstyles.csl+json",
    "application/x-bibtex", "application/x-research-info-systems", "application/x-suggestions+json",
)  # fmt: skip
_HASHED = re.compile(r"(?P<stem>.+)\.(?P<digest>[0-9a-f]{12})(?P<ending>\.\w+)")
_Raised = tuple[type[BaseException], BaseException, TracebackType | None]
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


class Site(Flask):
    """A Flask application whose static files carry a hash of their content in their names."""

    def send_static_file(self, filename: str) -> Response:
        """A static file: under its hashed name for good, under its plain name with a validator."""
        hashed = _HASHED.fullmatch(filename)
        name = f"{hashed['stem']}{hashed['ending']}" if hashed else filename
        content, digest = _static(self.static_folder or "", name)
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response = Response(content, mimetype=media_type)
        is_of_now = hashed is not None and hashed["digest"] == digest
        response.headers["Cache-Control"] = _FOREVER if is_of_now else _ASK_AGAIN
        return response

    def log_exception(self, exc_info: _Raised | tuple[None, None, None]) -> None:
        """See Flask.log_exception; the path of a room is the key to it, and stands in no log."""
        self.logger.error(f"Exception on {masked(request.path)} [{request.method}]", exc_info=exc_info)


def install(app: Site) -> None:
    """Finish every answer; to be installed first, so that it comes last."""
    app.after_request(_finish)
    app.url_default_functions.setdefault(None, []).append(
        lambda endpoint, values: _name_static(app.static_folder or "", endpoint, values)
    )


def is_of_curators(path: str) -> bool:
    """Whether a path, without the prefix of the site, is one of the curators' pages."""
    return path[3:].startswith("/curator")


def _name_static(folder: str, endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static":
        values.pop("language", None)
        name = Path(str(values["filename"]))
        digest = _static(folder, name.as_posix())[1]
        values["filename"] = f"{name.with_suffix('').as_posix()}.{digest}{name.suffix}"


@lru_cache(maxsize=64)
def _static(folder: str, name: str) -> tuple[bytes, str]:
    """Content and hash of a static file, read once."""
    path = safe_join(folder, name)
    try:
        content = Path(path or "").read_bytes()
    except (OSError, ValueError) as error:  # a name that no file can have
        raise NotFound from error
    return content, hashlib.sha256(content).hexdigest()[:12]


def _finish(response: Response) -> Response:
    if is_of_curators(request.path) or is_of_rooms(request.path):
        return response  # neither kept nor compressed: the length of a compressed page tells of its secrets
    is_whole = not response.is_streamed and not response.direct_passthrough
    if is_whole and response.status_code == 200 and request.method in ("GET", "HEAD"):
        _validate(response)
    if _is_text(response) and response.status_code in (200, 304):
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings["gzip"] > 0:
            _compress(response, is_whole=is_whole)
    return response


def _validate(response: Response) -> None:
    """Give the answer a validator, and leave out what the visitor has already."""
    response.headers.setdefault("Cache-Control", _ASK_AGAIN)
    if response.mimetype == "text/html":
        response.vary.add("Cookie")
    if not response.get_etag()[0]:
        # Weak: compressed and not, the bytes differ. A checksum tells an answer from that before, and costs least.
        content = response.get_data()
        response.set_etag(f"{zlib.crc32(content):08x}{len(content):x}", weak=True)
    response.make_conditional(request)


def _is_text(response: Response) -> bool:
    return "Content-Encoding" not in response.headers and (response.mimetype or "").startswith(_TEXTS)


def _compress(response: Response, *, is_whole: bool) -> None:
    if not is_whole:
        if not response.direct_passthrough:
            response.response = _compressed(response.response)  # type: ignore[arg-type]  # pieces of bytes
            response.headers.pop("Content-Length", None)
            response.headers["Content-Encoding"] = "gzip"
    elif len(content := response.get_data()) >= _LEAST_BYTES:
        response.set_data(gzip.compress(content, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(_LEVEL, wbits=16 + zlib.MAX_WBITS)
    for piece in pieces:
        if packed := compressor.compress(piece):
            yield packed
    yield compressor.flush()
