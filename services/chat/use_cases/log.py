"""The log of events forgets what customers wrote, in time, however little is said."""

from datetime import timedelta

from services.chat import events
from services.chat.use_cases.chat import Chat
from shared.bus import queues
from shared.bus.log import LogWriter

CHORE = "pad the log"
PAD_DAYS = 7
"""What was said is gone after the log's 7 days and at most two of these."""

PADDING_BYTES = 500_000


async def pad_when_due(chat: Chat, log: LogWriter) -> None:
    """Once a week fill a segment of the log, so that the broker looks for what is too old. Two
    replicas that do it at once do it twice, which does no harm. Raises ``PublishFailed``.
    """
    now = chat.now()
    if now - await chat.repository.chores.last_done(CHORE, now) < timedelta(days=PAD_DAYS):
        return
    for number in range(1, queues.LOG_SEGMENT_BYTES // PADDING_BYTES + 2):
        said = events.log_padded(number, PADDING_BYTES, now, chat.new_id())
        await log.append(said.model_dump_json().encode(), said.id)
    await chat.repository.chores.done(CHORE, now)
