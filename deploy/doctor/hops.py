"""The way of one chat, hop by hop: what is tried, and which processes it leads through."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from deploy.doctor.people import Person, new_id

NAME = "Parley doctor"
QUESTION, REPLY = "Is anybody there?", "Everybody is."


@dataclass
class Visit:
    """One examination: who takes part, and what they have come to know."""

    agent: Person
    customer: Person
    email: str
    password: str
    workspace_key: str = ""
    conversation_id: str = ""
    token: str = ""

    @property
    def path(self) -> str:
        """The conversation, for the agent."""
        return f"/api/v1/conversations/{self.conversation_id}"


async def health(visit: Visit) -> None:
    """The gateway answers, and says that everything behind it is ready."""
    await visit.customer.ask("GET", "/healthz")


async def sign_in(visit: Visit) -> None:
    """An agent signs in."""
    credentials = {"email": visit.email, "password": visit.password}
    await visit.agent.ask("POST", "/api/v1/session", credentials)
    visit.workspace_key = (await visit.agent.ask("GET", "/api/v1/workspace"))["key"]


async def socket(visit: Visit) -> None:
    """The agent's socket opens, and is bound at the broker."""
    await visit.agent.open_socket("/api/v1/stream")


async def start(visit: Visit) -> None:
    """A customer writes for the first time, and it is stored."""
    body = {
        "client_id": new_id(),
        "name": NAME,
        "email": "doctor@parley.example",
        "text": QUESTION,
    }
    path = f"/widget/v1/{visit.workspace_key}/conversations"
    opened = await visit.customer.ask("POST", path, body)
    visit.conversation_id, visit.token = opened["conversation"]["id"], opened["token"]
    visit.customer.carry(visit.token)


async def arrival(visit: Visit) -> None:
    """The agent's socket hears of the new conversation."""
    await visit.agent.frames.until("conversation.started.v1", visit.conversation_id)


async def reply(visit: Visit) -> None:
    """The agent answers, and it is stored."""
    await visit.customer.open_socket("/widget/v1/stream", visit.token)
    body = {"client_id": new_id(), "text": REPLY, "attachment_ids": [], "last_seen_seq": 1}
    await visit.agent.ask("POST", f"{visit.path}/messages", body)


async def delivery(visit: Visit) -> None:
    """Both sockets hear the answer."""
    kind = "conversation.message_sent.v1"
    await visit.agent.frames.until(kind, visit.conversation_id, text=REPLY)
    await visit.customer.frames.until(kind, visit.conversation_id, text=REPLY)


async def presence(visit: Visit) -> None:
    """The agent looks at the conversation, and presence knows."""
    await visit.agent.frames.say(
        type="presence", conversation_id=visit.conversation_id, activity="viewing"
    )

    async def is_known() -> bool:
        path = f"/api/v1/presence/{visit.conversation_id}"
        return bool((await visit.agent.ask("GET", path))["agents"])

    await visit.agent.until("presence does not know who views the conversation", is_known)


async def notify(visit: Visit) -> None:
    """The notifier heard of the conversation, and decided whom to tell."""

    async def is_decided() -> bool:
        return bool((await visit.agent.ask("GET", f"{visit.path}/notifications"))["items"])

    await visit.agent.until("the notifier tells nobody of the conversation", is_decided)


async def close(visit: Visit) -> None:
    """The agent closes it, and sockets hear that."""
    await visit.agent.ask("POST", f"{visit.path}/close")
    await visit.agent.frames.until("conversation.closed.v1", visit.conversation_id)


async def trash(visit: Visit) -> None:
    """The agent deletes it, the trash has it, and it comes back."""
    await visit.agent.ask("DELETE", visit.path)

    async def is_in_the_trash() -> bool:
        kept = (await visit.agent.ask("GET", "/api/v1/trash"))["items"]
        return any(each["conversation_id"] == visit.conversation_id for each in kept)

    await visit.agent.until("the trash does not have what was deleted", is_in_the_trash)
    await visit.agent.ask("POST", f"/api/v1/trash/{visit.conversation_id}/restore")
    await visit.agent.frames.until("conversation.restored.v1", visit.conversation_id)


async def convert(visit: Visit) -> None:
    """It becomes a ticket: chat asks, tickets makes it, chat hears of it."""
    companies = (await visit.agent.ask("GET", "/api/v1/companies?q=Parley"))["items"]
    company = next((each for each in companies if each["name"] == NAME), None)
    company = company or await visit.agent.ask("POST", "/api/v1/companies", {"name": NAME})
    wish = {"subject": NAME, "company_id": company["id"]}
    await visit.agent.ask("POST", f"{visit.path}/ticket", wish)
    await visit.agent.frames.until("conversation.converted.v1", visit.conversation_id)


Hop = Callable[[Visit], Awaitable[None]]

HOPS: tuple[tuple[Hop, str], ...] = (
    (health, "gateway, every service"),
    (sign_in, "gateway → MongoDB"),
    (socket, "gateway ⇄ RabbitMQ"),
    (start, "gateway → chat → MongoDB"),
    (arrival, "chat → RabbitMQ → gateway → socket"),
    (reply, "gateway → chat → MongoDB"),
    (delivery, "chat → RabbitMQ → gateway → sockets"),
    (presence, "socket → gateway → RabbitMQ → presence"),
    (notify, "chat → RabbitMQ → notifier"),
    (close, "gateway → chat → RabbitMQ → socket"),
    (trash, "chat → RabbitMQ → trash → RabbitMQ → chat"),
    (convert, "chat → RabbitMQ → tickets → RabbitMQ → chat"),
)
NEEDED = (sign_in, socket, start)
"""Without one of these nothing else can be tried."""
