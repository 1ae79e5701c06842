"""Who the repository is, by what config.toml says of the sender and nothing else; and the licence of what it tells."""

from __future__ import annotations

import re

from lxml.builder import ElementMaker

from indexer import DocumentId
from web.api.harvesting.envelope import MAKE, OAI, base_url
from web.api.harvesting.repository import Repository, host_name, identifier_of
from web.api.harvesting.xml_names import SCHEMA_LOCATION, XSI, Node
from web.exports.citation_record import SITE_NAME
from web.site.context import site
from web.site.licence import LICENCE

_IDENTIFIER = f"{OAI}oai-identifier"
_RIGHTS = f"{OAI}rights/"
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
"""What the scheme of identifiers takes for the name of a repository: no bare number, no name without a dot."""

_SAMPLE = DocumentId("example")


def identified() -> Node:
    """The answer to Identify; without an address of e-mail where none is configured, though the protocol wants one."""
    sender = site().config.web
    name = f"{SITE_NAME}, {sender.publisher}" if sender.publisher else SITE_NAME
    # In this order: the schema has them as a sequence.
    return MAKE.Identify(
        MAKE.repositoryName(name),
        MAKE.baseURL(base_url()),
        MAKE.protocolVersion("2.0"),
        *([MAKE.adminEmail(sender.contact_email)] if sender.contact_email else []),
        MAKE.earliestDatestamp(Repository().earliest()),
        MAKE.deletedRecord("persistent"),
        MAKE.granularity("YYYY-MM-DDThh:mm:ssZ"),
        MAKE.compression("gzip"),
        *([MAKE.description(_identifier_scheme())] if _DOMAIN.fullmatch(host_name()) else []),
        MAKE.description(_rights_manifest()),
    )


def record_rights() -> Node:
    """The licence of a record itself, whosever work it describes."""
    make = _maker(_RIGHTS)
    return make.rights(make.rightsReference({"ref": LICENCE}), {SCHEMA_LOCATION: f"{_RIGHTS} {OAI}rights.xsd"})


def _identifier_scheme() -> Node:
    make = _maker(_IDENTIFIER)
    return make(
        "oai-identifier",
        {SCHEMA_LOCATION: f"{_IDENTIFIER} {_IDENTIFIER}.xsd"},
        make.scheme("oai"),
        make.repositoryIdentifier(host_name()),
        make.delimiter(":"),
        make.sampleIdentifier(identifier_of(_SAMPLE)),
    )


def _rights_manifest() -> Node:
    make = _maker(_RIGHTS)
    where = {"appliesTo": f"{OAI}entity#metadata", SCHEMA_LOCATION: f"{_RIGHTS} {OAI}rightsManifest.xsd"}
    return make.rightsManifest(make.rights(make.rightsReference({"ref": LICENCE})), where)


def _maker(namespace: str) -> Node:
    return ElementMaker(namespace=namespace, nsmap={None: namespace, "xsi": XSI})
