"""The notifier's steps on a real database, a real mail server and a stand-in that speaks FCM."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from deploy.local.kept import Kept
from deploy.local.push_sink import Firebase, create_app, write_account
from deploy.local.secrets import Secrets
from services.notifier.links import FileLinks
from services.notifier.mail import Mailer
from services.notifier.mail import MailServer as Server
from services.notifier.push import Pusher
from services.notifier.repository import Repository
from services.notifier.repository.dispatches import Allowance
from services.notifier.use_cases.notifier import Notifier
from shared.bus.publisher import Publisher
from shared.inbox import Inbox
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.patience import Patience
from tests.integration.notifier.scene import Scene
from tests.integration.notifier.smtp import HOST, MailServer, mail_server
from tests.integration.shared.conftest import running

SENDER = "Parley <parley@parley.example>"
PUBLIC_URL = "https://chat.example"
BRIEF = Patience(first_seconds=0.02, longest_seconds=0.1, total_seconds=600.0)
PLENTY = Allowance(at_once=1000, window_seconds=60.0)
LEASE_SECONDS = 0.5


@dataclass(frozen=True)
class Push:
    """The stand-in, where it is, and the account that it lets in."""

    firebase: Firebase
    kept: Kept
    url: str
    account: dict[str, str]

    def refuse(self, token: str, answer: str, times: int = 1, **more: str) -> None:
        """The next pushes to ``token`` are answered with that."""
        self.firebase.refuse(token, [{"answer": answer, **more}] * times)

    def to(self, token: str) -> list[str]:
        """The collapse keys of what a device got."""
        return [push["collapse_key"] for push in self.kept.all() if push["token"] == token]


@pytest.fixture
async def smtp() -> AsyncIterator[MailServer]:
    """A mail server that takes everything."""
    async with mail_server() as mails:
        yield mails


@asynccontextmanager
async def push_service(folder: Path) -> AsyncIterator[Push]:
    """A running stand-in for FCM."""
    runner = web.AppRunner(web.Application())
    probe = await asyncio.get_running_loop().create_server(asyncio.Protocol, HOST, 0)
    port = probe.sockets[0].getsockname()[1]
    probe.close()
    url = f"http://{HOST}:{port}"
    account, kept = write_account(folder / "account.json", url), Kept(folder / "pushes")
    firebase = Firebase(account, kept)
    runner = web.AppRunner(create_app(firebase))
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    try:
        yield Push(firebase, kept, url, account)
    finally:
        await runner.cleanup()


@pytest.fixture
async def push(tmp_path: Path) -> AsyncIterator[Push]:
    """A stand-in for FCM that takes everything."""
    async with push_service(tmp_path) as push:
        yield push


@pytest.fixture
async def notifier(
    mongo_url: str, smtp: MailServer, push: Push, tmp_path: Path
) -> AsyncIterator[Notifier]:
    """The notifier, which does nothing by itself: a test makes its steps."""
    mongo = Mongo(mongo_url)
    links_key, _ = Secrets(tmp_path / "secrets.json").key_pair("links")
    pusher = Pusher(push.account, push.url)
    notifier = Notifier(
        mongo=mongo,
        repository=Repository(mongo),
        outbox=Outbox(mongo, Publisher()),
        mails=Mailer(Server(HOST, smtp.port, "none", SENDER), send_seconds=1.0),
        pushes=pusher,
        links=FileLinks(links_key, PUBLIC_URL),
        public_url=PUBLIC_URL,
        patience=BRIEF,
        allowance=PLENTY,
        lease_seconds=LEASE_SECONDS,
    )
    async with running(mongo, notifier.outbox, notifier.repository, pusher):
        yield notifier


@pytest.fixture
async def scene(notifier: Notifier) -> AsyncIterator[Scene]:
    """A workspace with Ann and Ben, of which the notifier has been told."""
    inbox = Inbox(notifier.mongo)
    async with running(inbox):
        scene = Scene(notifier, inbox)
        await scene.hear(scene.roster("Ann", "Ben"))
        yield scene
