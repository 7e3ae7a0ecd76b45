"""Takes every mail and delivers none: a real SMTP server, and a page to read what it got.

``python -m deploy.local.mail_sink``, with its settings in the environment. ``GET /messages``
lists the mails as JSON.
"""

import asyncio
import email
import os
from email.message import EmailMessage
from email.policy import default
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.kept import Kept
from deploy.local.ports import HOST

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Mails of Parley</title>
<meta name="viewport" content="width=device-width"><style>
body{{font:15px/1.5 system-ui,sans-serif;max-width:760px;margin:32px auto;padding:0 16px;
color:#1c2130;background:#f4f5f8}}
details{{background:#fff;border:1px solid #e1e4eb;border-radius:10px;margin:8px 0;
padding:10px 16px}}
summary{{cursor:pointer}} small{{color:#5b6272}} iframe{{width:100%;height:420px;border:0}}
</style><h1>Mails</h1><p>What Parley has sent from this machine; nothing of it left it.</p>
{mails}"""
MAIL = """<details><summary><strong>{subject}</strong> <small>to {to} · {at}</small></summary>
<iframe sandbox="allow-popups" title="{subject}" srcdoc="{html}"></iframe></details>"""
NONE = "<p>None yet. Start a chat, or have a transcript sent.</p>"


class Postbox:
    """What the SMTP server does with a mail."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep it."""
        assert isinstance(envelope.content, bytes)  # noqa: S101 - narrows
        message = email.message_from_bytes(envelope.content, policy=default)
        for to in envelope.rcpt_tos:
            self._kept.add(read(message, to))
        return "250 OK"


def read(message: EmailMessage, to: str) -> dict[str, Any]:
    """A mail as ``/messages`` shows it."""
    return {
        "to": to,
        "subject": str(message["subject"]),
        "text": _part(message, "plain"),
        "html": _part(message, "html"),
        "message_id": str(message["message-id"]).strip(),
        "date": str(message["date"]),
    }


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return part.get_content() if part else None


def page(mails: list[dict[str, Any]]) -> str:
    """The mails, the newest first."""
    shown = (
        MAIL.format(
            subject=escape(mail["subject"]),
            to=escape(mail["to"]),
            at=escape(mail["date"]),
            html=escape(mail["html"] or f"<pre>{escape(mail['text'] or '')}</pre>"),
        )
        for mail in reversed(mails)
    )
    return PAGE.format(mails="".join(shown) or NONE)


def create_app(kept: Kept) -> web.Application:
    """The page, and the list as JSON."""

    async def show(_: web.Request) -> web.Response:
        return web.Response(text=page(kept.all()), content_type="text/html")

    async def messages(_: web.Request) -> web.Response:
        return web.json_response(kept.all())

    app = web.Application()
    app.router.add_get("/", show)
    app.router.add_get("/messages", messages)
    return app


async def serve(kept: Kept, smtp_port: int) -> asyncio.Server:
    """The SMTP server, listening."""
    loop = asyncio.get_running_loop()
    postbox = Postbox(kept)
    return await loop.create_server(
        lambda: SMTP(postbox, enable_SMTPUTF8=True, loop=loop), HOST, smtp_port
    )


def main() -> None:
    """Serve until told to stop."""
    kept = Kept(Path(os.environ["SINK_FILE"]))
    app = create_app(kept)

    async def smtp(_: web.Application) -> None:
        await serve(kept, int(os.environ["SINK_SMTP_PORT"]))

    app.on_startup.append(smtp)
    web.run_app(app, host=HOST, port=int(os.environ["SINK_PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    main()
