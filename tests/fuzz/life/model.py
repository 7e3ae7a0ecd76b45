"""The life of one conversation as a pure model: what has to be so after what was told."""

from dataclasses import dataclass, field
from typing import Literal

from services.chat.domain.conversations import ConversationClosed, NewerReply
from services.chat.domain.conversions import ConversationOpen
from services.chat.domain.trash import NoConversation

Place = Literal["here", "trash", "gone"]


@dataclass(frozen=True)
class Line:
    """One message; ``author`` is ``agent:ann``."""

    author: str
    client_id: str
    text: str

    @property
    def is_agents(self) -> bool:
        return self.author.startswith("agent:")


@dataclass
class Model:
    """``deletions`` names every way into the trash, the last one last; ``restores`` and ``purges``
    are what the trash has decided, by deletion.
    """

    lines: list[Line]
    place: Place = "here"
    is_closed: bool = False
    deletions: list[int] = field(default_factory=list)
    restores: set[int] = field(default_factory=set)
    purges: set[int] = field(default_factory=set)

    def post(self, line: Line, last_seen_seq: int | None) -> int:
        """Its ``seq``; the first one's, where that ``client_id`` was used before."""
        self.be_here()
        for seq, said in enumerate(self.lines, 1):
            if (said.author, said.client_id) == (line.author, line.client_id):
                return seq
        if self.is_closed:
            raise ConversationClosed
        if line.is_agents and last_seen_seq is not None and self._answered(line) > last_seen_seq:
            raise NewerReply
        self.lines.append(line)
        return len(self.lines)

    def close(self) -> None:
        self.be_here()
        self.is_closed = True

    def convert(self) -> None:
        self.be_here()
        if not self.is_closed:
            raise ConversationOpen

    def be_here(self) -> None:
        if self.place != "here":
            raise NoConversation

    def delete(self, sequence: int) -> None:
        """In the trash, by the event of that ``sequence``."""
        self.place = "trash"
        self.deletions.append(sequence)

    def move(self, place: Place) -> None:
        """Where chat has it now; only the trash moves it, and as it has decided."""
        if (self.place, place) == ("trash", "here"):
            assert self.deletions[-1] in self.restores
        elif (self.place, place) == ("trash", "gone"):
            assert self.deletions[-1] in self.purges
        else:
            assert place == self.place
        self.place = place

    def _answered(self, line: Line) -> int:
        """The ``seq`` of the newest reply of another agent."""
        others = (
            seq
            for seq, said in enumerate(self.lines, 1)
            if said.is_agents and said.author != line.author
        )
        return max(others, default=0)
