"""System tests share one system, so a name that two of them give to a customer finds two rows."""

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.style.figures import ROOT

GIVES_A_NAME = {"a_customer": 1, "start": 2, "write_first": 2, "_talks": 2}
"""Helpers, and where they take the customer's name when it has no keyword."""


def test_no_two_tests_give_their_customers_the_same_name() -> None:
    tests_of = defaultdict(set)
    for path in (ROOT / "tests" / "system").glob("test_*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.AsyncFunctionDef) and function.name.startswith("test_"):
                for name in _names(function):
                    tests_of[name].add(f"{path.name} {function.name}")
    assert tests_of
    assert {name: tests for name, tests in tests_of.items() if len(tests) > 1} == {}


def _names(test: ast.AsyncFunctionDef) -> Iterator[str]:
    for call in ast.walk(test):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)):
            continue
        called = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        if called not in GIVES_A_NAME or _is_a_persons_own(call):
            continue
        given = [keyword.value for keyword in call.keywords if keyword.arg == "name"]
        given += call.args[GIVES_A_NAME[called] :][:1]
        yield from (str(n.value) for n in given[:1] if isinstance(n, ast.Constant))


def _is_a_persons_own(call: ast.Call) -> bool:
    """``mia.start(key, text)``: over HTTP, in tests that look for no row."""
    return (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id not in ("widget", "console"))
    )
