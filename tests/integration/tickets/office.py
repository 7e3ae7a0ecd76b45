"""A workspace whose agents call chat and tickets as the gateway calls them for them."""

from dataclasses import dataclass, replace
from typing import Any

import httpx

from shared.identity import IdentitySigner, Principal
from tests.eventually import eventually
from tests.integration.chat.callers import OWN, Caller, new_id, opening

__all__ = ["OWN", "Json", "Office", "new_id"]

Json = dict[str, Any]
COMPANIES = "/api/v1/companies"
TICKETS = "/api/v1/tickets"


@dataclass(frozen=True)
class Office:
    """A workspace of its own, in services that others use too."""

    id: str
    chat: httpx.AsyncClient
    tickets: httpx.AsyncClient
    signer: IdentitySigner

    def agent(self, name: str = "Ann") -> Caller:
        """An agent at chat."""
        return Caller(self.chat, self.signer, self._agent(name))

    def clerk(self, name: str = "Ann") -> Caller:
        """The same agent at tickets."""
        return Caller(self.tickets, self.signer, self._agent(name))

    def elsewhere(self) -> "Office":
        """Another workspace in the same services."""
        return replace(self, id=new_id())

    async def company(self, name: str = "Acme", **members: object) -> Json:
        answer = await self.clerk().post(COMPANIES, {"name": name} | members)
        assert answer.is_success, answer.text
        company: Json = answer.json()
        return company

    async def closed(self, text: str = "My parcel is late") -> tuple[Caller, str]:
        """A closed conversation: its customer, and its path for agents."""
        customer, path = await self.started(text)
        (await self.agent().post(f"{path}/close")).raise_for_status()
        return customer, path

    async def started(self, text: str = "My parcel is late") -> tuple[Caller, str]:
        """A conversation: its customer, and its path for agents."""
        customer_id = new_id()
        newcomer = self._customer(customer_id, None)
        answer = await newcomer.post("/widget/v1/conversations", opening(text))
        assert answer.status_code == 201, answer.text
        conversation_id = answer.json()["conversation"]["id"]
        customer = self._customer(customer_id, conversation_id)
        return customer, f"/api/v1/conversations/{conversation_id}"

    async def convert(
        self, path: str, company_id: str, subject: str = "Late parcel", name: str = "Ann"
    ) -> httpx.Response:
        body = {"subject": subject, "company_id": company_id}
        return await self.agent(name).post(f"{path}/ticket", body)

    async def outcome(self, path: str, seconds: float = 15.0) -> Json:
        """The conversation's ``ticket``, once it is decided."""
        found: list[Json] = []

        async def is_decided() -> bool:
            found.append((await self.agent().get(path)).json()["ticket"])
            return bool(found[-1]["state"] != "requested")

        await eventually(is_decided, seconds)
        return found[-1]

    async def converted(self, subject: str = "Late parcel", text: str = "Late") -> Json:
        """A ticket, made of a conversation of its own."""
        company = await self.company()
        _, path = await self.closed(text)
        (await self.convert(path, company["id"], subject)).raise_for_status()
        link = await self.outcome(path)
        return await self.ticket(link["id"])

    async def ticket(self, ticket_id: str) -> Json:
        answer = await self.clerk().get(f"{TICKETS}/{ticket_id}")
        assert answer.status_code == 200, answer.text
        ticket: Json = answer.json()
        return ticket

    async def transcript(self, ticket_id: str) -> list[Json]:
        """All of it, page by page."""
        whole: list[Json] = []
        while page := await self.clerk().thread(
            f"{TICKETS}/{ticket_id}", after_seq=whole[-1]["seq"] if whole else 0, limit=200
        ):
            whole += page
        return whole

    def _agent(self, name: str) -> Principal:
        return Principal(
            kind="agent",
            id=name.lower(),
            workspace_id=self.id,
            name=name,
            avatar_url=f"/avatars/{name.lower()}",
            role="agent",
        )

    def _customer(self, customer_id: str, conversation_id: str | None) -> Caller:
        principal = Principal(
            kind="customer",
            id=customer_id,
            workspace_id=self.id,
            name="Mia Torres",
            conversation_id=conversation_id,
        )
        return Caller(self.chat, self.signer, principal)
