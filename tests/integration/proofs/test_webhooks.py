"""Webhooks: without its mechanism another team never hears of an event, and the checker says so."""

import pytest

from shared.patience import IMPATIENT
from tests.eventually import eventually
from tests.integration.webhooks.conftest import Desk, desk, receiver, webhooks
from tests.integration.webhooks.receiver import Receiver
from tests.resilience.soak import teams
from tests.resilience.soak.checkers import CHECKERS
from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored

__all__ = ["desk", "receiver", "webhooks"]

TEAM = "Acme"
SUBJECT, SEQUENCE = "c1", 1


@pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])
async def test_without_retries_what_an_endpoint_refused_once_never_arrives(
    desk: Desk, receiver: Receiver, *, is_on: bool
) -> None:
    desk = desk if is_on else desk.with_(patience=IMPATIENT)
    path = teams.path_of(TEAM)
    endpoint = await desk.endpoint(path)
    receiver.answer(path, 503)
    await desk.happens(subject=SUBJECT)
    await desk.send()
    receiver.answer(path, 204)

    async def is_settled() -> bool:
        await desk.send()
        return not await desk.log(endpoint, state="pending")

    await eventually(is_settled)
    record = Record()
    teams.look(receiver, TEAM, record)
    offered = Stored(offered={SUBJECT: frozenset({SEQUENCE})})
    assert bool(list(CHECKERS["webhooks"](record, offered))) is not is_on
