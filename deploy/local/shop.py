"""The demo shop: two pages of somebody else's, on their own origin, with Parley's widget in them.

``python -m deploy.local.shop``, with its settings in the environment.
"""

import os

from aiohttp import web

from deploy.local.ports import HOST
from deploy.local.web import DIST

SHOP = DIST / "shop"

PAGES = {"/": "index.html", "/product.html": "product.html"}


def create_app(gateway_url: str, workspace_key: str) -> web.Application:
    """The shop's pages, with the widget of that workspace, and what they load below ``/assets``."""

    async def page(request: web.Request) -> web.Response:
        file = SHOP / request.match_info.get("page", "index.html")
        if not file.exists():
            raise web.HTTPNotFound
        text = file.read_text().replace("{{gateway_url}}", gateway_url)
        text = text.replace("{{workspace_key}}", workspace_key)
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get(r"/{page:[a-z]+\.html}", page)
    app.router.add_static("/assets", DIST / "assets")
    return app


if __name__ == "__main__":
    web.run_app(
        create_app(os.environ["SHOP_GATEWAY_URL"], os.environ["SHOP_WORKSPACE_KEY"]),
        host=HOST,
        port=int(os.environ["SHOP_PORT"]),
        access_log=None,
        print=None,
    )
