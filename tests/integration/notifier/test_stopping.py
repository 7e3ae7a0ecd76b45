"""A notifier that is asked to end ends what it is sending, so that nobody sends it again."""

import asyncio

from services.notifier import main
from services.notifier.use_cases import alerts
from tests.integration.notifier.scene import Scene
from tests.integration.notifier.smtp import LATE, MailServer


async def test_what_is_being_sent_when_it_stops_is_sent_once_and_known_to_be(
    scene: Scene, smtp: MailServer
) -> None:
    smtp.says[scene.email("Ann")] = [LATE]
    await scene.hear(scene.started("c1"))
    await alerts.tell_and_gather(scene.notifier)
    mails, _ = main.couriers(scene.notifier)
    await mails.start()
    await smtp.is_hanging.wait()

    stopping = asyncio.create_task(mails.stop())
    asyncio.get_running_loop().call_soon(smtp.may_say_yes.set)
    await stopping

    assert len(smtp.ids(scene.email("Ann"))) == 1
    assert (await scene.states("c1"))["email", "sent"] == 2
