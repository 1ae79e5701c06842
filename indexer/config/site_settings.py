"""The settings of the site: how it answers, what it logs, what curators and rooms may do."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.config.setting import setting

_NO_STATEMENT = "https://www.was.digst.dk/"
"""Where Danish statements are found; that of a site has an address of its own there."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """[web]"""

    host: str = setting("127.0.0.1", "Address that the server listens on.")
    port: int = setting(8000, "Port that the server listens on.")
    processes: int = setting(0, "Processes that answer; 0 means one per core.")
    threads: int = setting(4, "Requests that each process answers at the same time.")
    connections: int = setting(1000, "Connections that each process keeps open at the same time.")
    connections_per_client: int = setting(
        100, "Those of one address; with more, the one that waited longest is closed."
    )
    idle_seconds: float = setting(15.0, "How long a connection may wait for its next request.")
    slow_seconds: float = setting(
        20.0, "How long a request may take to arrive, or an answer to be fetched, beside 2,000 bytes a second."
    )
    exports_at_once: int = setting(1, "Exports that each process makes at the same time; more are asked to come back.")
    sign_in_share: float = setting(0.1, "The share of its time that each process gives to checking passwords.")
    trusted_proxies: tuple[str, ...] = setting(
        (), "Addresses of web servers in front, whose X-Forwarded headers are believed."
    )
    allowed_hosts: tuple[str, ...] = setting((), "Names that the site may be asked by; none means any.")
    public_url: str = setting("", "Address of the site as visitors see it, for sitemap, feeds and lasting addresses.")
    accessibility_statement_url: str = setting(
        _NO_STATEMENT, "Where /was and the footer link lead: the library's accessibility statement."
    )
    publisher: str = setting("", "Who publishes the site, for its foot; nothing is said where it is empty.")
    publisher_url: str = setting("", "The publisher's own site.")
    publisher_address: str = setting("", "The publisher's postal address, for the page about the site.")
    editors: tuple[str, ...] = setting((), 'Who edits the collection, each as "Name, role".')
    contact_email: str = setting(
        "", "Where readers write: »Var I med? Fortæl, hvad vi mangler«; harvesters are told it too."
    )
    facet_values_shown: int = setting(6, "Values of a facet shown before »Vis flere«.")
    front_cases: tuple[str, ...] = setting((), "Ids of cases to show first on the front page; four are shown in all.")
    newest_documents: int = setting(5, "Cases under »Nyeste« on the front page.")
    network_partners: int = setting(40, "Partners drawn in the network, those with most documents first.")
    network_libraries: int = setting(40, "Libraries drawn with them, those with most of these partners first.")
    network_rows: int = setting(40, "Partners on each page of the table below.")
    filters_for_robots: int = setting(1, "Robots that ask for more filters at once get a cheap 429.")
    address_filters: int = setting(30, "The most filters, or choices of a situation, in one address.")
    address_documents: int = setting(100, "The most documents that one address may name.")
    address_value_characters: int = setting(200, "The longest filter or name of a document in an address.")
    address_words: int = setting(50, "The most words in one address.")
    address_prefixes: int = setting(3, "The most words with * in one address: each stands for many.")
    address_search_bytes: int = setting(1200, "The most bytes of an address that its words and filters may take.")

    @property
    def has_accessibility_statement(self) -> bool:
        """Whether the address of a statement of this site is configured."""
        return self.accessibility_statement_url not in ("", _NO_STATEMENT)


@dataclass(frozen=True, slots=True)
class LoggingSettings:
    """[logging]"""

    level: str = setting(
        "info",
        "What is told: debug, info, warning or error, each with those after it.",
        ("debug", "info", "warning", "error"),
    )
    format: str = setting("text", "text for people, json for programs: one object a line.", ("text", "json"))
    requests: bool = setting(True, "A line for each request: method, path without what was searched for, status, time.")
    addresses: bool = setting(False, "The client's address in that line.")


@dataclass(frozen=True, slots=True)
class CurationSettings:
    """[curation]"""

    session_hours: float = setting(8.0, "How long a curator stays signed in.")
    idle_minutes: float = setting(60.0, "After so long without a page, a curator is signed out.")
    failed_attempts: int = setting(
        5, "Wrong passwords in a row before an account is locked for the address they came from."
    )
    lock_minutes: float = setting(15.0, "How long it stays locked.")
    upload_megabytes: int = setting(50, "The most that can be uploaded at once.")
    note_empty_searches: bool = setting(True, "Keep the words of searches that found nothing, for the curators.")
    count_use: bool = setting(
        False, "Count by week what is searched, found, opened and downloaded: sums only, without cookies or addresses."
    )
    check_links: bool = setting(
        False, "Curators may have the addresses of sources asked from the site; `samspil links` asks them in any case."
    )
    suggestions_per_hour: int = setting(
        10, "Suggestions that one address may send in an hour, in each process; 0: none."
    )
    suggestion_days: int = setting(180, "Suggestions are deleted so many days after they were closed.")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """[mail]: notices, invitations, new passwords, and once a week what is new, by mail."""

    host: str = setting("", "The SMTP server; without one nothing is sent and nothing of it is offered.")
    port: int = setting(587, "Its port.")
    encryption: str = setting(
        "starttls", "starttls, tls, or none for a server on this machine.", ("starttls", "tls", "none")
    )
    user: str = setting("", "Whom to sign in as; without a name nobody signs in.")
    password_file: str = setting(
        "", "A file that holds the password alone; relative paths start at this file's folder."
    )
    sender: str = setting("", "The address that mails come from.")
    invitation_hours: float = setting(72.0, "How long an invitation is good.")
    reset_minutes: float = setting(60.0, "How long a link to a new password is good.")
    follows_per_hour: int = setting(
        10, "Times that one client may ask for mails of what is new in an hour, in each process; 0: none are offered."
    )
    send_every_minutes: float = setting(
        10.0, "How often the site looks for mails that wait; 0: never, for `samspil follow send` is run by others."
    )


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """[rooms]"""

    years: int = setting(2, "How long a room stays where its maker chooses no other day.")
    most_years: int = setting(5, "The longest that a maker can choose.")
    megabytes: float = setting(5.0, "The most that a room holds.")
    most_rooms: int = setting(20_000, "The most rooms there may be.")
    begun_per_hour: int = setting(20, "New rooms that one address may begin in an hour, in each process.")
    changes_per_minute: int = setting(120, "Changes that one address may make in a minute, in each process.")
    answers_per_hour: int = setting(120, "Answers to surveys that one address may send in an hour, in each process.")
    misses_per_minute: int = setting(60, "Links without a room that one address may try in a minute, in each process.")
