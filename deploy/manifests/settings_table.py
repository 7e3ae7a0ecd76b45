"""Every setting of every process in one table, for docs/operations.md."""

from pathlib import Path

from deploy.manifests.processes import Setting, processes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
BEGIN = "<!-- settings: written by `make manifests` -->"
END = "<!-- end of settings -->"


def table() -> str:
    """A line per variable: who reads it, and what holds when it is not set."""
    readers: dict[str, list[tuple[str, Setting]]] = {}
    for process in processes():
        for setting in process.settings:
            readers.setdefault(setting.variable, []).append((process.name, setting))
    lines = [_line(variable, read) for variable, read in readers.items()]
    return "\n".join(["| Variable | Read by | | When it is not set |", "|---|---|---|---|", *lines])


def _line(variable: str, read: list[tuple[str, Setting]]) -> str:
    names = "all" if len(read) == len(processes()) else ", ".join(name for name, _ in read)
    defaults = {name: _default(setting) for name, setting in read}
    said = set(defaults.values())
    default = said.pop() if len(said) == 1 else ", ".join(f"{n}: {d}" for n, d in defaults.items())
    secret = "secret" if read[0][1].is_secret else ""
    return f"| `{variable}` | {names} | {secret} | {default} |"


def _default(setting: Setting) -> str:
    if setting.is_required:
        return "refuses to start"
    if setting.default is None:
        return "–"
    return "beside the code" if Path(setting.default).is_absolute() else f"`{setting.default}`"


def page() -> str:
    """The page with the table as it should be."""
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"
