"""Mails over SMTP: one recipient each, every step with a deadline, and what a refusal means."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Literal

import aiosmtplib

from services.notifier.domain.outcomes import MayPass, Outcome, Sent, WontPass, of_smtp
from services.notifier.letters import Letter
from shared import clock

STEP_SECONDS = 10.0
SEND_SECONDS = 12.0
"""All steps of one mail; less than the gateway waits for an answer."""
GOODBYE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, and as whom."""

    host: str
    port: int
    tls: Literal["starttls", "tls", "none"]
    sender: str
    user: str | None = None
    password: str | None = None
    ca_file: Path | None = None

    @property
    def sender_address(self) -> str:
        """The bare address of the sender."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """Where the sender is at home; message ids end with it."""
        return self.sender_address.rpartition("@")[2]

    def tls_context(self) -> ssl.SSLContext:
        """Whom it trusts: those whom the system trusts, or ``ca_file``."""
        return ssl.create_default_context(cafile=self.ca_file)


class Mailer:
    """Hands mails to one server, over a connection of its own each."""

    def __init__(self, server: MailServer, send_seconds: float = SEND_SECONDS) -> None:
        self._server = server
        self._send_seconds = send_seconds

    async def send(self, letter: Letter, to: str, letter_id: str) -> Outcome:
        """Hand it over. ``letter_id`` is the same however often it is tried."""
        try:
            message = compose(self._server, letter, to, letter_id)
            await self._hand_over(message.as_bytes(), to)
        except aiosmtplib.SMTPAuthenticationError as error:
            # An operator's to mend, and nothing is wrong with the mail.
            return MayPass(f"The mail server does not let us in ({error.code}).")
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return of_smtp(refused.recipients[0].code)
        except aiosmtplib.SMTPResponseException as refused:
            return of_smtp(refused.code)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return MayPass(f"The mail server could not be reached ({type(error).__name__}).")
        except ValueError:
            return WontPass("No mail can be sent to this address.")
        return Sent()

    async def _hand_over(self, content: bytes, to: str) -> None:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            # Asking the system for our own name may take long.
            local_hostname=server.domain,
            timeout=min(STEP_SECONDS, self._send_seconds),
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            tls_context=None if server.tls == "none" else server.tls_context(),
        )
        try:
            async with asyncio.timeout(self._send_seconds):
                await client.connect()
                await client.sendmail(server.sender_address, [to], content)
            # It is theirs now: however the goodbye goes, it must not be sent again.
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await client.quit()
        finally:
            client.close()


def compose(server: MailServer, letter: Letter, to: str, letter_id: str) -> EmailMessage:
    """The mail: plain text, and the same as HTML. Raises ``ValueError`` for an address that is
    none.
    """
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(server.sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = _address(to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter_id}@{server.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _address(bare: str) -> Address:
    """``bare`` as exactly one address; the library's parser fails in several ways."""
    try:
        return Address(addr_spec=bare)
    except (AttributeError, IndexError, MessageError) as error:
        raise ValueError("not an address") from error
