"""Production starts with secrets of its own, or not at all."""

import pytest
from pydantic import ValidationError

from deploy.local.services import SERVICES
from deploy.setup import secrets
from gateway.settings import GatewaySettings
from services.notifier.settings import NotifierSettings
from shared.settings import ServiceSettings

STRONG = "5f0c1b7d9a3e4f628b7c"
MONGO = f"mongodb://chat:{STRONG}@db/chat"
AMQP = f"amqp://chat:{STRONG}@broker/"
KEY = "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----\n"


def service(environment: str = "production", **given: str) -> ServiceSettings:
    settings = {"mongo_url": MONGO, "amqp_url": AMQP, "identity_public_key": KEY} | given
    return ServiceSettings.model_validate({"environment": environment, **settings})


def test_it_starts_with_secrets_of_its_own() -> None:
    assert service().environment == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mongo_url", "mongodb://db/chat"),
        ("mongo_url", "mongodb://chat:short@db/chat"),
        ("mongo_url", f"mongodb://chat:demo-{STRONG}@db/chat"),
        ("amqp_url", "amqp://guest:guest@broker/"),
        ("amqp_url", f"amqp://chat:changeme{STRONG}@broker/"),
        ("identity_public_key", ""),
        ("identity_public_key", f"Of a demo.\n{KEY}"),
    ],
)
def test_it_refuses_what_a_demo_or_anybody_has_and_says_which(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=f"PARLEY_{name.upper()}") as refusal:
        service(**{name: value})
    assert STRONG not in str(refusal.value)
    assert service("local", **{name: value}).environment == "local"


def test_it_refuses_a_missing_one_and_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARLEY_MONGO_URL", raising=False)
    with pytest.raises(ValidationError, match="mongo_url"):
        ServiceSettings.model_validate({"amqp_url": AMQP, "identity_public_key": KEY})


PLAIN = {
    "public_url": "https://chat.example",
    **{f"{name}_url": "http://x" for name in SERVICES},
}
MAIL = {"public_url": "https://chat.example", "smtp_host": "mail", "mail_from": "a@b.example"}


def made(name: str, *, is_demo: bool) -> dict[str, str]:
    secret = secrets.made("db", "broker", is_demo=is_demo)[name]
    return {key.removeprefix("PARLEY_").lower(): value for key, value in secret.items()}


def test_the_secrets_of_a_new_installation_are_good_and_those_of_a_demo_are_not() -> None:
    is_in = {"environment": "production"}
    ServiceSettings.model_validate(is_in | made("chat", is_demo=False))
    NotifierSettings.model_validate(is_in | MAIL | made("notifier", is_demo=False))
    known = {key: value for key, value in PLAIN.items() if key in GatewaySettings.model_fields}
    GatewaySettings.model_validate(is_in | known | made("gateway", is_demo=False))
    with pytest.raises(ValidationError, match="MONGO_URL, PARLEY_AMQP_URL, PARLEY_IDENTITY"):
        ServiceSettings.model_validate(is_in | made("chat", is_demo=True))


def test_every_member_of_a_replica_set_is_in_the_url_of_each_process() -> None:
    of = secrets.made("a.example,b.example", "broker", is_demo=False)
    both = "@a.example:27017,b.example:27017/"
    assert both in of["chat"]["PARLEY_MONGO_URL"]
    assert both in of["setup"]["PARLEY_SETUP_MONGO_URL"]
