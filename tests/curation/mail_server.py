"""A real SMTP server on this machine, with what it took; and a site that hands its mail to it."""

from __future__ import annotations

import re
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from indexer.config import Config
from tests.waiting import wait_until


class Inbox:
    """What the server took, oldest first; `answers` says what it tells the next ones instead of taking them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []

    async def take(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]

    def text(self, address: str) -> str:
        """The words of the newest mail to an address, once there is one."""
        wait_until(lambda: self.to(address))
        body = self.to(address)[-1].get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def link(self, address: str) -> str:
        """The path of the last link in the newest mail to an address, once there is one."""
        return re.findall(r"http://localhost(/\S+)", self.text(address))[-1]


setattr(Inbox, "handle_DATA", Inbox.take)  # as the server calls it


def started(inbox: Inbox) -> Controller:
    """A server that listens; stop it in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    return controller


def set_up_mail(config: Config, port: int) -> None:
    """Name the server in a site's configuration."""
    text = config.path.read_text("utf-8").replace('public_url = ""', 'public_url = "http://localhost"')
    own = {"host": '"127.0.0.1"', "port": str(port), "encryption": '"none"', "sender": '"samspil@by.example"'}
    mail = text.partition("[mail]")[2].partition("\n[")[0]
    changed = mail
    for key, value in own.items():
        changed = re.sub(rf"^{key} = .*$", f"{key} = {value}", changed, flags=re.MULTILINE)
    config.path.write_text(text.replace(mail, changed), "utf-8")
