"""What the databases must look like after a step of a conversation's life, and in the end."""

from typing import Any

from services.chat.domain.tickets import Wish
from services.tickets.use_cases import companies
from services.tickets.use_cases.desk import Desk
from shared.contracts.events import Event
from shared.contracts.trash_events import PurgeDue, RestoreRequested
from shared.identity import Principal
from shared.mongo import Document
from tests.fuzz.life.model import Model, Place
from tests.fuzz.life.world import Services


async def a_company(desk: Desk, workspace_id: str) -> str:
    """The id of a new one."""
    company, _ = await companies.add_company(desk, workspace_id, "Zebra", None)
    return company.id


def a_wish(company_id: str) -> Wish:
    return Wish("A parcel is late", company_id)


def caller(name: str, workspace_id: str, conversation_id: str) -> Principal:
    """Mia is the customer, everybody else an agent."""
    if name == "mia":
        return Principal(
            kind="customer",
            id=name,
            workspace_id=workspace_id,
            name="Mia",
            conversation_id=conversation_id,
        )
    return Principal(kind="agent", id=name, workspace_id=workspace_id, name=name, role="admin")


def note_decision(model: Model, event: Event[Any]) -> None:
    """What the trash has decided, it says; of one deletion never both."""
    if isinstance(event.data, RestoreRequested):
        model.restores.add(event.data.deletion)
    if isinstance(event.data, PurgeDue):
        model.purges.add(event.data.deletion)
    assert not model.restores & model.purges


async def place(services: Services, conversation_id: str) -> Place:
    """Where chat has it."""
    if await services.rows("chat", "conversations", _id=conversation_id):
        return "here"
    if await services.rows("chat", "deleted_conversations", _id=conversation_id):
        return "trash"
    return "gone"


async def deletion(services: Services, conversation_id: str) -> int:
    """The ``sequence`` of the deletion that it is in the trash by."""
    [row] = await services.rows("chat", "deleted_conversations", _id=conversation_id)
    return int(row["deletion"]["sequence"])


async def is_as_told(services: Services, model: Model, conversation_id: str) -> None:
    """The thread is dense and as acknowledged, or nothing is left; there is one ticket at most."""
    about = {"conversation_id": conversation_id}
    messages = await services.rows("chat", "messages", **about)
    if model.place == "gone":
        assert messages == []
        assert await services.rows("chat", "uploads", **about) == []
    else:
        assert [row["seq"] for row in messages] == list(range(1, len(model.lines) + 1))
        assert [_said(row) for row in messages] == [
            (line.author, line.client_id, line.text) for line in model.lines
        ]
    assert len(await services.rows("tickets", "tickets", **about)) <= 1


async def is_waited_for(services: Services, conversation_id: str) -> bool:
    """Some purge or restore was decided and is not done."""
    entries = await services.rows("trash", "entries", _id=conversation_id)
    return any(row["state"] in ("restoring", "purging") for row in entries)


async def is_settled(services: Services, model: Model, conversation_id: str) -> None:
    """All three agree."""
    await _trash_agrees(services, model, conversation_id)
    await _ticket_agrees(services, model, conversation_id)


async def _trash_agrees(services: Services, model: Model, conversation_id: str) -> None:
    entries = await services.rows("trash", "entries", _id=conversation_id)
    states = [row["state"] for row in entries]
    wanted = {"here": ([], ["restored"]), "trash": (["held"],), "gone": (["purged"],)}
    assert states in wanted[model.place]


async def _ticket_agrees(services: Services, model: Model, conversation_id: str) -> None:
    tickets = await services.rows("tickets", "tickets", conversation_id=conversation_id)
    if tickets:
        transcript = await services.rows("tickets", "transcripts", ticket_id=tickets[0]["_id"])
        assert [row["seq"] for row in transcript] == list(range(1, len(model.lines) + 1))
    if model.place == "gone":
        return
    kept = "conversations" if model.place == "here" else "deleted_conversations"
    [row] = await services.rows("chat", kept, _id=conversation_id)
    state = (row.get("conversion") or {}).get("state")
    assert state != "requested"
    assert (state == "created") == bool(tickets)


def _said(row: Document) -> tuple[str, str, str]:
    return f"{row['author']['kind']}:{row['author']['id']}", row["client_id"], row["text"]
