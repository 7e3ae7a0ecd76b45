"""Mails, whatever the server says, and however the line behaves."""

import asyncio
import ssl
import time
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from services.notifier.domain.outcomes import MayPass, Sent, WontPass
from services.notifier.letters import Letter
from services.notifier.mail import Mailer
from services.notifier.mail import MailServer as Server
from tests.integration.notifier.conftest import SENDER
from tests.integration.notifier.scene import Scene
from tests.integration.notifier.smtp import (
    DROP,
    HANG,
    HOST,
    PASSWORD,
    USER,
    MailServer,
    certificate,
    mail_server,
)

LETTER = Letter("Hello", "text", "<p>html</p>")
ANN = "ann@acme.example"


def plain(mails: MailServer) -> Server:
    return Server(HOST, mails.port, "none", SENDER)


@pytest.mark.parametrize("tls", ["tls", "starttls"])
async def test_over_tls_with_a_password_it_is_taken(
    tls: Literal["tls", "starttls"], tmp_path: Path
) -> None:
    context, trusted = certificate(tmp_path)
    async with mail_server(tls=context, starttls=tls == "starttls") as mails:
        server = Server(HOST, mails.port, tls, SENDER, USER, PASSWORD, trusted)
        assert await Mailer(server).send(LETTER, ANN, "d1") == Sent()
        assert mails.ids(ANN) == ["<d1@parley.example>"]
        wrong = Mailer(replace(server, password="wrong"))
        refused = await wrong.send(LETTER, ANN, "d2")
        assert refused == MayPass("The mail server does not let us in (535).")
        assert mails.ids(ANN) == ["<d1@parley.example>"]


async def test_a_server_that_nobody_vouches_for_gets_no_mail_and_no_password(
    tmp_path: Path,
) -> None:
    context, _ = certificate(tmp_path)
    async with mail_server(tls=context) as mails:
        server = Server(HOST, mails.port, "tls", SENDER, USER, PASSWORD)
        assert isinstance(await Mailer(server).send(LETTER, ANN, "d1"), MayPass)
        assert (mails.users, dict(mails.took)) == ([], {})


async def test_without_starttls_no_mail_is_sent_where_it_is_wanted(smtp: MailServer) -> None:
    server = replace(plain(smtp), tls="starttls")
    assert isinstance(await Mailer(server).send(LETTER, ANN, "d1"), MayPass)
    assert dict(smtp.took) == {}


async def test_a_hanging_server_costs_no_more_than_the_deadline(smtp: MailServer) -> None:
    smtp.says[ANN] = [HANG]
    began = time.monotonic()
    outcome = await Mailer(plain(smtp), send_seconds=0.5).send(LETTER, ANN, "d1")
    assert isinstance(outcome, MayPass)
    assert time.monotonic() - began < 2


async def test_where_nobody_listens_it_may_pass() -> None:
    outcome = await Mailer(Server(HOST, 1, "none", SENDER)).send(LETTER, ANN, "d1")
    assert isinstance(outcome, MayPass)


async def test_what_is_no_address_is_given_up(smtp: MailServer) -> None:
    assert isinstance(await Mailer(plain(smtp)).send(LETTER, "a@b\r\nDATA", "d1"), WontPass)


async def test_a_recipient_who_is_refused_fails_and_nobody_elses_mail_does(
    scene: Scene, smtp: MailServer
) -> None:
    smtp.says[scene.email("Ann")] = ["550 No such user"]
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    mailed = {one.agent.name: one for one in await scene.told("c1") if one.agent}
    by_mail = [one for one in await scene.told("c1") if one.channel == "email"]
    assert {one.state for one in by_mail} == {"sent", "failed"}
    [failed] = [one for one in by_mail if one.state == "failed"]
    assert (failed.attempts, failed.reason) == (1, "The mail server refused it (550).")
    assert failed.agent is not None
    assert failed.agent.name == "Ann"
    assert len(mailed) == 2
    assert (await scene.said())["notification.failed"] == 1


async def test_who_says_later_gets_it_later(scene: Scene, smtp: MailServer) -> None:
    smtp.says[scene.email("Ann")] = ["451 Later", "421 Busy"]
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    [ann] = [
        one
        for one in await scene.told("c1")
        if one.agent and (one.agent.name, one.channel) == ("Ann", "email")
    ]
    assert (ann.state, ann.attempts, ann.reason) == ("sent", 3, None)
    assert len(smtp.took[scene.email("Ann")]) == 1


async def test_a_line_dropped_after_data_costs_one_extra_with_the_same_id(
    scene: Scene, smtp: MailServer
) -> None:
    smtp.says[scene.email("Ann")] = [DROP]
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    first, second = smtp.ids(scene.email("Ann"))
    assert first == second
    assert len(smtp.took[scene.email("Ben")]) == 1


async def test_everything_arrives_after_the_mail_server_was_down(scene: Scene) -> None:
    async with mail_server() as gone:
        port = gone.port
    down = scene.with_(mails=Mailer(Server(HOST, port, "none", SENDER), send_seconds=1.0))
    ids = [f"c{number}" for number in range(10)]
    await down.hear(*map(down.started, ids))
    for _ in range(5):
        await asyncio.wait_for(down.step(), 5)
    assert {one.state for one in await down.told("c1")} == {"pending", "skipped"}
    async with mail_server(port=port) as back:
        await down.settle(*ids)
        assert set(back.chats(scene.email("Ann"))) == set(ids)
        assert set(back.chats(scene.email("Ann")).values()) == {1}


def test_tls_trusts_whom_the_system_trusts_by_default() -> None:
    context = Server(HOST, 25, "tls", SENDER).tls_context()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
