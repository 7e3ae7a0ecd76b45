"""Canaries: words that stand in every field of a workspace, and nowhere else in the world."""

from dataclasses import dataclass
from secrets import token_hex


@dataclass(frozen=True)
class Words:
    """One workspace's canaries. ``front`` is what its widget shows to whoever comes by; ``inside``
    is for its agents, ``guest`` for every customer but Mia and Noor; the others are for one person
    (a customer's word for all agents too). ``opening`` is what a customer opened a conversation by,
    the ``client_id`` that lets them in once more: nobody else's to read.
    """

    front: str
    inside: str
    mia: str
    noor: str
    guest: str
    ann: str
    ben: str
    opening: str

    @property
    def of_agents(self) -> frozenset[str]:
        """What every agent of the workspace may read."""
        return frozenset({self.front, self.inside, self.mia, self.noor, self.guest})

    @property
    def all(self) -> frozenset[str]:
        return self.of_agents | {self.ann, self.ben, self.opening}


def words_of(workspace: str) -> Words:
    """New ones; each tells in a failure whose it is, and which."""
    return Words(*(f"canary{workspace}{name}{token_hex(4)}" for name in Words.__annotations__))


def found_in(content: bytes, words: frozenset[str]) -> frozenset[str]:
    """Those of ``words`` that stand anywhere in ``content``."""
    lowered = content.lower()
    return frozenset(word for word in words if word.encode() in lowered)
