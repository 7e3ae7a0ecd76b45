"""What mails say, whoever wrote what is in them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default

import pytest

from services.notifier import letters
from services.notifier.domain.deliveries import Alert
from services.notifier.domain.people import Agent
from services.notifier.letters import Letter
from services.notifier.mail import MailServer, compose
from shared.contracts.conversation_events import TranscriptRequested
from shared.contracts.notifications import TranscriptAttachment, TranscriptMessage
from shared.contracts.people import Author, Customer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN = Agent("ann", "Ann", "ann@acme.example", None)
SERVER = MailServer("mail.example", 25, "none", "Parley <parley@acme.example>")
URL = "https://chat.example/live-chat"


def an_alert(number: int, name: str = "Mia", text: str = "Hello") -> Alert:
    return Alert(f"c{number}", "acme", name, text, NOW.replace(minute=number % 60), None)


def alert_of(*alerts: Alert) -> Letter:
    chats = letters.chats_of(alerts, URL)
    return letters.alert(ANN, "Acme", chats, len(alerts), URL)


def a_transcript(*messages: TranscriptMessage, omitted: int = 0) -> TranscriptRequested:
    return TranscriptRequested(
        request_id="r1",
        to="mia@shop.example",
        time_zone="Europe/Vienna",
        requested_by=Author(kind="customer", id="mia", name="Mia", avatar_url=None),
        customer=Customer(name="Mia", email="mia@shop.example"),
        started_at=NOW,
        messages=list(messages),
        omitted=omitted,
    )


def said(text: str, *files: TranscriptAttachment) -> TranscriptMessage:
    return TranscriptMessage(
        author_kind="agent",
        author_name="<i>Ann</i>",
        text=text,
        attachments=list(files),
        sent_at=NOW,
    )


def test_one_chat_is_named_in_the_subject_and_leads_to_its_thread() -> None:
    letter = alert_of(an_alert(1, "Mia", "Where is it?"))
    assert letter.subject == "New chat from Mia"
    for part in (letter.text, letter.html):
        assert f"{URL}/c1" in part
        assert "Where is it?" in part


def test_many_chats_are_counted_and_the_first_ones_listed() -> None:
    letter = alert_of(*(an_alert(number) for number in range(1, 41)))
    assert letter.subject == "40 new chats in Acme"
    for part in (letter.text, letter.html):
        assert f"{URL}/c1" in part
        assert f"{URL}/c11" not in part
        assert "30 more" in part


def test_what_people_wrote_is_escaped_in_html_and_as_it_is_in_text() -> None:
    letter = alert_of(an_alert(1, '<img src="x">', "{{ 7 * 7 }}<script>"))
    assert "<script>" not in letter.html
    assert "<img" not in letter.html
    assert "{{ 7 * 7 }}&lt;script&gt;" in letter.html
    assert "{{ 7 * 7 }}<script>" in letter.text


@pytest.mark.parametrize("name", ["Mia\r\nBcc: all@acme.example", "Mia\nX: 1", "Mia\u2028X: 1"])
def test_a_name_adds_no_header(name: str) -> None:
    message = compose(SERVER, alert_of(an_alert(1, name)), ANN.email, "d1")
    read = message_from_bytes(message.as_bytes(), policy=default)
    assert read["Bcc"] is None
    assert read["X"] is None
    assert read["To"] == ANN.email


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example, c@d.example",
        "a@b.example>\r\nDATA",
        "victim@good.example <evil@x.example>",
        "",
    ],
)
def test_what_is_not_one_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        compose(SERVER, Letter("s", "t", "h"), to, "d1")


def test_a_mail_says_what_it_is() -> None:
    message = compose(SERVER, Letter("Grüße", "t", "<p>h</p>"), ANN.email, "d1")
    read = message_from_bytes(message.as_bytes(policy=SMTP), policy=default)
    assert read["Message-ID"] == "<d1@acme.example>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Subject"] == "Grüße"
    assert read.get_content_type() == "multipart/alternative"


def test_a_transcript_has_the_readers_times_its_files_and_nothing_to_run() -> None:
    file = TranscriptAttachment(id="f1", name="<b>.png", size=2048)
    wanted = a_transcript(said("<script>alert(1)</script>", file), omitted=7)
    letter = letters.transcript(wanted, "Acme", lambda file_id: f"https://x/{file_id}", NOW)
    assert letter.subject == "Your chat with Acme"
    assert "2026-03-01 13:00" in letter.text
    assert "Europe/Vienna" in letter.text
    assert "first 7 messages" in letter.text
    for part in (letter.text, letter.html):
        assert "https://x/f1" in part
        assert "2 KB" in part
    assert "<script>" not in letter.html
    assert "&lt;b&gt;.png" in letter.html
    assert "&lt;i&gt;Ann" in letter.html
