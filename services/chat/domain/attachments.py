"""Files: what they may be called, what they are, and which of them a message may carry."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.chat.domain.people import Author
from shared import refusals

KEPT = timedelta(hours=24)
"""How long a file is kept that no message carries."""
POSTABLE = KEPT - timedelta(hours=1)
"""How long it may be posted: the hour between keeps a removal from ever meeting a late post."""

NAME_CHARACTERS = 200
UNNAMED = "file"
UNKNOWN_TYPE = "application/octet-stream"
SIGNATURE_BYTES = 12
"""How much of a file's beginning ``content_type`` needs."""

_SIGNATURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
_PLAIN_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")


class UnknownAttachment(refusals.Invalid):
    """Not a file that this author uploaded to this conversation and has not posted yet."""

    slug, title = "unknown-attachment", "No such file to post"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as a message shows it; ``size`` in bytes."""

    id: str
    name: str
    size: int
    content_type: str

    @property
    def is_raster_image(self) -> bool:
        """Proved by its first bytes, so a browser may show it in place."""
        return self.content_type in _SIGNATURES


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file, before and after a message (``message_id``) carries it, and after a ticket
    (``ticket_id``) does too.
    """

    attachment: Attachment
    workspace_id: str
    conversation_id: str
    uploader_key: str
    uploaded_at: datetime
    message_id: str | None = None
    ticket_id: str | None = None

    def may_be_posted(self, conversation_id: str, author: Author, now: datetime) -> bool:
        """Once, by its uploader, where it was uploaded, and not too late."""
        return (
            self.message_id is None
            and self.conversation_id == conversation_id
            and self.uploader_key == author.key
            and now - self.uploaded_at < POSTABLE
        )

    def may_be_seen(self, author: Author) -> bool:
        """By everyone in the conversation once it is posted, before that by its uploader."""
        return self.message_id is not None or self.uploader_key == author.key


def posted(
    uploads: Sequence[Upload],
    wanted_ids: Sequence[str],
    conversation_id: str,
    author: Author,
    now: datetime,
) -> tuple[Attachment, ...]:
    """The files called ``wanted_ids``, in that order. Raises ``UnknownAttachment``."""
    postable = {
        upload.attachment.id: upload.attachment
        for upload in uploads
        if upload.may_be_posted(conversation_id, author, now)
    }
    try:
        # Taking each one out makes an id that is named twice unknown the second time.
        return tuple(postable.pop(wanted_id) for wanted_id in wanted_ids)
    except KeyError as unknown:
        raise UnknownAttachment(attachment_id=unknown.args[0]) from None


def file_name(declared: str) -> str:
    """What to call a file whose sender calls it ``declared``: no path, nothing invisible.

    Cut from the left, because the end of a name tells what to open it with.
    """
    last = declared.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in last if not unicodedata.category(c).startswith("C")).strip()
    return visible[-NAME_CHARACTERS:] if visible.strip(".") else UNNAMED


def content_type(declared: str, beginning: bytes) -> str:
    """What a file is: proved for raster images, as declared (when that is plain) for the rest."""
    for image_type, signature in _SIGNATURES.items():
        if signature.match(beginning):
            return image_type
    declared = declared.partition(";")[0].strip().lower()
    if declared in _SIGNATURES or not _PLAIN_TYPE.fullmatch(declared):
        return UNKNOWN_TYPE
    return declared
