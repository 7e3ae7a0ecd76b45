"""Links to files in a mail: good for one file, for a while, and for whoever has the mail.

Signed with a key of the notifier's own; the gateway has its public half and serves the file.
"""

from datetime import datetime, timedelta

import jwt

ALGORITHM = "EdDSA"
AUDIENCE = "parley-file"
LIFETIME = timedelta(days=7)


class FileLinks:
    """Signs links below ``public_url``."""

    def __init__(self, private_key_pem: str, public_url: str) -> None:
        self._key = jwt.get_algorithm_by_name(ALGORITHM).prepare_key(private_key_pem)
        self._public_url = public_url.rstrip("/")

    def to(self, workspace_id: str, conversation_id: str, file_id: str, now: datetime) -> str:
        """A link that works for ``LIFETIME``."""
        claims = {
            "aud": AUDIENCE,
            "workspace_id": workspace_id,
            "conversation_id": conversation_id,
            "attachment_id": file_id,
            "exp": int((now + LIFETIME).timestamp()),
        }
        return f"{self._public_url}/files/{jwt.encode(claims, self._key, algorithm=ALGORITHM)}"
