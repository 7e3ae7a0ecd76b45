"""What nobody expects: any JSON, texts that trip programs up, and events with those in them."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

Json = Any
Path = tuple[str | int, ...]

TEXTS = st.one_of(
    st.text(max_size=50),
    st.sampled_from(
        [
            "",
            "\x00",
            "$ne",
            "a.b",
            "\r\nBcc: all@shop.example",
            "{{ 7 * 7 }}",
            "<script>",
            "\u202e\u0000\ufffe",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
            "9" * 400,
            "x" * 20_000,
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(), st.floats(), st.sampled_from([-1, 0, 2**31, 2**53, 2**63, 2**64, 10**400])
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
DEEP = st.integers(1, 30_000).map(lambda depth: b"[" * depth)


def written(node: Json) -> bytes:
    """As JSON, or as what passes for it: ``NaN``, half a surrogate."""
    return json.dumps(node).encode()


def altered(sound: Json) -> st.SearchStrategy[Json]:
    """``sound`` with one to three of its members replaced by something odd, or gone."""
    places = list(_places(sound, ()))
    change = st.tuples(st.sampled_from(places), st.just(_GONE) | TEXTS | JSON)
    return st.lists(change, min_size=1, max_size=3).map(lambda changes: _changed(sound, changes))


_GONE = object()


def _places(node: Json, path: Path) -> Iterator[Path]:
    members = node.items() if isinstance(node, dict) else enumerate(node)
    for name, inner in members:
        yield (*path, name)
        if isinstance(inner, dict | list):
            yield from _places(inner, (*path, name))


def _changed(sound: Json, changes: list[tuple[Path, Json]]) -> Json:
    node = json.loads(json.dumps(sound))
    for path, value in changes:
        _change(node, path, value)
    return node


def _change(node: Json, path: Path, value: Json) -> None:
    """Nothing, where an earlier change has taken the place away."""
    *above, last = path
    try:
        for step in above:
            node = node[step]
        if value is _GONE:
            del node[last]
        else:
            node[last] = value
    except (KeyError, IndexError, TypeError):
        return
