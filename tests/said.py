"""Whether everything that was said keeps to the catalogue."""

import json
from collections import Counter
from typing import Any

import jsonschema_rs

from deploy.catalogue import files
from shared.bus.log import replay

Json = dict[str, Any]


class Catalogue:
    """The committed schemas, by event type."""

    def __init__(self) -> None:
        self._schemas = {
            path.stem: jsonschema_rs.validator_for(
                json.loads(path.read_text()), validate_formats=True
            )
            for path in files.FOLDER.glob(files.schema_path("*"))
        }

    def misfit(self, event: Json) -> str | None:
        """What is wrong with ``event``, if something is."""
        schema = self._schemas.get(event["type"])
        if schema is None:
            return f"{event['type']} is not in the catalogue"
        error = next(schema.iter_errors(event), None)
        return f"{event['type']} {list(error.instance_path)}: {error.message}" if error else None


async def keeps_to_the_catalogue(amqp_url: str) -> None:
    """Every event in the log fits its schema; raises ``AssertionError`` with what does not."""
    catalogue = Catalogue()
    heard: Counter[str] = Counter()
    misfits: Counter[str] = Counter()
    async for body in replay(amqp_url):
        event = json.loads(body)
        heard[event["type"]] += 1
        if misfit := catalogue.misfit(event):
            misfits[misfit] += 1
    assert heard, "a system says something when it starts"
    assert not misfits
