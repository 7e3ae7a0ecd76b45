"""Which agents customers can reach now, as ``services/presence`` knows it.

Asked at most once a second per workspace, and never waited for long: without an answer nothing is
known, and everything else goes on.
"""

from cachetools import TTLCache
from pydantic import ValidationError

from gateway.api.proxy import Proxy
from shared import refusals, telemetry
from shared.contracts.presence import TEAM_PATH, Team
from shared.identity import IdentitySigner, Principal

KEPT_SECONDS = 1.0
KEPT_ENTRIES = 10_000
ASK_SECONDS = 1.0

_log = telemetry.logger(__name__)


class Teams:
    """Reads through to the service."""

    def __init__(self, presence: Proxy, signer: IdentitySigner) -> None:
        self._presence = presence
        self._signer = signer
        self._known = TTLCache[str, Team | None](KEPT_ENTRIES, KEPT_SECONDS)

    async def online_agents(self, workspace_id: str) -> frozenset[str] | None:
        """Their ids; ``None`` where that cannot be told now."""
        if workspace_id not in self._known:
            team = await self._ask(workspace_id)
            self._known.setdefault(workspace_id, team)
        known = self._known.get(workspace_id)
        return None if known is None else frozenset(known.online_agent_ids)

    def learn(self, workspace_id: str, team: Team) -> None:
        """Take in a change that was heard, unless newer news is known."""
        known = self._known.get(workspace_id)
        if known is None or known.version < team.version:
            self._known[workspace_id] = team

    async def _ask(self, workspace_id: str) -> Team | None:
        anybody = Principal(kind="customer", id="gateway", workspace_id=workspace_id, name="")
        try:
            answer = await self._presence.read(self._signer.sign(anybody), TEAM_PATH, ASK_SECONDS)
            return Team.model_validate_json(answer)
        except (refusals.Unavailable, ValidationError) as error:
            _log.info("team not known", workspace_id=workspace_id, error=type(error).__name__)
            return None
