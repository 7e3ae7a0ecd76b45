"""Every route of the gateway, whom it lets in, and what it answers: the other half of the oracle.

What stands in braces is a kind of thing (``things.py``): filled with one's own it is answered with
``answer``, filled with anybody else's as with one that nobody has, ``unknown``. A route that is
missing here fails ``test_coverage.py``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.images import png
from tests.isolation.standings import EVERYBODY, LOST, WHO

NEW: Final = "{new}"
"""Another value in every call: a ``client_id``, a name."""

GIVEN: Final = {"new", "hook"}
"""What is no thing of anybody's: a new value, and the address that a workspace's webhooks go to."""

UPLOAD: Final = (
    b"--cut\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\na\r\n--cut--"
)

_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Body:
    """One that is no JSON."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class Row:
    """One route. ``answer`` is a status, or a problem where nobody gets anything.

    ``unknown`` says how a kind of thing is answered that is not there. What a call ``spends`` is
    made for it anew.
    """

    route: str
    door: str
    answer: int | str = 200
    body: Mapping[str, Any] | Body | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, int | str] = field(default_factory=dict)
    spends: bool = False

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.route.partition(" ")[2]

    @property
    def shape(self) -> str:
        """The route, whatever its parameters are called."""
        return _PLACE.sub("{}", self.route)

    @property
    def kinds(self) -> list[str]:
        """The kinds of things that it names anywhere, in order."""
        texts = [self.path, *self.query.values(), *_texts(self.body)]
        found = [kind for text in texts for kind in _PLACE.findall(text)]
        return [kind for kind in dict.fromkeys(found) if kind not in GIVEN]

    def answer_to_unknown(self, kind: str) -> int | str:
        """A status or a problem."""
        return self.unknown.get(kind, LOST)


def filled(value: Any, things: Mapping[str, str]) -> Any:
    """``value`` with things in place of their kinds, however deep."""
    if isinstance(value, str):
        return _PLACE.sub(lambda place: things[place[1]], value)
    if isinstance(value, Mapping):
        return {name: filled(inner, things) for name, inner in value.items()}
    return [filled(inner, things) for inner in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


_HOOK = "/api/v1/webhooks/{webhook}"
_THREAD = "/api/v1/conversations/{conversation}"
_OWN = "/widget/v1/conversation"
_MESSAGE = {"client_id": NEW, "text": "Hello", "attachment_ids": ["{upload}"]}
_REPLY = _MESSAGE | {"last_seen_seq": 1, "send_anyway": True}
_START = {"client_id": "{client_id}", "name": "Mia", "email": "mia@shop.example", "text": "Hello"}
_TRANSCRIPT = {"email": "mia@shop.example", "time_zone": "UTC"}
_TICKET = {"subject": "A vase", "company_id": "{company}"}
_WIDGET = {"color": "#123456", "greeting": "Hello", "allowed_origins": []}
_WORKSPACE = {"widget": _WIDGET}
_SETTINGS = {"email": False, "mobile": False, "sound": False}
_PICTURE = Body(png(), "image/png")
_FILE = Body(UPLOAD, "multipart/form-data; boundary=cut")
_NEW_HOOK = {
    "client_id": "{client_id}",
    "url": "{hook}",
    "description": "Closed ones",
    "event_types": ["conversation.closed.v1"],
}
_CHANGED_HOOK = {"description": "Still there", "event_types": [], "is_enabled": True}
_NO_FILE = {"upload": "unknown-attachment"}
_EMPTY = {"word": 200}
_NEW = {"client_id": 201}

ROWS: Final = (
    # Whoever asks.
    Row("GET /healthz", EVERYBODY),
    Row("GET /livez", EVERYBODY),
    Row("GET /readyz", EVERYBODY),
    Row("GET /openapi.json", EVERYBODY),
    Row("GET /events", EVERYBODY),
    Row("GET /events/page.css", EVERYBODY),
    Row("GET /events/asyncapi.json", EVERYBODY),
    Row("GET /events/schemas/{schema}", EVERYBODY),
    Row("GET /assets/{asset}", EVERYBODY, LOST),
    Row("GET /{page}", EVERYBODY, unknown={"page": 200}),
    Row("GET /avatars/{agent}", EVERYBODY),
    Row("GET /widget/{key}.js", EVERYBODY),
    Row("GET /widget/{key}/frame", EVERYBODY),
    Row("GET /widget/v1/{key}/config", EVERYBODY),
    Row("POST /widget/v1/{key}/conversations", "starting", 201, _START, unknown=_NEW),
    Row("GET /files/{link}", "file"),
    # Who one is.
    Row("POST /api/v1/session", EVERYBODY, WHO, {"email": NEW, "password": "wrong"}),
    Row("GET /api/v1/session", "agents"),
    Row("DELETE /api/v1/session", "agents", 204, spends=True),
    Row("GET /api/v1/tokens", "agents"),
    Row("POST /api/v1/tokens", "agents", 201, {"name": NEW}),
    Row("DELETE /api/v1/tokens/{api_token}", "agents", 204, spends=True),
    Row("PUT /api/v1/agents/me/availability", "agents", body={"availability": "online"}),
    Row("PUT /api/v1/agents/me/picture", "agents", body=_PICTURE),
    Row("DELETE /api/v1/agents/me/picture", "agents"),
    Row("GET /api/v1/agents", "agents"),
    Row("GET /api/v1/workspace", "admins"),
    Row("PATCH /api/v1/workspace", "admins", body=_WORKSPACE),
    # Agents and conversations.
    Row("GET /api/v1/stream", "agents' stream", 101),
    Row("GET /api/v1/conversations", "chatting", query={"q": "{word}"}, unknown=_EMPTY),
    Row("GET /api/v1/conversations/counts", "chatting"),
    Row(f"GET {_THREAD}", "chatting"),
    Row(f"DELETE {_THREAD}", "chatting", 204, spends=True),
    Row(f"GET {_THREAD}/messages", "chatting", query={"after_seq": "0"}),
    Row(f"POST {_THREAD}/messages", "chatting", 201, _REPLY, unknown=_NO_FILE, spends=True),
    Row(f"POST {_THREAD}/attachments", "chatting", 201, _FILE),
    Row(f"GET {_THREAD}/attachments/{{file}}", "chatting"),
    Row(f"POST {_THREAD}/read", "chatting", body={"seq": 1}),
    Row(f"POST {_THREAD}/close", "chatting", spends=True),
    Row(f"POST {_THREAD}/transcript", "chatting", 202, _TRANSCRIPT, spends=True),
    Row(f"GET {_THREAD}/notifications", "chatting"),
    Row(
        "POST /api/v1/conversations/{closed}/ticket",
        "chatting",
        202,
        _TICKET,
        unknown={"company": 202},
        spends=True,
    ),
    Row("GET /api/v1/presence", "chatting"),
    Row("GET /api/v1/presence/{place}", "chatting", unknown={"place": 200}),
    Row("GET /api/v1/trash", "chatting", query={"q": "{word}"}, unknown=_EMPTY),
    Row("POST /api/v1/trash/{trashed}/restore", "chatting", 202, spends=True),
    Row("DELETE /api/v1/trash/{trashed}", "chatting admins", 202, spends=True),
    # Agents and tickets.
    Row("GET /api/v1/companies", "agents", query={"q": "{word}"}, unknown=_EMPTY),
    Row("POST /api/v1/companies", "agents", 201, {"name": NEW, "domain": "shop.example"}),
    Row("DELETE /api/v1/companies/{unused_company}", "agents", 204, spends=True),
    Row(
        "GET /api/v1/tickets",
        "agents",
        query={"company_id": "{company}", "q": "{word}"},
        unknown={"company": 200, "word": 200},
    ),
    Row("GET /api/v1/tickets/{ticket}", "agents"),
    Row(
        "PATCH /api/v1/tickets/{ticket}",
        "agents",
        body={"status": "open", "company_id": "{company}"},
        unknown={"company": "unknown-company"},
    ),
    Row("GET /api/v1/tickets/{ticket}/messages", "agents"),
    Row("GET /api/v1/tickets/{ticket}/attachments/{ticket_file}", "agents"),
    # Agents and how they are told.
    Row("GET /api/v1/notification-settings", "chatting"),
    Row("PUT /api/v1/notification-settings", "chatting", body=_SETTINGS),
    Row("POST /api/v1/notification-settings/test", "chatting", body={"channel": "email"}),
    Row("GET /api/v1/devices", "chatting"),
    Row("POST /api/v1/devices", "chatting", 201, {"token": "device-{new}", "name": "Phone"}),
    Row("DELETE /api/v1/devices/{device}", "chatting", 204, spends=True),
    # Admins and other teams' endpoints.
    Row("GET /api/v1/webhooks", "admins"),
    Row("POST /api/v1/webhooks", "admins", 201, _NEW_HOOK, unknown=_NEW),
    Row(f"GET {_HOOK}", "admins"),
    Row(f"PATCH {_HOOK}", "admins", body=_CHANGED_HOOK),
    Row(f"DELETE {_HOOK}", "admins", 204, spends=True),
    Row(f"POST {_HOOK}/secret", "admins"),
    Row(f"POST {_HOOK}/test", "admins", 202),
    Row(f"POST {_HOOK}/redeliver", "admins", 202, {"since": "2026-01-01T00:00:00Z"}),
    Row(f"GET {_HOOK}/deliveries", "admins", query={"state": "delivered"}),
    Row(f"GET {_HOOK}/deliveries/{{delivery}}", "admins"),
    Row(f"POST {_HOOK}/deliveries/{{delivery}}/redeliver", "admins", 202),
    # Customers and their conversation.
    Row("GET /widget/v1/stream", "customers' stream", 101),
    Row("GET /widget/v1/events", "customers' stream"),
    Row(f"GET {_OWN}", "customers"),
    Row(f"GET {_OWN}/messages", "customers", query={"after_seq": "0"}),
    Row(f"POST {_OWN}/messages", "customers", 201, _MESSAGE, unknown=_NO_FILE, spends=True),
    Row(f"POST {_OWN}/attachments", "customers", 201, _FILE),
    Row(f"GET {_OWN}/attachments/{{file}}", "customers"),
    Row(f"POST {_OWN}/read", "customers", body={"seq": 1}),
    Row(f"POST {_OWN}/close", "customers", spends=True),
    Row(f"POST {_OWN}/transcript", "customers", 202, _TRANSCRIPT, spends=True),
)
