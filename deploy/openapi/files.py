"""Where the document lies."""

import json

from deploy.local import web
from deploy.openapi import document, routes

PATH = web.ROOT / "docs" / "api" / "openapi.json"


def text() -> str:
    """What the file should say."""
    content = document.openapi(routes.public())
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
