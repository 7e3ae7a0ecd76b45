"""Settings that every process reads from its environment (``PARLEY_…``).

Nothing here has a secret as its default: a process with a missing setting ends at once and
names it.
"""

from pydantic_settings import BaseSettings, SettingsConfigDict


class ProcessSettings(BaseSettings):
    """What every process needs. The database is named by the path of ``mongo_url``."""

    model_config = SettingsConfigDict(env_prefix="PARLEY_", frozen=True)

    host: str = "127.0.0.1"
    port: int = 0
    mongo_url: str
    amqp_url: str
    log_level: str = "INFO"


class ServiceSettings(ProcessSettings):
    """What a service behind the gateway needs besides: the key (Ed25519, PEM) that proves who
    is calling.
    """

    identity_public_key: str
