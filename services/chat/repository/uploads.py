"""What is known of uploaded files: announced, stored, posted.

A file is announced before its first byte is stored, so that whatever a crash leaves of it is
found again and removed.
"""

from collections.abc import Sequence
from datetime import datetime

from services.chat.domain.attachments import Attachment, Upload
from services.chat.domain.conversations import Conversation
from services.chat.domain.messages import Message
from services.chat.domain.people import Author
from services.chat.repository import documents
from shared import mongo, refusals
from shared.mongo import ASCENDING, Index, Mongo, Transaction

_STORED = {"attachment": {"$ne": None}}
_NOT_POSTED = {"message_id": None}
_UNSHARED = {"ticket_id": None}


class Uploads:
    """One document per file, under the id of its blob."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("uploads")

    async def ensure_indexes(self) -> None:
        """What finds the files of a conversation; and, holding nothing else, those that no
        message carries.
        """
        await mongo.ensure_indexes(
            self._rows,
            Index([("uploaded_at", ASCENDING)], "not_posted", partial=_NOT_POSTED),
            Index([("conversation_id", ASCENDING)], "conversation"),
        )

    async def announce(
        self, upload_id: str, conversation: Conversation, uploader: Author, now: datetime
    ) -> None:
        """Something is going to be stored under ``upload_id``."""
        await self._rows.insert_one(
            {
                "_id": upload_id,
                "workspace_id": conversation.workspace_id,
                "conversation_id": conversation.id,
                "uploader_key": uploader.key,
                "uploaded_at": now,
                "message_id": None,
                "attachment": None,
            }
        )

    async def complete(self, workspace_id: str, attachment: Attachment) -> None:
        """It is stored, whole."""
        await self._rows.update_one(
            {"_id": attachment.id, "workspace_id": workspace_id},
            {"$set": {"attachment": documents.of_attachment(attachment)}},
        )

    async def find(self, workspace_id: str, conversation_id: str, upload_id: str) -> Upload:
        """Raises ``NotFound``."""
        document = await self._rows.find_one(
            {
                "_id": upload_id,
                "workspace_id": workspace_id,
                "conversation_id": conversation_id,
                **_STORED,
            }
        )
        if document is None:
            raise refusals.NotFound
        return documents.to_upload(document)

    async def find_of_ticket(self, workspace_id: str, ticket_id: str, upload_id: str) -> Upload:
        """Raises ``NotFound``."""
        document = await self._rows.find_one(
            {"_id": upload_id, "workspace_id": workspace_id, "ticket_id": ticket_id}
        )
        if document is None:
            raise refusals.NotFound
        return documents.to_upload(document)

    async def among(
        self, workspace_id: str, upload_ids: Sequence[str], tx: Transaction
    ) -> list[Upload]:
        """Those of ``upload_ids`` that exist, in any order."""
        if not upload_ids:
            return []
        rows = self._rows.find(
            {"_id": {"$in": list(upload_ids)}, "workspace_id": workspace_id, **_STORED},
            session=tx.session,
        )
        return [documents.to_upload(row) async for row in rows]

    async def post(self, message: Message, tx: Transaction) -> None:
        """``message`` carries its files from now on, and no other may."""
        if not message.attachments:
            return
        await self._rows.update_many(
            {
                "_id": {"$in": [attachment.id for attachment in message.attachments]},
                "workspace_id": message.workspace_id,
            },
            {"$set": {"message_id": message.id}},
            session=tx.session,
        )

    async def share(self, conversation: Conversation, ticket_id: str, tx: Transaction) -> None:
        """What was posted in ``conversation`` belongs to the ticket too from now on."""
        await self._rows.update_many(
            {
                "conversation_id": conversation.id,
                "workspace_id": conversation.workspace_id,
                "message_id": {"$ne": None},
            },
            {"$set": {"ticket_id": ticket_id}},
            session=tx.session,
        )

    async def not_posted_since(self, moment: datetime, limit: int) -> list[str]:
        """Ids of files, of all workspaces, that were uploaded before and are still not posted."""
        rows = self._rows.find({**_NOT_POSTED, "uploaded_at": {"$lte": moment}}, {"_id": 1})
        return [row["_id"] async for row in rows.limit(limit)]

    async def forget(self, upload_id: str) -> None:
        """Unless a message carries it."""
        await self._rows.delete_one({"_id": upload_id, **_NOT_POSTED})

    async def purgeable(self, workspace_id: str, conversation_id: str) -> list[str]:
        """Ids of the files of a conversation that no ticket has."""
        rows = self._rows.find(
            {"conversation_id": conversation_id, "workspace_id": workspace_id, **_UNSHARED},
            {"_id": 1},
        )
        return [row["_id"] async for row in rows]

    async def purge(self, workspace_id: str, upload_id: str) -> None:
        """Its blob is gone. Of one that is still coming what was announced stays, so that the
        rest of it is found and removed.
        """
        await self._rows.delete_one(
            {"_id": upload_id, "workspace_id": workspace_id, **_STORED, **_UNSHARED}
        )
