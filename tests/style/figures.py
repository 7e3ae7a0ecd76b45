"""The figures of the code's shape: lengths, types, ignores, broad excepts."""

import ast
import math
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of the repository."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the root of the repository."""
        return str(self.path.relative_to(ROOT))

    @cached_property
    def lines(self) -> list[str]:
        """What it says, line by line."""
        return self.path.read_text().splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """What it says, parsed."""
        return ast.parse("\n".join(self.lines))

    @cached_property
    def functions(self) -> list[tuple[str, Function]]:
        """Its functions and methods by qualified name, inner ones too."""
        return list(_functions(self.tree, ""))

    @property
    def comments(self) -> list[str]:
        """Its lines that are or carry a comment."""
        return [line for line in self.lines if line.lstrip().startswith("#") or "  # " in line]


def modules(*, tests: bool = False) -> list[Module]:
    """The Python files under version control, without those of tests unless asked for."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [
        Module(path)
        for path in sorted(paths)
        if path.exists() and (tests or not path.is_relative_to(ROOT / "tests"))
    ]


def length(function: Function) -> int:
    """Its lines, from ``def`` to the last, without its docstring."""
    last = function.end_lineno or function.lineno
    first = function.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    doc = (first.end_lineno or first.lineno) - first.lineno + 1 if is_doc else 0
    return last - function.lineno + 1 - doc


def is_typed(function: Function) -> bool:
    """Every argument but ``self`` and ``cls`` says its type, and so does the result."""
    spec = function.args
    named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg]
    given = [argument for argument in named if argument and argument.arg not in ("self", "cls")]
    return function.returns is not None and all(argument.annotation for argument in given)


def broad_excepts(module: Module) -> Iterator[str]:
    """``path function`` of each ``except Exception`` (or broader) that does not raise again; the
    innermost function is named.
    """
    for name, function in reversed(module.functions):
        inner = {id(node) for other in _inside(function) for node in ast.walk(other)}
        for node in ast.walk(function):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node) and id(node) not in inner:
                yield f"{module.name} {name}"


def spread(values: Sequence[int]) -> str:
    """Median, ninetieth percentile and largest."""
    ranked = sorted(values)
    median, p90 = (ranked[math.ceil(len(ranked) * share) - 1] for share in (0.5, 0.9))
    return f"median {median}, p90 {p90}, longest {ranked[-1]}"


def _functions(node: ast.AST, inside: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            name = f"{inside}.{child.name}".lstrip(".")
            if not isinstance(child, ast.ClassDef):
                yield name, child
            yield from _functions(child, name)
        else:
            yield from _functions(child, inside)


def _inside(function: Function) -> Iterator[Function]:
    for _, inner in _functions(function, ""):
        yield inner


def _is_broad(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in ("Exception", "BaseException"))
        for name in names
    )
