"""Who takes part: customers, agents, and the system when it speaks for itself."""

from typing import Annotated, Literal

from pydantic import EmailStr, StringConstraints

from shared.contracts.values import Id, Wire

Email = Annotated[EmailStr, StringConstraints(max_length=254)]

AuthorKind = Literal["customer", "agent", "system"]


class Person(Wire):
    """An agent as others see them."""

    id: Id
    name: str
    avatar_url: str | None


class Author(Wire):
    """Who wrote a message or closed a conversation."""

    kind: AuthorKind
    id: Id
    name: str
    avatar_url: str | None


class Customer(Wire):
    """Who the conversation is with, as agents see them."""

    name: str
    email: str
    avatar_url: str | None = None
