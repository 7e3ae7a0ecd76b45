"""What a gateway holds: who is connected, and what they do where."""

from gateway.identity.domain import Agent
from gateway.live.holding import GRACE_SECONDS, SILENCE_SECONDS, Connection, Holding
from gateway.live.socket import Listening

ANN = Agent("ann", "w1", "Ann", "ann@acme.example", "agent")


class Gateway:
    """A holding with shorthands; ``told`` counts how often it said that something changed."""

    def __init__(self) -> None:
        self.told = 0
        self.holding = Holding(self._tell)

    def _tell(self) -> None:
        self.told += 1

    def agent(self, agent: Agent = ANN) -> Connection:
        return self.holding.enter(Listening(agent.workspace_id, "s1", agent))

    def customer(self, conversation_id: str = "c1") -> Connection:
        return self.holding.enter(Listening("w1", conversation_id=conversation_id))

    def changes(self) -> dict[str, list[str]]:
        """Activities by place, of the places that changed."""
        conversations, teams = self.holding.changes()
        found: dict[str, list[str]] = {}
        for held in conversations:
            place = f"{held.workspace_id}/{held.conversation_id}"
            found[place] = [at.activity for at in held.connections]
        for team in teams:
            found[team.workspace_id] = [one.availability for one in team.connections]
        return found


def test_an_agent_who_connects_is_in_the_team_and_at_no_conversation() -> None:
    gateway = Gateway()
    gateway.agent()
    assert gateway.changes() == {"w1": ["online"]}
    assert gateway.changes() == {}


def test_a_customer_who_connects_is_at_their_conversation_until_they_leave() -> None:
    gateway = Gateway()
    mia = gateway.customer()
    assert gateway.changes() == {"w1/c1": ["connected"]}
    gateway.holding.pass_time(now=1e6)
    assert gateway.changes() == {}
    gateway.holding.leave(mia, now=1e6)
    assert gateway.changes() == {"w1/c1": []}


def test_a_connection_is_at_one_conversation_at_a_time() -> None:
    gateway = Gateway()
    ann = gateway.agent()
    gateway.changes()
    gateway.holding.does(ann, "c1", "viewing", now=1)
    gateway.holding.does(ann, "c2", "replying", now=2)
    assert gateway.changes() == {"w1/c1": [], "w1/c2": ["replying"]}


def test_none_ends_only_what_is_done_there() -> None:
    gateway = Gateway()
    ann = gateway.agent()
    gateway.holding.does(ann, "c2", "viewing", now=1)
    gateway.changes()
    gateway.holding.does(ann, "c1", None, now=2)
    assert gateway.changes() == {}
    gateway.holding.does(ann, "c2", None, now=2)
    assert gateway.changes() == {"w1/c2": []}


def test_the_same_again_changes_nothing_and_keeps_it_alive() -> None:
    gateway = Gateway()
    ann = gateway.agent()
    gateway.holding.does(ann, "c1", "viewing", now=0)
    told = gateway.told
    gateway.changes()
    gateway.holding.does(ann, "c1", "viewing", now=SILENCE_SECONDS - 1)
    gateway.holding.pass_time(now=SILENCE_SECONDS + 1)
    assert (gateway.told, gateway.changes()) == (told, {})


def test_an_agent_who_says_nothing_for_too_long_is_gone_from_there_and_still_in_the_team() -> None:
    gateway = Gateway()
    ann = gateway.agent()
    gateway.holding.does(ann, "c1", "viewing", now=0)
    gateway.changes()
    gateway.holding.pass_time(now=SILENCE_SECONDS)
    assert gateway.changes() == {"w1/c1": []}
    gateway.holding.does(ann, "c1", "viewing", now=SILENCE_SECONDS + 1)
    assert gateway.changes() == {"w1/c1": ["viewing"]}


def test_a_closed_tab_ends_at_its_conversation_at_once_and_in_the_team_after_a_grace() -> None:
    gateway = Gateway()
    ann = gateway.agent()
    gateway.holding.does(ann, "c1", "replying", now=0)
    gateway.changes()
    gateway.holding.leave(ann, now=1)
    assert gateway.changes() == {"w1/c1": []}
    gateway.holding.pass_time(now=GRACE_SECONDS)
    assert gateway.changes() == {}
    gateway.holding.pass_time(now=GRACE_SECONDS + 1)
    assert gateway.changes() == {"w1": []}
    assert gateway.holding.whole() == ([], [])


def test_what_an_agent_chose_counts_for_each_of_their_connections_and_nobody_elses() -> None:
    gateway = Gateway()
    gateway.agent()
    gateway.agent()
    gateway.agent(Agent("ben", "w1", "Ben", "ben@acme.example", "agent"))
    gateway.changes()
    gateway.holding.choose("ann", "w1", "away")
    assert gateway.changes() == {"w1": ["away", "away", "online"]}
    gateway.holding.choose("ann", "w1", "away")
    assert gateway.changes() == {}


def test_the_same_conversation_id_in_two_workspaces_is_two_places() -> None:
    gateway = Gateway()
    dan = gateway.agent(Agent("dan", "w2", "Dan", "dan@globex.example", "agent"))
    gateway.customer("c1")
    gateway.changes()
    gateway.holding.does(dan, "c1", "viewing", now=1)
    assert gateway.changes() == {"w2/c1": ["viewing"]}


def test_the_whole_is_everything_and_leaves_no_change_to_tell() -> None:
    gateway = Gateway()
    ann = gateway.agent()
    gateway.customer("c1")
    gateway.holding.does(ann, "c2", "viewing", now=1)
    conversations, teams = gateway.holding.whole()
    assert {held.conversation_id for held in conversations} == {"c1", "c2"}
    assert [held.workspace_id for held in teams] == ["w1"]
    assert gateway.changes() == {}


def test_a_conversation_where_nothing_changes_is_not_described_anew() -> None:
    gateway = Gateway()
    gateway.customer("c1")
    gateway.customer("c2")
    (_, c2), _ = gateway.holding.whole()
    gateway.customer("c1")
    (c1_now, c2_now), _ = gateway.holding.whole()
    assert len(c1_now.connections) == 2
    assert c2_now is c2
