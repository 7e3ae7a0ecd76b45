"""Each agent is told of a conversation once per channel; nothing is lost, and an extra mail, with
the same ``Message-ID``, is there at most once for each time that the way to the mail server broke.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.resilience.soak.ground import both, others_to, to_mongod
from tests.resilience.soak.members import NAMES, PRIMARY
from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Mail, Stored

CRASHES = {
    *both("notifier"),
    to_mongod("notifier"),
    PRIMARY,
    *NAMES,
    *map(others_to, NAMES),
}
"""Whose end may come between the mail server's yes and its record."""


def violations(record: Record, stored: Stored) -> Iterator[str]:
    told = Counter((one.agent, one.channel, one.conversation_id) for one in stored.deliveries)
    for (agent, channel, conversation_id), count in told.items():
        if count > 1:
            yield f"{agent} was to be told of {conversation_id} over {channel} {count} times"
    crashes = sum(strike.target in CRASHES for strike in record.strikes)
    for message_id, count in Counter(mail.message_id for mail in stored.mails).items():
        if count > 1 + crashes:
            yield f"{message_id} was mailed {count} times with {crashes} crashes"
    yield from _doubles(stored)
    yield from _lost(stored)


def _doubles(stored: Stored) -> Iterator[str]:
    """Two mails with different ids about the same conversation to the same agent."""
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mail in stored.mails:
        for conversation_id in mail.about:
            ids[mail.to, conversation_id].add(mail.message_id)
    for (to, conversation_id), several in ids.items():
        if len(several) > 1:
            yield f"{to} was told of {conversation_id} in several mails: {sorted(several)}"


def _lost(stored: Stored) -> Iterator[str]:
    mailed = {_dispatch(mail) for mail in stored.mails}
    for one in stored.deliveries:
        if one.state in ("pending", "failed"):
            yield f"{one.agent} is {one.state} for {one.conversation_id} over {one.channel}"
        elif one.channel == "email" and one.state == "sent" and one.dispatch not in mailed:
            yield f"{one.agent} was told of {one.conversation_id} by {one.dispatch}: no such mail"


def _dispatch(mail: Mail) -> str:
    return mail.message_id.strip("<>").partition("@")[0]
