"""The generated files: where each goes, and what it says."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.local import mongod
from deploy.manifests import settings_table
from deploy.manifests.processes import HTTP_PORT, METRICS_PORT, processes

DEPLOY = Path(__file__).resolve().parents[1]
BASE = DEPLOY / "k8s" / "base"
VERSION = "0.1.0"
_TEMPLATES = Environment(  # noqa: S701 - it writes YAML, from our own words
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def files() -> Mapping[Path, str]:
    """Every generated file with its text."""
    everybody = processes()
    words = {
        "processes": everybody,
        "http": HTTP_PORT,
        "metrics": METRICS_PORT,
        "version": VERSION,
        "mongod_options": mongod.OPTIONS,
    }
    pages = {
        DEPLOY / "compose.yaml": _page("compose.yaml.j2", words),
        BASE / "kustomization.yaml": _page("kustomization.yaml.j2", words),
        BASE / "setup.yaml": _page("setup.yaml.j2", words),
        settings_table.PAGE: settings_table.page(),
    }
    each = {
        BASE / f"{process.name}.yaml": _page("process.yaml.j2", words | {"process": process})
        for process in everybody
    }
    return pages | each


def _page(template: str, words: Mapping[str, object]) -> str:
    return _TEMPLATES.get_template(template).render(words)
