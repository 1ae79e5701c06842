"""Our list: documents kept across searches. All of it stands in its address; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from indexer import DocumentId, incoming_line
from web.site.urls.kept import LIST_NAME, ticked
from web.site.urls.outer_addresses import split_address
from web.site.urls.search_url import quoted

MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class OurList:
    """A list as an address says it; `is_read_only` is the address that is handed to others."""

    name: str
    ids: tuple[DocumentId, ...]
    is_read_only: bool = False

    @property
    def parameters(self) -> str:
        """The canonical query string with its "?"; "" for an empty list without a name."""
        pairs = [("name", self.name)] if self.name else []
        pairs += [("id", one) for one in self.ids] + ([("read", "1")] if self.is_read_only else [])
        written = "&".join(f"{name}={quoted(value)}" for name, value in pairs)
        return f"?{written}" if written else ""

    @property
    def kept(self) -> str:
        """What a search takes along of it, so that more can be added."""
        ids = "".join(f"&id={quoted(one)}" for one in self.ids)
        return ids + (f"&{LIST_NAME}={quoted(self.name)}" if self.name else "")


def read_list(parameters: MultiDict[str, str], most: int) -> OurList:
    """The list of an address, of the form of the results, or of both with a pasted link to another list.

    What `without` names is taken off.
    """
    name = parameters.get("name", "") or parameters.get(LIST_NAME, "")
    pasted = MultiDict(parse_qsl(split_address(parameters.get("add", "").strip()).query))
    without = parameters.getlist("without")
    ids = (one for one in (*ticked(parameters), *ticked(pasted)) if one not in without)
    return OurList(
        incoming_line(name or pasted.get("name", ""))[:MAX_NAME],
        tuple(DocumentId(one) for one in dict.fromkeys(ids))[:most],
        parameters.get("read") == "1",
    )
