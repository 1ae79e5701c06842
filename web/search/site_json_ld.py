"""The site itself in the words of schema.org, as its front page carries it."""

from __future__ import annotations

from web.exports.citation_record import SITE_NAME
from web.site.context import absolute_url, site
from web.site.language import page_language
from web.site.licence import LICENCE


def site_json_ld() -> dict[str, object]:
    """The site in schema.org's words, with its search; the publisher where one is configured."""
    front, publisher = absolute_url("search_pages.front"), site().config.web.publisher
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": SITE_NAME,
        "url": front,
        "inLanguage": page_language().value,
        "license": LICENCE,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else "",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute_url('search_pages.results')}?q={{text}}"},
            "query-input": "required name=text",
        },
    }
    return {key: value for key, value in told.items() if value}
