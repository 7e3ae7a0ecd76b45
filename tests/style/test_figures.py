"""The code keeps its shape: its tail of long files and functions, its types, its exceptions."""

import ast
import re

import pytest

from tests.style import figures

LONGEST_FILE = 400
LONGEST_TEST_FILE = 400
LONGEST_FUNCTION = 50
LINES_PER_IGNORE = 1000

EDGES = {
    "services/notifier/use_cases/couriers.py Couriers._deliver",
    "services/notifier/use_cases/couriers.py Couriers._next",
    "services/notifier/use_cases/sending.py deliver",
    "shared/schedule.py Every.run",
    "shared/app.py not_ready.broken",
    "shared/batches.py _answer",
    "shared/bus/consumer.py Consumer._handle",
    "shared/bus/consumer.py Consumer._settle",
    "shared/bus/ephemeral.py Worker._receive",
    "shared/bus/listener.py Listener._receive",
    "shared/outbox.py Outbox._poll",
}
"""Where whatever is raised must end, or goes to who asked: loops that outlive what they call."""


@pytest.fixture(scope="module")
def modules() -> list[figures.Module]:
    return figures.modules()


def test_the_figures_are_printed(
    modules: list[figures.Module], capsys: pytest.CaptureFixture[str]
) -> None:
    functions = [function for module in modules for _, function in module.functions]
    lines = sum(len(module.lines) for module in modules)
    comments = sum(len(module.comments) for module in modules)
    with capsys.disabled():
        print(f"""
  {len(modules)} files, {lines} lines: {figures.spread([len(m.lines) for m in modules])}
  {len(functions)} functions: {figures.spread([figures.length(f) for f in functions])}
  {100 * comments / lines:.1f} comments per 100 lines""")


def test_no_file_is_longer_than_can_be_read_at_once(modules: list[figures.Module]) -> None:
    assert [m.name for m in modules if len(m.lines) > LONGEST_FILE] == []


def test_no_test_file_is_longer_than_can_be_read_at_once() -> None:
    tests = figures.modules(tests=True)
    assert [m.name for m in tests if len(m.lines) > LONGEST_TEST_FILE] == []


def test_no_function_is_longer_than_a_screen(modules: list[figures.Module]) -> None:
    assert [
        f"{module.name} {name}"
        for module in modules
        for name, function in module.functions
        if figures.length(function) > LONGEST_FUNCTION
    ] == []


def test_every_function_says_its_types(modules: list[figures.Module]) -> None:
    assert [
        f"{module.name} {name}"
        for module in modules
        for name, function in module.functions
        if not figures.is_typed(function)
    ] == []


def test_a_type_is_ignored_seldom_and_with_a_reason(modules: list[figures.Module]) -> None:
    ignores = [
        f"{module.name}: {line.strip()}"
        for module in modules
        for line in module.lines
        if "# type: ignore" in line
    ]
    assert len(ignores) <= sum(len(module.lines) for module in modules) / LINES_PER_IGNORE
    assert [line for line in ignores if not re.search(r"ignore\[[a-z-]+\]  # \S", line)] == []


def test_everything_is_caught_only_at_the_named_edges(modules: list[figures.Module]) -> None:
    assert {where for module in modules for where in figures.broad_excepts(module)} == EDGES


def test_a_module_says_what_it_is_for(modules: list[figures.Module]) -> None:
    assert [m.name for m in modules if m.lines and not ast.get_docstring(m.tree)] == []
