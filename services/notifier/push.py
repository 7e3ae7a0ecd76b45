"""Pushes over Firebase Cloud Messaging, by pyfcm in threads of their own.

pyfcm is synchronous, sleeps through ``Retry-After`` and calls itself again without end; here every
request is made once, with a deadline, and the waiting is left to whoever asked.
"""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import google.auth.exceptions
import google.auth.transport.requests
import requests
from google.oauth2 import service_account
from pyfcm import FCMNotification
from requests.adapters import HTTPAdapter

from services.notifier.domain.outcomes import Gone, MayPass, Sent, WontPass, of_fcm
from shared import clock
from shared.patience import retry_after_seconds

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
THREADS = 4
CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 5.0
SEND_SECONDS = 12.0
"""All of one push, the sign-in before it included; less than the gateway waits for an answer."""


@dataclass(frozen=True, slots=True)
class Push:
    """What a device shows, and what its app is given (strings only)."""

    title: str
    body: str
    data: Mapping[str, str]


class Refused(Exception):
    """The push service's answer when it is no yes."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(response.status_code)
        self.status: int = response.status_code
        self.retry_after_seconds = retry_after_seconds(
            response.headers.get("Retry-After"), clock.now()
        )
        self.error_code, self.names_token = _details(response)

    def outcome(self) -> MayPass | WontPass | Gone:
        """What it means."""
        return of_fcm(self.status, self.error_code, self.names_token, self.retry_after_seconds)


class Pusher:
    """Pushes for one Firebase project. A part."""

    name = "push"

    def __init__(self, account: Mapping[str, Any], fcm_url: str) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="push")
        self._fcm = _Fcm(account, fcm_url)

    async def start(self) -> None:
        """Nothing is asked before the first push."""

    async def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def ping(self) -> None:
        """A push service that is down keeps nobody from working."""

    async def send(self, push: Push, token: str, push_id: str) -> Sent | MayPass | WontPass | Gone:
        """Push it. ``push_id`` is the same however often it is tried: a device shows it once."""
        loop = asyncio.get_running_loop()
        job = partial(self._fcm.push, push, token, push_id)
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await loop.run_in_executor(self._threads, job)
        except Refused as refused:
            return refused.outcome()
        except (
            requests.RequestException,
            google.auth.exceptions.GoogleAuthError,
            OSError,
            TimeoutError,
        ) as error:
            return MayPass(f"The push service could not be reached ({type(error).__name__}).")
        return Sent()


class _Fcm(FCMNotification):  # type: ignore[misc]  # pyfcm has no types
    """pyfcm, but it neither sleeps nor repeats."""

    def __init__(self, account: Mapping[str, Any], fcm_url: str) -> None:
        self.FCM_END_POINT_BASE = f"{fcm_url.rstrip('/')}/v1/projects"
        credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # google-auth's
            dict(account), scopes=[SCOPE]
        )
        super().__init__(credentials=credentials, adapter=HTTPAdapter(max_retries=0))

    def push(self, push: Push, token: str, push_id: str) -> None:
        """Raises ``Refused``, and what ``requests`` and ``google.auth`` raise."""
        collapse = push_id.replace("-", "")
        send = partial(
            self.notify,
            fcm_token=token,
            notification_title=push.title,
            notification_body=push.body,
            data_payload=dict(push.data),
            android_config={"collapse_key": collapse, "priority": "high"},
            apns_config={"headers": {"apns-collapse-id": collapse, "apns-priority": "10"}},
            webpush_config={"headers": {"Topic": collapse, "Urgency": "high"}},
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
        )
        try:
            send()
        except Refused as refused:
            if refused.status != requests.codes.unauthorized:
                raise
            # The access token may have run out before its time: once more, with a new one.
            self.thread_local.token_expiry = 0
            send()

    def send_request(self, payload: bytes, timeout: tuple[float, float]) -> requests.Response:
        """One request."""
        response: requests.Response = self.requests_session.post(
            self.fcm_end_point, data=payload, timeout=timeout, allow_redirects=False
        )
        if response.status_code != requests.codes.ok:
            raise Refused(response)
        return response

    def _get_access_token(self) -> str:
        ask = google.auth.transport.requests.Request()
        self.credentials.refresh(partial(ask, timeout=ANSWER_SECONDS))
        token: str = self.credentials.token
        return token


def _details(response: requests.Response) -> tuple[str, bool]:
    """FCM's own error code, and whether the device's token is what it finds fault with."""
    try:
        details = response.json()["error"]["details"]
        codes = [detail.get("errorCode", "") for detail in details]
        fields = [
            violation.get("field", "")
            for detail in details
            for violation in detail.get("fieldViolations", ())
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", False
    return next(filter(None, codes), ""), "message.token" in fields


def account_of(text: str) -> dict[str, Any]:
    """A service account's JSON. Raises ``ValueError``."""
    account = json.loads(text)
    if not isinstance(account, dict) or "project_id" not in account:
        raise ValueError("not the JSON of a Firebase service account")
    return account
