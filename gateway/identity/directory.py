"""Workspaces, agents and credentials as they were within the last second, so that not every
request of a busy agent asks the database.

A change made by this process is seen by it at once. One made elsewhere is seen as soon as its
event is heard, and a second later where it is not. A read that was under way meanwhile may bring
what was true before: it never replaces what is newer.
"""

from cachetools import TTLCache

from gateway.identity.domain import Agent, Credential, CredentialKind, Workspace
from gateway.identity.repository import Repository
from shared import refusals

KEPT_SECONDS = 1.0
KEPT_ENTRIES = 10_000


class Directory:
    """Reads through to the repository."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._workspaces = TTLCache[str, Workspace](KEPT_ENTRIES, KEPT_SECONDS)
        self._agents = TTLCache[str, Agent](KEPT_ENTRIES, KEPT_SECONDS)
        self._credentials = TTLCache[str, Credential](KEPT_ENTRIES, KEPT_SECONDS)
        self._forgotten = TTLCache[str, bool](KEPT_ENTRIES, KEPT_SECONDS)

    async def workspace(self, workspace_id: str) -> Workspace:
        """Raises ``Unauthenticated`` when there is none: whoever spoke for it is nobody now."""
        workspace = self._workspaces.get(workspace_id)
        if workspace is None:
            found = await self._repository.workspaces.find(workspace_id)
            if found is None:
                raise refusals.Unauthenticated
            workspace = self.learn(found)
        return workspace

    def learn(self, workspace: Workspace) -> Workspace:
        """Take in what was read or heard of a workspace; gives the newest that is known."""
        known = self._workspaces.get(workspace.id)
        if known is not None and known.version > workspace.version:
            return known
        self._workspaces[workspace.id] = workspace
        return workspace

    async def agent(self, workspace_id: str, agent_id: str) -> Agent:
        """Raises ``Unauthenticated`` when there is none."""
        agent = self._agents.get(agent_id)
        if agent is None:
            found = await self._repository.agents.find(workspace_id, agent_id)
            if found is None:
                raise refusals.Unauthenticated
            agent = self._agents.setdefault(agent_id, found)
        return agent

    def learn_agent(self, agent: Agent) -> Agent:
        """Take in what this process has just changed; a read under way does not undo it."""
        self._agents[agent.id] = agent
        return agent

    def forget_agent(self, agent_id: str) -> None:
        """They were changed elsewhere."""
        self._agents.pop(agent_id, None)

    async def credential(self, kind: CredentialKind, secret_hash: str) -> Credential:
        """Raises ``Unauthenticated`` when there is none of this kind."""
        credential = self._credentials.get(secret_hash)
        if credential is None:
            credential = await self._repository.credentials.find(secret_hash)
            if credential is None:
                raise refusals.Unauthenticated
            if credential.id not in self._forgotten:
                self._credentials[secret_hash] = credential
        if credential.kind != kind:
            raise refusals.Unauthenticated
        return credential

    def forget_credential(self, credential_id: str) -> None:
        """It has ended, or ends at another time now."""
        self._forgotten[credential_id] = True
        for secret_hash, credential in list(self._credentials.items()):
            if credential.id == credential_id:
                self._credentials.pop(secret_hash, None)
