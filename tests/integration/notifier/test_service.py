"""The service as it runs: events from the broker, routes for agents."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.local.secrets import Secrets
from services.notifier import main
from services.notifier.settings import NotifierSettings
from shared.bus.connection import Bus
from shared.contracts import events
from shared.contracts.events import Event
from shared.identity import HEADER, IdentitySigner
from tests.eventually import eventually
from tests.integration.notifier.conftest import PUBLIC_URL, SENDER, Push
from tests.integration.notifier.scene import Scene
from tests.integration.notifier.smtp import HOST, MailServer


@dataclass(frozen=True)
class Service:
    """A running notifier, and a workspace that it has been told of."""

    http: httpx.AsyncClient
    signer: IdentitySigner
    bus: Bus
    scene: Scene

    async def call(
        self, method: str, path: str, body: object = None, name: str = "Ann"
    ) -> httpx.Response:
        headers = {HEADER: self.signer.sign(self.scene.agent(name))}
        return await self.http.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def say(self, event: Event[object], times: int = 1) -> None:  # type: ignore[type-var]  # any fact
        key = events.routing_key(event.type, event.workspaceid)
        for _ in range(times):
            await self.bus.publisher.publish(key, event.model_dump_json().encode(), event.id)


@pytest.fixture
async def service(
    mongo_url: str, amqp_url: str, smtp: MailServer, push: Push, tmp_path: Path
) -> AsyncIterator[Service]:
    secrets = Secrets(tmp_path / "secrets.json")
    private, public = secrets.key_pair("identity")
    settings = NotifierSettings(
        mongo_url=mongo_url,
        amqp_url=amqp_url,
        identity_public_key=public,
        public_url=PUBLIC_URL,
        links_private_key=secrets.key_pair("links")[0],
        smtp_host=HOST,
        smtp_port=smtp.port,
        smtp_tls="none",
        mail_from=SENDER,
        fcm_url=push.url,
        fcm_service_account=tmp_path / "account.json",
    )
    app = main.create(settings)
    bus = Bus(amqp_url, "tests")
    async with AsyncExitStack() as running:
        await running.enter_async_context(app.router.lifespan_context(app))
        await bus.start()
        running.push_async_callback(bus.stop)
        http = await running.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app, raise_app_exceptions=False),
                base_url="http://notifier",
            )
        )
        scene = Scene(app.state.notifier, None)  # type: ignore[arg-type]  # the service has its own
        yield Service(http, IdentitySigner(private), bus, scene)


async def test_an_event_that_is_delivered_four_times_tells_once(
    service: Service, smtp: MailServer, push: Push
) -> None:
    await service.call("POST", "/devices", {"token": "device-ann"})
    await service.say(service.scene.started("c1"), times=4)
    await service.say(service.scene.roster("Ann", "Ben"), times=4)

    async def is_settled() -> bool:
        answer = await service.call("GET", "/conversations/c1/notifications")
        items = answer.json().get("items", [])
        return bool(items) and all(item["state"] != "pending" for item in items)

    await eventually(is_settled)
    assert [len(smtp.took[service.scene.email(name)]) for name in ("Ann", "Ben")] == [1, 1]
    assert len(push.to("device-ann")) == 1
    items = (await service.call("GET", "/conversations/c1/notifications")).json()["items"]
    assert [(i["agent"]["name"], i["channel"], i["state"]) for i in items] == [
        ("Ann", "email", "sent"),
        ("Ann", "mobile", "sent"),
        ("Ben", "email", "sent"),
        ("Ben", "mobile", "skipped"),
    ]
    assert items[3]["reason"] == "No mobile device is registered."
    other = Scene(service.scene.notifier, service.scene.inbox)
    headers = {HEADER: service.signer.sign(other.agent("Eve"))}
    answer = await service.http.get("/api/v1/conversations/c1/notifications", headers=headers)
    assert answer.status_code == 404


async def test_everything_is_on_until_an_agent_says_otherwise(service: Service) -> None:
    path = "/notification-settings"
    everything = {"email": True, "mobile": True, "sound": True}
    assert (await service.call("GET", path)).json() == everything
    quiet = {"email": False, "mobile": True, "sound": False}
    assert (await service.call("PUT", path, quiet)).json() == quiet
    assert (await service.call("GET", path)).json() == quiet
    assert (await service.call("GET", path, name="Ben")).json() == everything
    assert (await service.call("PUT", path, {"email": False})).status_code == 422
    assert (await service.call("PUT", path, quiet | {"email": {"$ne": 1}})).status_code == 422


async def test_devices_are_registered_listed_and_removed_by_their_agent(service: Service) -> None:
    new = {"token": "device:ann_1", "name": "Phone"}
    for _ in range(2):
        assert (await service.call("POST", "/devices", new)).status_code == 201
    [device] = (await service.call("GET", "/devices")).json()["items"]
    assert (device["token"], device["name"]) == ("device:ann_1", "Phone")
    assert (await service.call("DELETE", "/devices/device:ann_1", name="Ben")).status_code == 404
    assert (await service.call("DELETE", "/devices/device:ann_1")).status_code == 204
    assert (await service.call("GET", "/devices")).json()["items"] == []
    for token in ("short", "../../etc", "x" * 600, {"$ne": 1}):
        assert (await service.call("POST", "/devices", {"token": token})).status_code == 422


async def test_a_test_says_at_once_what_came_of_it(service: Service, smtp: MailServer) -> None:
    path, by_mail = "/notification-settings/test", {"channel": "email"}
    assert (await service.call("POST", path, by_mail)).status_code == 503
    await service.say(service.scene.roster("Ann", "Ben"))

    async def is_known() -> bool:
        return (await service.call("POST", path, by_mail)).status_code == 200

    await eventually(is_known)
    assert smtp.took[service.scene.email("Ann")][0]["subject"].startswith("Test")
    smtp.says[service.scene.email("Ann")] = ["451 Later"]
    failed = (await service.call("POST", path, by_mail)).json()
    assert (failed["state"], failed["reason"]) == (
        "failed",
        "The mail server refused it for now (451).",
    )
    skipped = (await service.call("POST", path, {"channel": "mobile"})).json()
    assert (skipped["state"], skipped["reason"]) == ("skipped", "No mobile device is registered.")
