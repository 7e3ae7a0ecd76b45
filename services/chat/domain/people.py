"""Who takes part in a conversation."""

from dataclasses import dataclass
from typing import Literal

AuthorKind = Literal["customer", "agent", "system"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something: a customer, an agent, or the system for itself."""

    kind: AuthorKind
    id: str
    name: str
    avatar_url: str | None = None

    @property
    def key(self) -> str:
        """Tells authors of every kind apart."""
        return f"{self.kind}:{self.id}"


SYSTEM = Author("system", "parley", "Parley")


@dataclass(frozen=True, slots=True)
class Customer:
    """Who a conversation is with."""

    id: str
    name: str
    email: str
