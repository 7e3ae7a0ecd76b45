"""Who knocks, and what they show; the people of a workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.isolation.homes import Home
from tests.people import Agent, Customer

COOKIE = "parley_session"


@dataclass(frozen=True)
class Principal:
    """Somebody with what they show: in ``headers``, or as the ``token`` of a first frame.

    ``words`` are all that they may read; ``things`` what they may call their own. Those who are
    nobody (any more) name the things of the workspace that they would like to see.
    """

    name: str
    standing: str
    home: Home
    headers: Mapping[str, str]
    words: frozenset[str] = frozenset()
    things: Mapping[str, str] = field(default_factory=dict)
    agent: Agent | None = None

    @property
    def is_customer(self) -> bool:
        return self.standing.startswith("customer")

    def having(self, things: Mapping[str, str]) -> "Principal":
        """The same one, with these things in the place of others."""
        return replace(self, things={**self.things, **things})

    @property
    def token(self) -> str:
        """What they say first on a socket, where no cookie speaks for them."""
        return self.headers.get("Authorization", "Bearer none").partition(" ")[2]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def cookie(secret: str) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={secret}"}


def residents(home: Home) -> list[Principal]:
    """Who belongs there: an admin by session, an agent by API token, customers."""
    own, words = home.own, home.words
    return [
        _agent(home, "admin", "ann", home.ann, cookie(home.ann.http.cookies[COOKIE])),
        _agent(home, "agent", "ben", home.ben, bearer(own["ben"]["secret"])),
        _customer(home, "customer", "mia", home.mia, frozenset({words.front, words.mia})),
        _customer(home, "customer", "noor", home.noor, frozenset({words.front, words.noor})),
    ]


def customers_of_what_is_deleted(home: Home) -> list[Principal]:
    words = frozenset({home.words.front, home.words.guest})
    return [
        _customer(home, "customer of what is deleted", name, person, words)
        for name, person in (("trudy", home.trudy), ("perry", home.perry))
    ]


def in_session(principal: Principal, agent: Agent) -> Principal:
    """The same agent by a session of its own."""
    return replace(principal, headers=cookie(agent.http.cookies[COOKIE]))


def customer_of(home: Home, customer: Customer, things: dict[str, str]) -> Principal:
    """A customer who has just come, with the words of all who just come."""
    words = frozenset({home.words.front, home.words.guest})
    return Principal(
        f"a customer of {home.name}",
        home.standing("customer"),
        home,
        {"Authorization": customer.http.headers["Authorization"]},
        words,
        home.things | things,
    )


def _agent(home: Home, role: str, name: str, agent: Agent, headers: Mapping[str, str]) -> Principal:
    words = home.words.of_agents | {getattr(home.words, name)}
    things = home.things | home.own[name]
    return Principal(
        f"{name} of {home.name}", home.standing(role), home, headers, words, things, agent
    )


def _customer(
    home: Home, role: str, name: str, customer: Customer, words: frozenset[str]
) -> Principal:
    headers = {"Authorization": customer.http.headers["Authorization"]}
    things = home.things | home.own.get(name, {})
    return Principal(f"{name} of {home.name}", home.standing(role), home, headers, words, things)
