"""What can be done about workspaces, agents and their credentials: load, decide, save and say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from gateway.identity import domain, events, secrets
from gateway.identity.attempts import Attempts
from gateway.identity.directory import Directory
from gateway.identity.domain import Agent, Credential, CredentialKind, SignedIn, Workspace
from gateway.identity.passwords import Passwords
from gateway.identity.repository import Repository
from shared import clock, refusals
from shared.clock import Clock
from shared.contracts.presence import Availability
from shared.contracts.workspaces import Plan, Role, WorkspacePatch
from shared.mongo import Mongo, Transaction
from shared.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Identity:
    """What the use cases work with."""

    mongo: Mongo
    outbox: Outbox
    repository: Repository
    directory: Directory
    passwords: Passwords
    attempts: Attempts
    clock: Clock


def identity_on(mongo: Mongo, outbox: Outbox, attempts: Attempts) -> Identity:
    """The use cases' world on one database."""
    repository = Repository(mongo)
    return Identity(
        mongo=mongo,
        outbox=outbox,
        repository=repository,
        directory=Directory(repository),
        passwords=Passwords(),
        attempts=attempts,
        clock=clock.now,
    )


async def sign_in(
    identity: Identity, email: str, password: str, address: str
) -> tuple[str, SignedIn]:
    """A new session's secret, and who signed in. ``address`` is the client's network address.

    Raises ``Unauthenticated``, the same for a wrong password and an unknown e-mail address, and
    ``RateLimited`` after too many of those.
    """
    email = email.lower()
    async with identity.passwords.turn():
        await identity.attempts.may_sign_in(address, email)
        known = await identity.repository.agents.signing_in_with(email)
        if not await identity.passwords.matches(password, known[1] if known else None) or not known:
            await identity.attempts.sign_in_failed(address, email)
            raise refusals.Unauthenticated("The e-mail address or the password is wrong.")
    agent, _ = known
    secret, credential = await _issue(identity, agent, "session", "")
    return secret, SignedIn(
        credential, agent, await identity.directory.workspace(agent.workspace_id)
    )


async def authenticate(identity: Identity, kind: CredentialKind, secret: str) -> SignedIn:
    """Who shows ``secret``. A session lives on by being used. Raises ``Unauthenticated``."""
    credential = await identity.directory.credential(kind, secrets.hash_of(secret))
    now = identity.clock()
    if not domain.is_alive(credential, now):
        raise refusals.Unauthenticated
    if expires_at := domain.prolonged(credential, now):
        await identity.repository.credentials.prolong(credential.id, expires_at)
        identity.directory.forget_credential(credential.id)
    agent = await identity.directory.agent(credential.workspace_id, credential.agent_id)
    return SignedIn(credential, agent, await identity.directory.workspace(agent.workspace_id))


async def end_credential(identity: Identity, agent: Agent, credential: Credential) -> None:
    """Let nobody in with ``credential`` any more; its sockets close. Ending it twice is fine."""
    await identity.mongo.transact(partial(_end, identity, agent, [credential]))
    identity.directory.forget_credential(credential.id)


async def issue_api_token(identity: Identity, agent: Agent, name: str) -> tuple[str, Credential]:
    """A new API token's secret, shown this once, and the token."""
    return await _issue(identity, agent, "api_token", name)


async def api_tokens(identity: Identity, agent: Agent) -> list[Credential]:
    """The agent's API tokens, newest first."""
    return await identity.repository.credentials.of(agent.id, "api_token")


async def revoke_api_token(identity: Identity, agent: Agent, token_id: str) -> None:
    """End one of the agent's own API tokens. Raises ``NotFound``."""
    for token in await api_tokens(identity, agent):
        if token.id == token_id:
            return await end_credential(identity, agent, token)
    raise refusals.NotFound


async def change_workspace(
    identity: Identity, workspace_id: str, patch: WorkspacePatch
) -> Workspace:
    """The workspace with ``patch`` applied; says ``workspace.changed`` when that differs."""

    async def attempt(tx: Transaction) -> Workspace:
        before = await identity.repository.workspaces.claim(tx, workspace_id)
        if before is None:
            raise refusals.NotFound
        after = domain.change_workspace(before, patch)
        if after != before:
            await identity.repository.workspaces.save(tx, after)
            await identity.outbox.append(tx, events.workspace_changed(after, identity.clock()))
        if after.name != before.name:
            await _tell_roster(identity, after, tx)
        return after

    return identity.directory.learn(await identity.mongo.transact(attempt))


async def choose_availability(identity: Identity, agent: Agent, availability: Availability) -> None:
    """Whether customers shall count on ``agent``; says so where that is not what they chose."""

    async def attempt(tx: Transaction) -> Agent | None:
        chosen = await identity.repository.agents.choose(tx, agent.id, availability)
        if chosen is None:
            return None
        after, sequence = chosen
        said = events.agent_availability_changed(after, sequence, identity.clock())
        await identity.outbox.append(tx, said)
        return after

    if after := await identity.mongo.transact(attempt):
        identity.directory.learn_agent(after)


async def create_workspace(
    identity: Identity, name: str, plan: Plan, *, live_chat_enabled: bool
) -> Workspace:
    """A new workspace with a widget key of its own and nobody in it."""
    workspace = Workspace(
        id=clock.new_id(),
        name=name,
        key=secrets.new_workspace_key(),
        plan=plan,
        live_chat_enabled=live_chat_enabled,
        widget=domain.Widget(),
    )
    await identity.repository.workspaces.add(workspace)
    return workspace


async def add_agent(
    identity: Identity, workspace_id: str, name: str, email: str, role: Role, password: str
) -> Agent:
    """A new agent, who signs in with ``email``; says ``roster.changed``. Raises ``EmailTaken``,
    ``NotFound``.
    """
    agent = Agent(clock.new_id(), workspace_id, name, email.lower(), role)
    password_hash = await identity.passwords.hash_of(password)

    async def attempt(tx: Transaction) -> None:
        workspace = await identity.repository.workspaces.claim(tx, workspace_id)
        if workspace is None:
            raise refusals.NotFound("There is no such workspace.")
        await identity.repository.agents.add(tx, agent, password_hash)
        await _tell_roster(identity, workspace, tx)

    await identity.mongo.transact(attempt)
    return agent


async def tell_roster(identity: Identity, workspace_id: str, tx: Transaction) -> None:
    """Say who the agents of the workspace are now; of one that does not exist, nothing."""
    workspace = await identity.repository.workspaces.claim(tx, workspace_id)
    if workspace is not None:
        await _tell_roster(identity, workspace, tx)


async def set_password(identity: Identity, email: str, password: str) -> Agent:
    """Change an agent's password and end all their sessions. Raises ``NotFound``."""
    known = await identity.repository.agents.signing_in_with(email.lower())
    if known is None:
        raise refusals.NotFound("Nobody signs in with this e-mail address.")
    agent, _ = known
    password_hash = await identity.passwords.hash_of(password)

    async def attempt(tx: Transaction) -> None:
        await identity.repository.agents.set_password(tx, agent.id, password_hash)
        sessions = await identity.repository.credentials.of(agent.id, "session")
        await _end(identity, agent, sessions, tx)

    await identity.mongo.transact(attempt)
    return agent


async def _tell_roster(identity: Identity, workspace: Workspace, tx: Transaction) -> None:
    """Within a transaction that claimed ``workspace``, so that no roster is told out of turn."""
    agents = await identity.repository.agents.of(workspace.id, tx)
    sequence = await identity.repository.workspaces.claims(tx, workspace.id)
    said = events.roster_changed(workspace, agents, sequence, identity.clock())
    await identity.outbox.append(tx, said)


async def _issue(
    identity: Identity, agent: Agent, kind: CredentialKind, name: str
) -> tuple[str, Credential]:
    secret, now = secrets.new_secret(kind), identity.clock()
    credential = Credential(
        id=clock.new_id(),
        kind=kind,
        agent_id=agent.id,
        workspace_id=agent.workspace_id,
        name=name,
        created_at=now,
        expires_at=now + domain.SESSION_LIFETIME if kind == "session" else None,
    )
    await identity.repository.credentials.add(credential, secrets.hash_of(secret))
    return secret, credential


async def _end(
    identity: Identity, agent: Agent, credentials: Sequence[Credential], tx: Transaction
) -> None:
    for credential in credentials:
        if await identity.repository.credentials.remove(tx, credential.id):
            sequence = await identity.repository.agents.next_sequence(tx, agent.id)
            said = events.agent_signed_out(agent, credential, sequence, identity.clock())
            await identity.outbox.append(tx, said)
