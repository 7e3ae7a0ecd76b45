"""Where conversations, messages and the knowledge of uploads are kept: one collection each.

Every query names the workspace, and every query is answered by an index.
"""

from services.chat.repository.chores import Chores
from services.chat.repository.conversations import Conversations
from services.chat.repository.messages import Messages
from services.chat.repository.purges import Purges
from services.chat.repository.uploads import Uploads
from shared.mongo import Mongo

__all__ = ["Chores", "Conversations", "Messages", "Purges", "Repository", "Uploads"]


class Repository:
    """All of the service's collections. A part."""

    name = "repository"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        """Open the collections; build the indexes that are missing."""
        self.conversations = Conversations(self._mongo)
        self.messages = Messages(self._mongo)
        self.uploads = Uploads(self._mongo)
        self.purges = Purges(self._mongo)
        self.chores = Chores(self._mongo)
        for collection in (
            self.conversations,
            self.messages,
            self.uploads,
            self.purges,
            self.chores,
        ):
            await collection.ensure_indexes()

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""
