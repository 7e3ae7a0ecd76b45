"""The companies, and how many tickets name each."""

from services.tickets.domain import Company, CompanyInUse, CompanyName
from shared import mongo, refusals, search
from shared.mongo import ASCENDING, Document, Index, Mongo, Transaction


class Companies:
    """One document per company."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("companies")

    async def ensure_indexes(self) -> None:
        """What makes names unique, and finds companies by name and domain."""
        workspace, key = ("workspace_id", ASCENDING), ("key", ASCENDING)
        await mongo.ensure_indexes(
            self._rows,
            Index([workspace, key], "key", unique=True),
            Index([workspace, ("domain", ASCENDING), key], "domain"),
            Index([workspace, ("terms", ASCENDING)], "terms"),
        )

    async def add(self, company: Company) -> None:
        """Raises ``DuplicateKey`` when its name is taken."""
        terms = search.terms(company.name, company.domain or "")
        await self._rows.insert_one(
            {
                "_id": company.id,
                "workspace_id": company.workspace_id,
                "key": company.key,
                "name": company.name,
                "domain": company.domain,
                "created_at": company.created_at,
                "terms": terms,
                "tickets": 0,
            }
        )

    async def with_key(self, workspace_id: str, key: str) -> Company | None:
        """The one of that name."""
        row = await self._rows.find_one({"workspace_id": workspace_id, "key": key})
        return _company(row) if row else None

    async def with_domain(self, workspace_id: str, domain: str, limit: int) -> list[Company]:
        """Those whose people have addresses at ``domain``, by name."""
        rows = self._rows.find({"workspace_id": workspace_id, "domain": domain})
        return [_company(row) async for row in rows.sort("key", ASCENDING).limit(limit)]

    async def beginning_with(
        self, workspace_id: str, words: list[str], limit: int
    ) -> list[Company]:
        """Those with a term beginning with each of ``words``; without words all, by name."""
        wanted: Document = {"workspace_id": workspace_id}
        if not words:
            rows = self._rows.find(wanted).sort("key", ASCENDING)
        else:
            # The longest word is looked up; in the index's own order, so that a workspace with
            # very many companies reads no more than it shows.
            rarest_first = sorted(words, key=len, reverse=True)
            wanted["$and"] = [
                {"terms": {"$elemMatch": search.beginning_with(word)}} for word in rarest_first
            ]
            rows = self._rows.find(wanted).hint("terms")
        return [_company(row) async for row in rows.limit(limit)]

    async def hold(self, workspace_id: str, company_id: str, tx: Transaction) -> CompanyName | None:
        """One more ticket names it, and it cannot be deleted; ``None`` when there is none."""
        row = await self._rows.find_one_and_update(
            {"_id": company_id, "workspace_id": workspace_id},
            {"$inc": {"tickets": 1}},
            session=tx.session,
        )
        return CompanyName(row["_id"], row["name"]) if row else None

    async def release(self, workspace_id: str, company_id: str, tx: Transaction) -> None:
        """One ticket less names it."""
        await self._rows.update_one(
            {"_id": company_id, "workspace_id": workspace_id},
            {"$inc": {"tickets": -1}},
            session=tx.session,
        )

    async def delete(self, workspace_id: str, company_id: str) -> None:
        """Raises ``NotFound``, or ``CompanyInUse`` while a ticket names it."""
        one: Document = {"_id": company_id, "workspace_id": workspace_id}
        deleted = await self._rows.delete_one({**one, "tickets": 0})
        if deleted.deleted_count:
            return
        if await self._rows.find_one(one, {"_id": 1}):
            raise CompanyInUse
        raise refusals.NotFound


def _company(row: Document) -> Company:
    return Company(
        id=row["_id"],
        workspace_id=row["workspace_id"],
        key=row["key"],
        name=row["name"],
        domain=row["domain"],
        created_at=row["created_at"],
    )
