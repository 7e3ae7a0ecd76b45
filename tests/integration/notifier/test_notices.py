"""Admins are told of endpoints that were disabled, whatever alerts they want."""

from email.message import EmailMessage
from typing import Any, Literal

from services.notifier.domain.people import Preferences
from services.notifier.use_cases import notices, settings
from shared.contracts.events import Event
from shared.contracts.webhook_events import WebhookDisabled
from tests.integration.notifier.conftest import PUBLIC_URL
from tests.integration.notifier.scene import NOW, Scene
from tests.integration.notifier.smtp import MailServer

REASON = "Every attempt since 2026-02-26 12:00 UTC failed, the last with: It answered 500."


def disabled(scene: Scene) -> Event[Any]:
    fact = WebhookDisabled(
        endpoint_id="e1",
        address="https://hooks.example.com",
        description="Billing <b>",
        reason=REASON,
        failing_since=NOW,
        disabled_at=NOW,
    )
    return scene.event(fact, "e1")


def body_of(mail: EmailMessage, kind: Literal["plain", "html"]) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


async def test_the_admins_are_mailed_when_an_endpoint_is_disabled(
    scene: Scene, smtp: MailServer
) -> None:
    await scene.hear(scene.roster("Ann", "Ben", "Cleo", sequence=2, admins=("Ann", "Cleo")))
    nothing = Preferences(email=False, mobile=False, sound=False)
    await settings.choose(scene.notifier, scene.agent("Ann"), nothing)
    event = disabled(scene)
    await scene.hear(event, event)
    for _ in range(2):
        await notices.tell(scene.notifier)
        await scene.step()
    assert [len(smtp.ids(scene.email(name))) for name in ("Ann", "Ben", "Cleo")] == [1, 0, 1]
    (mail,) = smtp.took[scene.email("Ann")]
    text, html = body_of(mail, "plain"), body_of(mail, "html")
    assert "https://hooks.example.com" in text
    assert REASON in text
    assert f"{PUBLIC_URL}/settings/webhooks" in text
    assert "Billing &lt;b&gt;" in html


async def test_where_the_admins_are_not_known_they_are_asked_for_first(
    scene: Scene, smtp: MailServer
) -> None:
    rosters = scene.notifier.mongo.collection("rosters")
    # As it was kept before anybody's role was.
    await rosters.update_one({"_id": scene.workspace_id}, {"$unset": {"agents.$[].role": ""}})
    await scene.hear(disabled(scene))
    await notices.tell(scene.notifier)
    assert (await scene.said())["roster.requested"] == 1
    await scene.hear(scene.roster("Ann", admins=("Ann",)))
    await notices.tell(scene.notifier)
    await scene.step()
    assert len(smtp.ids(scene.email("Ann"))) == 1
