"""The web client's types are generated; this tells when they no longer match the contracts."""

import re
from pathlib import Path

from shared.contracts import schema

TYPES = Path(__file__).parents[2] / "gateway" / "web" / "lib" / "contracts.ts"


def test_the_web_clients_types_are_those_of_the_contracts() -> None:
    found = re.search(r"^// digest: (\w+)$", TYPES.read_text(), re.MULTILINE)
    assert found is not None
    assert found[1] == schema.public_schema()["x-digest"], "stale: run `npm run types`"
