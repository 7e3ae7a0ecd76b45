"""``multipart/form-data`` with exactly one part, a file, handed on while it arrives.

The push parser keeps nothing: what a piece of the body held is passed on before the next is read.
"""

from collections.abc import AsyncIterator

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from services.chat.use_cases.attachments import IncomingFile
from shared import refusals


async def only_file(content_type: str, body: AsyncIterator[bytes]) -> IncomingFile:
    """Read up to the file's first byte. Raises ``Invalid``, then and while content is read."""
    form = _Form(_boundary(content_type))
    async for piece in body:
        form.feed(piece)
        if form.is_open:
            return form.file(body)
    raise refusals.Invalid("The body holds no file.")


def _boundary(content_type: str) -> bytes:
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise refusals.Invalid("Send the file as multipart/form-data.")
    return boundary


class _Form:
    """What the parser has found so far."""

    def __init__(self, boundary: bytes) -> None:
        self.is_open = False
        self._is_ended = False
        self._field = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._pieces: list[bytes] = []
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_end": self._on_end,
                },
            )
        except FormParserError as error:
            raise refusals.Invalid(str(error)) from None

    def feed(self, piece: bytes) -> None:
        """Raises ``Invalid`` for what is no form of one file."""
        try:
            self._parser.write(piece)
        except FormParserError:
            raise refusals.Invalid("The body is not well-formed multipart/form-data.") from None

    def file(self, rest: AsyncIterator[bytes]) -> IncomingFile:
        """The file whose first bytes may have arrived, and the ``rest`` of the body."""
        _, options = parse_options_header(self._headers[b"content-disposition"])
        return IncomingFile(
            name=options[b"filename"].decode("utf-8", "replace"),
            content_type=self._headers.get(b"content-type", b"").decode("latin-1"),
            content=self._content(rest),
        )

    async def _content(self, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        for piece in self._taken():
            yield piece
        async for data in rest:
            self.feed(data)
            for piece in self._taken():
                yield piece
        if not self._is_ended:
            raise refusals.Invalid("The body ends before the file does.")

    def _taken(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces

    def _on_part_begin(self) -> None:
        if self.is_open:
            raise refusals.Invalid("Send one file at a time, and nothing beside it.")

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        if b"filename" not in options:
            raise refusals.Invalid("The part is not a file.")
        self.is_open = True

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._pieces.append(data[start:end])

    def _on_end(self) -> None:
        self._is_ended = True
