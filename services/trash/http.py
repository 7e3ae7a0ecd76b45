"""The service's routes: parse, one use case, response. Agents only.

The paths are the public ones; the gateway lets through whom it knows and says who it is.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.trash import use_cases, views
from services.trash.domain import BeingRestored
from services.trash.use_cases import Trash, Wanted
from shared import identity, problems, refusals
from shared.contracts import trash as contracts
from shared.identity import Principal

PAGE = 30
LONGEST_PAGE = 100
LONGEST_QUERY = 200

router = APIRouter(prefix="/api/v1/trash")


async def _trash(request: Request) -> Trash:
    trash: Trash = request.app.state.trash
    return trash


ServedTrash = Annotated[Trash, Depends(_trash)]
Agent = Annotated[Principal, Depends(identity.agent)]


@router.get("")
async def list_trash(
    trash: ServedTrash,
    agent: Agent,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    cursor: Annotated[str | None, Query(max_length=LONGEST_QUERY)] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = PAGE,
) -> contracts.Trash:
    """Newest deletion first; ``q`` looks in customers' names, addresses and last messages."""
    wanted = Wanted(limit, q, cursor)
    found, next_cursor = await use_cases.list_trash(trash, agent.workspace_id, wanted)
    return views.page(found, next_cursor, round(trash.retention.total_seconds()))


@router.post("/{conversation_id}/restore", status_code=202)
async def restore(trash: ServedTrash, agent: Agent, conversation_id: str) -> contracts.TrashItem:
    """Have it back as it was."""
    return views.item(await use_cases.restore(trash, agent, conversation_id))


@router.delete(
    "/{conversation_id}",
    status_code=202,
    responses=problems.documented(refusals.Forbidden, BeingRestored),
)
async def purge(trash: ServedTrash, agent: Agent, conversation_id: str) -> contracts.TrashItem:
    """Delete it permanently, now; admins only."""
    return views.item(await use_cases.purge_at_once(trash, agent, conversation_id))
