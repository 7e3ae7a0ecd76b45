"""What mails say: subject, plain text and HTML, from templates that escape by themselves."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifier.domain.deliveries import Alert, Notice
from services.notifier.domain.people import Agent
from shared.contracts.conversation_events import TranscriptRequested

LISTED = 10
"""How many chats a digest names."""
EXCERPT_CHARACTERS = 300

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its envelope; ``subject`` is one line."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A new conversation as a letter shows it."""

    name: str
    text: str
    url: str


def chats_of(alerts: Sequence[Alert], console_url: str) -> list[Chat]:
    """The first of them, in the order of their beginning."""
    first = sorted(alerts, key=lambda alert: alert.started_at)[:LISTED]
    return [
        Chat(
            name=one_line(alert.customer_name),
            text=excerpt(alert.text),
            url=f"{console_url}/{alert.conversation_id}",
        )
        for alert in first
    ]


def alert(agent: Agent, workspace: str, chats: Sequence[Chat], count: int, url: str) -> Letter:
    """Tells ``agent`` of ``count`` new chats, of which ``chats`` are shown."""
    if count == 1:
        subject = f"New chat from {chats[0].name}"
    else:
        subject = f"{count} new chats in {workspace}"
    return _letter(
        "alert", subject, agent=agent, workspace=workspace, chats=chats, count=count, url=url
    )


def test(agent: Agent, workspace: str, url: str) -> Letter:
    """Says that mails arrive."""
    subject = f"Test: e-mail notifications of {workspace}"
    return _letter("test", subject, agent=agent, workspace=workspace, url=url)


def webhook_disabled(agent: Agent, workspace: str, notice: Notice, url: str) -> Letter:
    """Tells an admin of an endpoint to which nothing more is sent."""
    subject = f"A webhook of {workspace} is disabled"
    return _letter(
        "webhook_disabled", subject, agent=agent, workspace=workspace, notice=notice, url=url
    )


def transcript(
    wanted: TranscriptRequested, workspace: str, link_to: Callable[[str], str], expires: datetime
) -> Letter:
    """The conversation; ``link_to`` makes a link of a file's id."""
    zone = ZoneInfo(wanted.time_zone)

    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    return _letter(
        "transcript",
        f"Your chat with {workspace}",
        wanted=wanted,
        workspace=workspace,
        at=at,
        zone=wanted.time_zone,
        link_to=link_to,
        size=size,
        expires=at(expires),
    )


def excerpt(text: str) -> str:
    """The beginning of ``text``."""
    text = text.strip()
    if len(text) <= EXCERPT_CHARACTERS:
        return text
    return text[:EXCERPT_CHARACTERS].rstrip() + "…"


def one_line(text: str) -> str:
    """``text`` without line breaks and control characters, which no header may hold."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def size(count: int) -> str:
    """Bytes for people."""
    if count < 1024:
        return f"{count} bytes"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def _letter(template: str, subject: str, **values: object) -> Letter:
    return Letter(
        subject=one_line(subject),
        text=_TEMPLATES.get_template(f"{template}.txt").render(values),
        html=_TEMPLATES.get_template(f"{template}.html").render(values),
    )
