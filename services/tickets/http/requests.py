"""What routes are given: the service, and the agent who calls."""

from typing import Annotated

from fastapi import Depends, Request

from services.tickets.use_cases.desk import Desk
from shared import identity
from shared.identity import Principal

LONGEST_QUERY = 200


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


ServedDesk = Annotated[Desk, Depends(_desk)]
Agent = Annotated[Principal, Depends(identity.agent)]
