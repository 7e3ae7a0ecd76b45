"""The tickets, their list, and the numbers that people call them by."""

from dataclasses import dataclass

from services.tickets.domain import Status, Ticket
from services.tickets.repository import documents
from shared import mongo, refusals, search
from shared.mongo import AFTER, ASCENDING, DESCENDING, Document, Index, Mongo, Transaction

FIRST_NUMBER = 1001

_NEWEST = ("number", DESCENDING)
_NOTHING: Document = {"$in": []}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the list: at most ``limit`` tickets, numbered below ``below``. ``query``
    empty: all.
    """

    limit: int
    status: Status | None = None
    company_id: str | None = None
    query: str = ""
    below: int | None = None

    @property
    def conditions(self) -> Document:
        """What holds for every ticket wanted."""
        wanted: Document = {}
        if self.status:
            wanted["status"] = self.status
        if self.company_id:
            wanted["company.id"] = self.company_id
        if self.below is not None:
            wanted["number"] = {"$lt": self.below}
        if self.query:
            # A search without a word in it finds nothing, rather than everything.
            begins = [search.beginning_with(word) for word in search.words(self.query)]
            wanted["$and"] = [{"terms": {"$elemMatch": one}} for one in begins or [_NOTHING]]
        return wanted


class Tickets:
    """One document per ticket; beside them one per workspace that counts the numbers up."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("tickets")
        self._numbers = mongo.collection("ticket_numbers")

    async def ensure_indexes(self) -> None:
        """What keeps a conversation to one ticket, numbers unique, and the list sorted."""
        workspace = ("workspace_id", ASCENDING)
        await mongo.ensure_indexes(
            self._rows,
            Index([workspace, ("conversation_id", ASCENDING)], "conversation", unique=True),
            Index([workspace, _NEWEST], "number", unique=True),
            Index([workspace, ("status", ASCENDING), _NEWEST], "status"),
            Index([workspace, ("company.id", ASCENDING), _NEWEST], "company"),
            Index([workspace, ("terms", ASCENDING)], "terms"),
        )

    async def next_number(self, workspace_id: str, tx: Transaction) -> int:
        """The next one of the workspace; given back when ``tx`` fails.

        All new tickets of a workspace meet in this document: take it late.
        """
        row = await self._numbers.find_one_and_update(
            {"_id": workspace_id},
            {"$inc": {"taken": 1}},
            upsert=True,
            return_document=AFTER,
            session=tx.session,
        )
        return FIRST_NUMBER - 1 + int(row["taken"])

    async def add(self, ticket: Ticket, tx: Transaction) -> None:
        """Raises ``DuplicateKey`` when its conversation has a ticket."""
        await self._rows.insert_one(documents.of_ticket(ticket, _terms(ticket)), session=tx.session)

    async def save(self, ticket: Ticket, tx: Transaction) -> None:
        """Write what changed since it was found in ``tx``."""
        await self._rows.replace_one(
            {"_id": ticket.id, "workspace_id": ticket.workspace_id},
            documents.of_ticket(ticket, _terms(ticket)),
            session=tx.session,
        )

    async def find(
        self, workspace_id: str, ticket_id: str, tx: Transaction | None = None
    ) -> Ticket:
        """Raises ``NotFound``, for a ticket of another workspace too."""
        row = await self._rows.find_one(
            {"_id": ticket_id, "workspace_id": workspace_id}, session=tx and tx.session
        )
        if row is None:
            raise refusals.NotFound
        return documents.to_ticket(row)

    async def of_conversation(
        self, workspace_id: str, conversation_id: str, tx: Transaction
    ) -> Ticket | None:
        """The one that the conversation has become."""
        row = await self._rows.find_one(
            {"workspace_id": workspace_id, "conversation_id": conversation_id},
            session=tx.session,
        )
        return documents.to_ticket(row) if row else None

    async def page(self, workspace_id: str, wanted: Wanted) -> list[Ticket]:
        """Newest first."""
        rows = self._rows.find({"workspace_id": workspace_id, **wanted.conditions}, {"terms": 0})
        part = rows.sort([_NEWEST]).limit(wanted.limit)
        return [documents.to_ticket(row) async for row in part]


def _terms(ticket: Ticket) -> list[str]:
    requester = ticket.requester
    return search.terms(ticket.subject, str(ticket.number), requester.name, requester.email)
