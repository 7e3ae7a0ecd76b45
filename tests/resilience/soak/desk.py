"""What the people of one workspace know together: which conversations there are to do something to,
and which pages are open.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from tests.resilience.soak.follower import Follower
from tests.resilience.soak.record import Record

LATEST = 5


@dataclass
class Desk:
    """One workspace. ``marks`` maps conversations to what stands in everything of theirs."""

    workspace: str
    key: str
    record: Record
    company: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    pages: list[Follower] = field(default_factory=list)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    is_at_rest: asyncio.Event = field(default_factory=asyncio.Event)
    at_work: int = 0

    @contextmanager
    def working(self) -> Iterator[None]:
        """Somebody may be asking for something: what is asked last is answered after the end."""
        self.at_work += 1
        try:
            yield
        finally:
            self.at_work -= 1

    @asynccontextmanager
    async def open(self, page: Follower) -> AsyncIterator[None]:
        """Keep ``page`` open, and what it has shown. Who is still there when the run is over stays
        until everything has come to rest: their page has to be right by then.
        """
        self.pages.append(page)
        following = asyncio.create_task(page.follow())
        try:
            with self.working():
                yield
            if is_open := self.is_over.is_set():
                await self.is_at_rest.wait()
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            self.pages.remove(page)
        self.record.transcripts.append(page.transcript(is_open=is_open))


def any_of(ids: Sequence[str], chance: random.Random) -> str | None:
    """One of them, rather a new one."""
    return chance.choice(ids[-LATEST:]) if ids else None
