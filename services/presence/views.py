"""Places as clients see them."""

from services.presence import domain
from services.presence.domain import Place
from shared.contracts import presence as contracts


def of_conversation(place: Place) -> contracts.ConversationPresence:
    """Who is at a conversation."""
    return contracts.ConversationPresence(
        conversation_id=place.key.id,
        version=place.version,
        agents=_agents(place),
        customer=_customer(place),
    )


def of_team(place: Place) -> contracts.Team:
    """Whom customers can reach."""
    return contracts.Team(version=place.version, online_agent_ids=[*domain.online_agents(place)])


def _agents(place: Place) -> list[contracts.PresentAgent]:
    return [
        contracts.PresentAgent.model_validate(
            {
                "id": agent.id,
                "name": agent.name,
                "avatar_url": agent.avatar_url,
                "activity": activity,
            }
        )
        for agent, activity in domain.seen(place).agents
    ]


def _customer(place: Place) -> contracts.PresentCustomer:
    return contracts.PresentCustomer(
        is_online=place.is_customer_online, last_seen_at=place.last_seen_at
    )
