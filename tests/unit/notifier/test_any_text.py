"""Whatever people are called and write, and wherever they want it sent: one mail comes of it, or a
refusal, and no header but ours.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import example, given
from hypothesis import strategies as st

from services.notifier import letters
from services.notifier.letters import Letter
from services.notifier.mail import MailServer, compose
from shared.contracts.conversation_events import TranscriptRequested
from shared.contracts.notifications import TranscriptAttachment, TranscriptMessage
from shared.contracts.people import Author, Customer
from tests.unit.notifier.test_letters import alert_of, an_alert

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SERVER = MailServer("mail.example", 25, "none", "Parley <parley@acme.example>")
TO = "mia@shop.example"
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
}
TEXTS = st.text(max_size=400)
FILES = st.builds(TranscriptAttachment, id=st.just("f1"), name=TEXTS, size=st.integers(0))
MESSAGES = st.builds(
    TranscriptMessage,
    author_kind=st.sampled_from(["customer", "agent", "system"]),
    author_name=TEXTS,
    text=TEXTS,
    attachments=st.lists(FILES, max_size=2),
    sent_at=st.just(NOW),
)


def sent(letter: Letter, to: str = TO) -> EmailMessage:
    """The mail as whoever gets it reads it."""
    content = compose(SERVER, letter, to, "id-1").as_bytes()
    return message_from_bytes(content, policy=SMTP)


def parts(message: EmailMessage) -> Iterator[str]:
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        yield body.get_content()


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3))
def test_any_alert_is_one_mail(chats: list[tuple[str, str]]) -> None:
    letter = alert_of(*(an_alert(number, *chat) for number, chat in enumerate(chats)))
    message = sent(letter)
    assert set(message.keys()) == HEADERS
    assert all("e-mail notifications are on" in part for part in parts(message))


@given(TEXTS, st.lists(MESSAGES, max_size=3), st.integers(0, 5))
def test_any_transcript_is_one_mail(
    workspace: str, messages: list[TranscriptMessage], omitted: int
) -> None:
    wanted = TranscriptRequested(
        request_id="r1",
        to=TO,
        time_zone="Europe/Vienna",
        requested_by=Author(kind="customer", id="mia", name="Mia", avatar_url=None),
        customer=Customer(name="Mia", email=TO),
        started_at=NOW,
        messages=messages,
        omitted=omitted,
    )
    letter = letters.transcript(wanted, workspace, "https://chat.example/{}".format, NOW)
    message = sent(letter)
    assert set(message.keys()) == HEADERS
    assert all("had it sent to you" in part for part in parts(message))


@given(st.text(max_size=60) | st.text('ab@.<>,;:"\\()[] \r\n', max_size=20))
@example("mia@[")
def test_any_address_is_one_recipient_or_refused(address: str) -> None:
    try:
        message = sent(Letter("Hello", "Hello", "<p>Hello"), address)
    except ValueError:
        return
    assert set(message.keys()) == HEADERS
    assert len(message["To"].addresses) == 1
