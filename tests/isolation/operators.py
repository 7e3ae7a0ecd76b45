"""What would be more than a value to a database, in the place of every value of a request."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from tests.isolation.asking import Call

IN_PATHS: Final = ('{"$ne":null}', "[$ne]", "$where", "..%00")
IN_QUERIES: Final = ("[$ne]", "[$regex]", "[]")
"""Behind a parameter's name, where some frameworks make an object of it."""


def in_body(body: Any) -> Iterator[Any]:
    """``body`` with one of its values replaced, for every value and every operator."""
    yield from ({"$ne": None}, [body], _of_another_type(body))
    if isinstance(body, dict):
        yield {**body, "$where": "true"}
        for name, value in body.items():
            yield from ({**body, name: other} for other in in_body(value))
    elif isinstance(body, list):
        for place, value in enumerate(body):
            yield from ([*body[:place], other, *body[place + 1 :]] for other in in_body(value))


def in_query(asked: Call) -> Iterator[Call]:
    """Each parameter once as an operator beside itself."""
    for name in asked.query:
        for operator in IN_QUERIES:
            yield replace(asked, query={**asked.query, f"{name}{operator}": ""})


def _of_another_type(value: Any) -> Any:
    """JSON that is no ``value`` to anybody who is strict about types."""
    return 7 if isinstance(value, str | bool | list | dict) else str(value)
