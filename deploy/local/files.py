"""Files that are whole whenever somebody reads them, and that only their owner reads."""

import json
import os
from pathlib import Path


def write_json(path: Path, content: object) -> None:
    """Replace ``path`` by ``content`` as JSON, in one step."""
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=2)
    draft.replace(path)
