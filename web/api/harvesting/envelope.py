"""What is around every answer of the protocol: when it was given, to which question, and what was wrong with that."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from flask import request
from lxml.builder import ElementMaker
from lxml.etree import tostring

from web.api.harvesting.arguments import ProtocolError
from web.api.harvesting.xml_names import SCHEMA_LOCATION, XSI, Node
from web.site.context import absolute

OAI = "http://www.openarchives.org/OAI/2.0/"
PATH = "/oai"
MAKE = ElementMaker(namespace=OAI, nsmap={None: OAI, "xsi": XSI})
_SCHEMA = f"{OAI} {OAI}OAI-PMH.xsd"
_UNREPEATED = ("badVerb", "badArgument")
"""After these the question is not repeated: it may not be what the schema takes."""


def base_url() -> str:
    """The address that harvesters ask."""
    return absolute(f"{request.script_root}{PATH}")


def enveloped(asked: Mapping[str, str], content: Node) -> bytes:
    """An answer as it is sent."""
    # To the second, as the granularity says: harvesters ask for what came since this very moment.
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    root = MAKE("OAI-PMH", {SCHEMA_LOCATION: _SCHEMA})
    root.extend([MAKE.responseDate(moment), MAKE.request(base_url(), dict(asked)), content])
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def refused(asked: Mapping[str, str], error: ProtocolError) -> bytes:
    """The answer to a question that has none."""
    repeated = {} if error.code in _UNREPEATED else asked
    return enveloped(repeated, MAKE.error(error.text, {"code": error.code}))
