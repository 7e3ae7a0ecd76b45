"""A real mail server that does what a test says: takes, refuses, hangs, or drops the line."""

import asyncio
import datetime
import email
import ipaddress
import re
import ssl
import warnings
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
DROP, HANG, LATE = "drop the line after DATA", "hang", "say yes when it is let"
USER, PASSWORD = "parley", "right"


class MailServer:
    """``took`` is what it said yes to, by address; ``says`` what it will say instead, in turn."""

    def __init__(self) -> None:
        self.took: defaultdict[str, list[EmailMessage]] = defaultdict(list)
        self.says: defaultdict[str, list[str]] = defaultdict(list)
        self.users: list[str] = []
        self.port = 0
        self.is_hanging = asyncio.Event()
        self.may_say_yes = asyncio.Event()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A refusal, or a yes."""
        said = self.says[address]
        if said and said[0][0].isdigit():
            return said.pop(0)
        if said and said[0] == HANG:
            self.is_hanging.set()
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take it; perhaps nobody hears that we did."""
        assert isinstance(envelope.content, bytes)
        [address] = envelope.rcpt_tos
        self.took[address].append(email.message_from_bytes(envelope.content, policy=default))
        if self.says[address] and self.says[address][0] == DROP:
            self.says[address].pop(0)
            server.transport.abort()
        if self.says[address] and self.says[address][0] == LATE:
            self.is_hanging.set()
            await self.may_say_yes.wait()
        return "250 OK"

    def ids(self, address: str) -> list[str]:
        """The message ids of what it took for ``address``."""
        return [str(message["message-id"]) for message in self.took[address]]

    def chats(self, address: str) -> Counter[str]:
        """How often each chat was named in the mails that it took for ``address``."""
        texts = (message.get_body(("plain",)) for message in self.took[address])
        said = "".join(text.get_content() for text in texts if text)
        return Counter(re.findall(r"/live-chat/(\S+)", said))

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Only one user with one password."""
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        # Not handled: the server itself says no.
        return AuthResult(success=is_right, handled=False)


@asynccontextmanager
async def mail_server(
    *, tls: ssl.SSLContext | None = None, starttls: bool = False, port: int = 0
) -> AsyncIterator[MailServer]:
    """A running one; with ``tls`` it also wants to know who is there."""
    mails = MailServer()
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        with warnings.catch_warnings():
            # It does not know that the line is encrypted from its first byte.
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return SMTP(
                mails,
                loop=loop,
                tls_context=tls if starttls else None,
                require_starttls=starttls,
                auth_required=tls is not None,
                auth_require_tls=starttls,
                authenticator=mails.authenticate,
            )

    listening = await loop.create_server(protocol, HOST, port, ssl=None if starttls else tls)
    mails.port = listening.sockets[0].getsockname()[1]
    try:
        yield mails
    finally:
        listening.close()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """For a server at ``HOST``: its side, and the file of whoever trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.datetime.now(datetime.UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), False
        )
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return context, public
