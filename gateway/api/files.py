"""Files by a link that was mailed: good for one file, for a while, and for whoever has it.

The notifier signs such a link; the gateway can tell that it did, and asks the chat service as the
conversation's customer.
"""

import jwt
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import HTTPConnection
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from gateway.api import access
from gateway.api.forwarding import JSON
from gateway.api.proxy import Proxy
from gateway.identity.domain import PlanRequired
from shared import refusals
from shared.contracts.values import Id
from shared.contracts.workspaces import PLAN_NEEDED
from shared.identity import ALGORITHM, IdentitySigner, Principal

AUDIENCE = "parley-file"
ATTACHMENT = "/widget/v1/conversation/attachments/{attachment_id}"
READER = "mailed-link"


class FileLink(BaseModel):
    """What stands in a link's token."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    workspace_id: Id
    conversation_id: Id
    attachment_id: Id


class FileLinks:
    """Verifies links with the public half of the notifier's key."""

    def __init__(self, public_key_pem: str) -> None:
        self._key = jwt.get_algorithm_by_name(ALGORITHM).prepare_key(public_key_pem)

    def verify(self, token: str) -> FileLink:
        """Raises ``NotFound`` for a token that is forged, expired or meant for something else."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["aud", "exp"]},
            )
            return FileLink.model_validate(claims)
        except (jwt.InvalidTokenError, ValidationError):
            raise refusals.NotFound("This link is not valid, or not any more.") from None


class Download:
    """``GET /files/{token}``: the file as a download, never shown in place."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        links: FileLinks = connection.app.state.file_links
        link = links.verify(connection.path_params["token"])
        workspace = await access.identity_of(connection).directory.workspace(link.workspace_id)
        if not workspace.is_entitled:
            raise PlanRequired(plan=workspace.plan, plan_needed=PLAN_NEEDED)
        path = ATTACHMENT.format(attachment_id=link.attachment_id)
        inside = {**scope, "path": path, "query_string": b""}
        proxy: Proxy = connection.app.state.services["chat"]
        await proxy.forward(inside, receive, _as_download(send), _identity(connection, link), JSON)


def _identity(connection: HTTPConnection, link: FileLink) -> str:
    signer: IdentitySigner = connection.app.state.signer
    return signer.sign(
        Principal(
            kind="customer",
            id=READER,
            workspace_id=link.workspace_id,
            name="",
            conversation_id=link.conversation_id,
        )
    )


def _as_download(send: Send) -> Send:
    """Nothing that came by mail is opened on our origin, and no cache keeps it."""

    async def attached(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(n, v) for n, v in message["headers"] if n != b"cache-control"]
            message["headers"] = [
                (n, _attachment(v) if n == _DISPOSITION else v) for n, v in headers
            ]
        await send(message)

    return attached


_DISPOSITION = b"content-disposition"


def _attachment(disposition: bytes) -> bytes:
    _, semicolon, names = disposition.partition(b";")
    return b"attachment" + semicolon + names


router = APIRouter(
    routes=[Route("/files/{token}", Download(), methods=["GET"], include_in_schema=False)]
)
