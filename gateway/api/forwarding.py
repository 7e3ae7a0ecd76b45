"""The table of routes that the gateway forwards, and how one is: who calls, may they, pass on.

A service serves the very same path. It never sees a cookie or a token of the caller, only the
identity that is signed here for this call.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import HTTPConnection
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from gateway.api import access
from gateway.api.passing import Limit
from gateway.api.proxy import Proxy
from gateway.identity.domain import LiveChatOff, PlanRequired, SignedIn, Visitor
from shared import refusals
from shared.contracts.values import FILE_LIMIT_BYTES
from shared.identity import IdentitySigner, Principal

JSON = Limit(64 * 1024)
UPLOAD = Limit(FILE_LIMIT_BYTES, envelope_bytes=64 * 1024)

Caller = Callable[[HTTPConnection], Awaitable[Principal]]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DEVICE_TOKEN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._:-]{7,511}")


def agent_principal(who: SignedIn) -> Principal:
    """An agent as services know them."""
    return Principal(
        kind="agent",
        id=who.agent.id,
        workspace_id=who.workspace.id,
        name=who.agent.name,
        avatar_url=who.agent.avatar_url,
        role=who.agent.role,
    )


def visitor_principal(visitor: Visitor) -> Principal:
    """A customer with a conversation as services know them."""
    return Principal(
        kind="customer",
        id=visitor.customer_id,
        workspace_id=visitor.workspace_id,
        name=visitor.name,
        conversation_id=visitor.conversation_id,
    )


async def _agent(connection: HTTPConnection) -> Principal:
    return agent_principal(await access.signed_in(connection))


async def _admin(connection: HTTPConnection) -> Principal:
    return agent_principal(await access.admin(connection))


async def _chatting_agent(connection: HTTPConnection) -> Principal:
    return agent_principal(await access.chatting_agent(connection))


async def _chatting_visitor(connection: HTTPConnection) -> Principal:
    return visitor_principal(await access.chatting_visitor(connection))


_REFUSES: Mapping[Caller, Sequence[type[refusals.Refusal]]] = {
    _agent: (),
    _admin: (refusals.Forbidden,),
    _chatting_agent: (PlanRequired, LiveChatOff),
    _chatting_visitor: (PlanRequired, LiveChatOff),
}


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One route: ``service`` answers it for whoever ``caller`` lets pass. What stands in its path
    has the form ``named``.
    """

    method: str
    path: str
    service: str
    caller: Caller
    limit: Limit = JSON
    named: re.Pattern[str] = _ID

    @property
    def refuses(self) -> Sequence[type[refusals.Refusal]]:
        """What somebody known may be refused with, before the service is asked."""
        return _REFUSES[self.caller]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self  # by which requests are measured, as they are by FastAPI's own
        connection = HTTPConnection(scope)
        if not all(map(self.named.fullmatch, connection.path_params.values())):
            raise refusals.NotFound
        signer: IdentitySigner = connection.app.state.signer
        identity = signer.sign(await self.caller(connection))
        proxy: Proxy = connection.app.state.services[self.service]
        await proxy.forward(scope, receive, send, identity, self.limit)


_THREAD = "/api/v1/conversations/{conversation_id}"
_OWN_THREAD = "/widget/v1/conversation"
_TICKET = "/api/v1/tickets/{ticket_id}"
_SETTINGS = "/api/v1/notification-settings"
_TRASHED = "/api/v1/trash/{conversation_id}"
_DEVICE = "/api/v1/devices/{token}"
_WEBHOOKS = "/api/v1/webhooks"
_WEBHOOK = "/api/v1/webhooks/{endpoint_id}"
_WEBHOOK_DELIVERY = f"{_WEBHOOK}/deliveries/{{delivery_id}}"

TABLE = (
    Forwarded("GET", "/api/v1/conversations", "chat", _chatting_agent),
    Forwarded("GET", "/api/v1/conversations/counts", "chat", _chatting_agent),
    Forwarded("GET", _THREAD, "chat", _chatting_agent),
    Forwarded("DELETE", _THREAD, "chat", _chatting_agent),
    Forwarded("GET", f"{_THREAD}/messages", "chat", _chatting_agent),
    Forwarded("POST", f"{_THREAD}/messages", "chat", _chatting_agent),
    Forwarded("POST", f"{_THREAD}/attachments", "chat", _chatting_agent, UPLOAD),
    Forwarded("GET", f"{_THREAD}/attachments/{{attachment_id}}", "chat", _chatting_agent),
    Forwarded("POST", f"{_THREAD}/read", "chat", _chatting_agent),
    Forwarded("POST", f"{_THREAD}/close", "chat", _chatting_agent),
    Forwarded("POST", f"{_THREAD}/ticket", "chat", _chatting_agent),
    # Companies and tickets are there on every plan.
    Forwarded("GET", "/api/v1/companies", "tickets", _agent),
    Forwarded("POST", "/api/v1/companies", "tickets", _agent),
    Forwarded("DELETE", "/api/v1/companies/{company_id}", "tickets", _agent),
    Forwarded("GET", "/api/v1/tickets", "tickets", _agent),
    Forwarded("GET", _TICKET, "tickets", _agent),
    Forwarded("PATCH", _TICKET, "tickets", _agent),
    Forwarded("GET", f"{_TICKET}/messages", "tickets", _agent),
    Forwarded("GET", f"{_TICKET}/attachments/{{attachment_id}}", "chat", _agent),
    Forwarded("GET", "/api/v1/presence", "presence", _chatting_agent),
    Forwarded("GET", "/api/v1/presence/{conversation_id}", "presence", _chatting_agent),
    Forwarded("GET", "/api/v1/trash", "trash", _chatting_agent),
    Forwarded("DELETE", _TRASHED, "trash", _chatting_agent),
    Forwarded("POST", f"{_TRASHED}/restore", "trash", _chatting_agent),
    Forwarded("GET", _OWN_THREAD, "chat", _chatting_visitor),
    Forwarded("GET", f"{_OWN_THREAD}/messages", "chat", _chatting_visitor),
    Forwarded("POST", f"{_OWN_THREAD}/messages", "chat", _chatting_visitor),
    Forwarded("POST", f"{_OWN_THREAD}/attachments", "chat", _chatting_visitor, UPLOAD),
    Forwarded("GET", f"{_OWN_THREAD}/attachments/{{attachment_id}}", "chat", _chatting_visitor),
    Forwarded("POST", f"{_OWN_THREAD}/read", "chat", _chatting_visitor),
    Forwarded("POST", f"{_OWN_THREAD}/close", "chat", _chatting_visitor),
    Forwarded("POST", f"{_THREAD}/transcript", "chat", _chatting_agent),
    Forwarded("POST", f"{_OWN_THREAD}/transcript", "chat", _chatting_visitor),
    Forwarded("GET", f"{_THREAD}/notifications", "notifier", _chatting_agent),
    Forwarded("GET", _SETTINGS, "notifier", _chatting_agent),
    Forwarded("PUT", _SETTINGS, "notifier", _chatting_agent),
    Forwarded("POST", f"{_SETTINGS}/test", "notifier", _chatting_agent),
    Forwarded("GET", "/api/v1/devices", "notifier", _chatting_agent),
    Forwarded("POST", "/api/v1/devices", "notifier", _chatting_agent),
    Forwarded("DELETE", _DEVICE, "notifier", _chatting_agent, named=_DEVICE_TOKEN),
    # Of tickets there is something to be told on every plan.
    Forwarded("GET", _WEBHOOKS, "webhooks", _admin),
    Forwarded("POST", _WEBHOOKS, "webhooks", _admin),
    Forwarded("GET", _WEBHOOK, "webhooks", _admin),
    Forwarded("PATCH", _WEBHOOK, "webhooks", _admin),
    Forwarded("DELETE", _WEBHOOK, "webhooks", _admin),
    Forwarded("POST", f"{_WEBHOOK}/secret", "webhooks", _admin),
    Forwarded("POST", f"{_WEBHOOK}/test", "webhooks", _admin),
    Forwarded("POST", f"{_WEBHOOK}/redeliver", "webhooks", _admin),
    Forwarded("GET", f"{_WEBHOOK}/deliveries", "webhooks", _admin),
    Forwarded("GET", _WEBHOOK_DELIVERY, "webhooks", _admin),
    Forwarded("POST", f"{_WEBHOOK_DELIVERY}/redeliver", "webhooks", _admin),
)

router = APIRouter(
    routes=[
        Route(
            entry.path,
            entry,
            methods=[entry.method],
            name=f"{entry.method} {entry.path}",
            include_in_schema=False,
        )
        for entry in TABLE
    ]
)
