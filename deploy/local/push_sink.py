"""Stands in for Firebase Cloud Messaging: its real protocol (HTTP v1), and no device behind it.

``python -m deploy.local.push_sink``, with its settings in the environment. It writes the service
account that it lets in. ``GET /messages`` lists the pushes; ``PUT /answers/{token}`` with
``{"answer": "unregistered" | "invalid" | "quota" | "unavailable" | "expired", "times": 2,
"retry_after": "1"}`` makes it refuse those to ``token`` that often.

https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send
"""

import json
import os
import secrets
from collections import defaultdict
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from deploy.local import files
from deploy.local.kept import Kept
from deploy.local.ports import HOST

PROJECT = "parley-local"
AUDIENCE = "https://oauth2.googleapis.com/token"
"""What google-auth signs for, whatever the account's ``token_uri``."""
LIFETIME_SECONDS = 3600
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
REFUSALS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "unregistered": (404, "NOT_FOUND", {"@type": FCM_ERROR, "errorCode": "UNREGISTERED"}),
    "invalid": (
        400,
        "INVALID_ARGUMENT",
        {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [{"field": "message.token", "description": "Invalid token"}],
        },
    ),
    "quota": (429, "RESOURCE_EXHAUSTED", {"@type": FCM_ERROR, "errorCode": "QUOTA_EXCEEDED"}),
    "unavailable": (503, "UNAVAILABLE", {"@type": FCM_ERROR, "errorCode": "UNAVAILABLE"}),
    "expired": (
        401,
        "UNAUTHENTICATED",
        {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_EXPIRED"},
    ),
}


def write_account(path: Path, url: str) -> dict[str, str]:
    """The service account that is let in, its key made on the first run."""
    known = json.loads(path.read_text()) if path.exists() else {}
    account = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "local",
        "client_email": f"push@{PROJECT}.example",
        "token_uri": f"{url}/token",
        "private_key": known.get("private_key") or _new_key(),
    }
    files.write_json(path, account)
    return account


def _new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, plain).decode()


class Firebase:
    """The two routes that a sender needs, and what it was sent."""

    def __init__(self, account: dict[str, str], kept: Kept) -> None:
        key = serialization.load_pem_private_key(account["private_key"].encode(), None)
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - narrows
        self._account, self._key, self._kept = account, key.public_key(), kept
        self._tokens: set[str] = set()
        self._answers: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.asked = 0

    async def token(self, request: web.Request) -> web.Response:
        """OAuth 2.0: an access token for an assertion that the service account signed."""
        form = await request.post()
        try:
            jwt.decode(str(form["assertion"]), self._key, ["RS256"], audience=AUDIENCE)
        except (jwt.InvalidTokenError, KeyError):
            return web.json_response({"error": "invalid_grant"}, status=400)
        self._tokens.add(token := secrets.token_urlsafe())
        answer = {"access_token": token, "expires_in": LIFETIME_SECONDS, "token_type": "Bearer"}
        return web.json_response(answer)

    async def send(self, request: web.Request) -> web.Response:
        """One message to one device."""
        self.asked += 1
        access = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if access not in self._tokens:
            return refusal("expired")
        message = (await request.json())["message"]
        if answers := self._answers[message["token"]]:
            answer = answers.pop(0)
            if answer["answer"] == "expired":
                self._tokens.clear()
            return refusal(answer["answer"], answer.get("retry_after"))
        shown = message.get("notification", {})
        self._kept.add(
            {
                "token": message["token"],
                "title": shown.get("title"),
                "body": shown.get("body"),
                "data": message.get("data", {}),
                "collapse_key": message.get("android", {}).get("collapse_key"),
            }
        )
        return web.json_response({"name": f"projects/{PROJECT}/messages/{secrets.token_hex(8)}"})

    async def answer(self, request: web.Request) -> web.Response:
        """What the next sends to a device are answered with."""
        wanted = await request.json()
        self.refuse(request.match_info["token"], [wanted] * int(wanted.get("times", 1)))
        return web.json_response(wanted)

    def refuse(self, token: str, answers: list[dict[str, Any]]) -> None:
        """The next sends to ``token`` are answered with these."""
        self._answers[token] = answers

    async def messages(self, _: web.Request) -> web.Response:
        """What it was sent."""
        return web.json_response(self._kept.all())


def refusal(kind: str, retry_after: str | None = None) -> web.Response:
    """An error as Google says it."""
    status, name, detail = REFUSALS[kind]
    error = {"code": status, "message": kind, "status": name, "details": [detail]}
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return web.json_response({"error": error}, status=status, headers=headers)


def create_app(firebase: Firebase) -> web.Application:
    """Its routes."""
    app = web.Application()
    app.router.add_post("/token", firebase.token)
    app.router.add_post(f"/v1/projects/{PROJECT}/messages:send", firebase.send)
    app.router.add_put("/answers/{token}", firebase.answer)
    app.router.add_get("/messages", firebase.messages)
    return app


if __name__ == "__main__":
    port = int(os.environ["SINK_PORT"])
    service_account = write_account(Path(os.environ["SINK_ACCOUNT"]), f"http://{HOST}:{port}")
    app = create_app(Firebase(service_account, Kept(Path(os.environ["SINK_FILE"]))))
    web.run_app(app, host=HOST, port=port, access_log=None, print=None)
