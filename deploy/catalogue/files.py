"""Where the catalogue lies: generated files beside the documentation, and the recorded examples."""

import json
from pathlib import Path
from typing import Any

from deploy.catalogue import compatibility, document, publishing, schemas
from deploy.local import web

FOLDER = web.ROOT / "docs" / "events"
DOCUMENT = "asyncapi.json"


def schema_path(event_type: str) -> str:
    """Of an event's schema, below the folder."""
    return f"schemas/{event_type}.json"


def example_path(event_type: str) -> str:
    """Of an event's example, below the folder."""
    return f"examples/{event_type}.json"


def generated(folder: Path = FOLDER) -> dict[str, str]:
    """What every generated file should say, by its path below ``folder``, where the examples
    are.
    """
    published = publishing.published()
    examples = {each.type: _read(folder / example_path(each.type)) for each in published}
    files = {schema_path(each.type): schemas.event_schema(each.fact) for each in published}
    files[DOCUMENT] = document.asyncapi(published, examples)
    return {path: text(content) for path, content in files.items()}


def stale(folder: Path = FOLDER) -> list[str]:
    """Generated files that say something else than they should, or are not there."""
    return [
        path
        for path, wanted in generated(folder).items()
        if not (folder / path).exists() or (folder / path).read_text() != wanted
    ]


def broken(folder: Path = FOLDER) -> list[str]:
    """What the code's events break of the schemas that are in ``folder``, and what to do."""
    now = {each.type: schemas.event_schema(each.fact) for each in publishing.published()}
    sentences = []
    for path in sorted(folder.glob(schema_path("*"))):
        event_type = path.stem
        if event_type not in now:
            found = ["it is no longer said"]
        else:
            found = compatibility.breaks(_read(path), now[event_type])
        sentences += [compatibility.advice(event_type, each) for each in found]
    return sentences


def write(folder: Path = FOLDER) -> None:
    """Make the generated files what they should be."""
    for path, content in generated(folder).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)


def text(content: object) -> str:
    """JSON as it is committed."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> Any:
    return json.loads(path.read_text()) if path.exists() else None
