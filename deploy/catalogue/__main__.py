"""``python -m deploy.catalogue``: write the catalogue of events anew. ``… record`` takes examples
from the log of a running system, for events that have none that fits.
"""

import asyncio
import json
import os
import sys
from typing import Any

import jsonschema_rs

from deploy import broker
from deploy.catalogue import files, publishing
from shared.bus.log import replay

LONGEST_TEXT = 200


def main() -> int:
    """The exit code: 1 when readers of an event would be broken, and nothing was written."""
    if sentences := files.broken():
        print(*sentences, sep="\n", file=sys.stderr)
        return 1
    files.write()
    if sys.argv[1:] == ["record"]:
        asyncio.run(_record(broker.reader_url(os.environ)))
        files.write()
    return 0


async def _record(amqp_url: str) -> None:
    wanted = {each.type: files.FOLDER / files.example_path(each.type) for each in _lacking()}
    async for body in replay(amqp_url):
        event = json.loads(body)
        if path := wanted.get(event["type"]):
            path.parent.mkdir(exist_ok=True)
            path.write_text(files.text(_cut(event)))
    for event_type, path in wanted.items():
        print(f"{event_type}: {'recorded' if path.exists() else 'did not happen'}")


def _cut(node: Any) -> Any:
    """With long texts cut: an example is read by people."""
    if isinstance(node, dict):
        return {name: _cut(inner) for name, inner in node.items()}
    if isinstance(node, list):
        return [_cut(inner) for inner in node]
    return node[:LONGEST_TEXT] if isinstance(node, str) else node


def _lacking() -> list[publishing.Published]:
    return [each for each in publishing.published() if not _has_example(each.type)]


def _has_example(event_type: str) -> bool:
    example = files.FOLDER / files.example_path(event_type)
    if not example.exists():
        return False
    schema = json.loads((files.FOLDER / files.schema_path(event_type)).read_text())
    return jsonschema_rs.is_valid(schema, json.loads(example.read_text()))


if __name__ == "__main__":
    sys.exit(main())
