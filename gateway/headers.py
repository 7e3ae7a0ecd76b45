"""Security headers on every answer, where the route has not said something of its own."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BY_DEFAULT = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-content-type-options", b"nosniff"),
)
_OVER_HTTPS = ((b"strict-transport-security", b"max-age=31536000"),)


class SecurityHeadersMiddleware:
    """Adds what is missing; pure ASGI, because every message of every customer passes here."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._headers = (*_BY_DEFAULT, *_OVER_HTTPS) if is_https else _BY_DEFAULT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                said = {name for name, _ in headers}
                message["headers"] = [*headers, *(h for h in self._headers if h[0] not in said)]
            await send(message)

        return await self._app(scope, receive, send_with_headers)
