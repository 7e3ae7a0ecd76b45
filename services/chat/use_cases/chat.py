"""What every use case works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from services.chat.domain.conversations import Posted
from services.chat.domain.messages import Message
from services.chat.domain.people import Author
from services.chat.repository import Conversations, Messages, Purges, Repository, Uploads
from services.chat.storage import Storage
from shared import clock
from shared.batches import Batches
from shared.clock import Clock
from shared.identity import Principal
from shared.mongo import Mongo
from shared.outbox import Outbox

MOST = 50
"""So much of what one workspace asks for is done in one transaction."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The service's parts, and the two things that the domain never makes: time and ids."""

    mongo: Mongo
    repository: Repository
    storage: Storage
    outbox: Outbox
    starts: Batches[Any, Posted] = field(default_factory=lambda: Batches(MOST))
    posts: Batches[Any, Message] = field(default_factory=lambda: Batches(MOST))
    now: Clock = clock.now
    new_id: Callable[[], str] = clock.new_id

    @property
    def conversations(self) -> Conversations:
        return self.repository.conversations

    @property
    def messages(self) -> Messages:
        return self.repository.messages

    @property
    def uploads(self) -> Uploads:
        return self.repository.uploads

    @property
    def purges(self) -> Purges:
        return self.repository.purges


def author_of(who: Principal) -> Author:
    """The caller as the author of what they do, with the name and the picture of now."""
    return Author(who.kind, who.id, who.name, who.avatar_url)
