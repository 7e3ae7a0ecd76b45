"""The trash's settings, read from its environment (``PARLEY_…``)."""

from pydantic import Field

from shared.settings import ServiceSettings


class TrashSettings(ServiceSettings):
    """``trash_retention_seconds`` is how long what is deleted from now on is kept."""

    trash_retention_seconds: int = Field(default=30 * 24 * 3600, ge=1)
