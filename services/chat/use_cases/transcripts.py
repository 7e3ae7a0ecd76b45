"""A conversation by mail: asked for here, sent by the notifier, noted in the thread."""

from dataclasses import dataclass

from services.chat import events
from services.chat.domain import conversations, transcripts
from services.chat.domain.transcripts import Transcript
from services.chat.repository.messages import Span
from services.chat.use_cases.chat import Chat, author_of
from shared import refusals
from shared.identity import Principal
from shared.mongo import Transaction


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where to, and in whose time zone."""

    to: str
    time_zone: str


async def request_transcript(
    chat: Chat, who: Principal, conversation_id: str, wanted: Wanted
) -> None:
    """Have it sent. Raises ``NotFound``, or ``TooManyTranscripts``."""

    async def attempt(tx: Transaction) -> None:
        before = await chat.conversations.find(who.workspace_id, conversation_id, tx)
        now = chat.now()
        after = conversations.request_transcript(before, now)
        span = Span(transcripts.LONGEST)
        newest = await chat.messages.page(who.workspace_id, conversation_id, span, tx)
        messages = transcripts.newest_that_fit(newest)
        transcript = Transcript(
            request_id=chat.new_id(),
            to=wanted.to,
            time_zone=wanted.time_zone,
            requested_by=author_of(who),
            messages=messages,
            omitted=after.last_seq - len(messages),
        )
        await chat.conversations.save(after, tx)
        said = events.transcript_requested(after, transcript, now, chat.new_id())
        await chat.outbox.append(tx, said)

    await chat.mongo.transact(attempt, turns=[conversation_id])


async def note(
    chat: Chat, tx: Transaction, workspace_id: str, conversation_id: str, name: str, text: str
) -> None:
    """Add a line of the system to the thread, once per ``name``; where the conversation is gone,
    nothing.
    """
    try:
        before = await chat.conversations.find(workspace_id, conversation_id, tx)
    except refusals.NotFound:
        return
    now = chat.now()
    posted = conversations.note(before, name, text, now, message_id=chat.new_id())
    await chat.conversations.save(posted.conversation, tx)
    await chat.messages.add([posted.message], tx)
    await chat.outbox.append(tx, events.message_sent(posted, now, chat.new_id()))
