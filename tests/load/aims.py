"""What is aimed at, and how it turned out: figures of a run beside their targets.

Nothing fails where a target is missed. A figure that a run did not measure is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.load.bench import Json

Figure = float | None


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure: ``path`` leads to it in a run's JSON. ``most`` and ``least`` are its target."""

    what: str
    path: tuple[str, ...]
    unit: str = ""
    most: float | None = None
    least: float | None = None

    def figure(self, run: Json) -> Figure:
        """As it was measured; ``None`` where it was not."""
        found: Any = run
        for key in self.path:
            found = found.get(key) if found else None
        return found  # type: ignore[no-any-return]  # a run is JSON

    @property
    def target(self) -> str:
        """In words; empty where a figure is only told."""
        if self.most is not None:
            return f"≤ {self.most:g}{self.unit}"
        return f"≥ {self.least:g}{self.unit}" if self.least is not None else ""

    def is_met(self, figure: float) -> bool:
        """True where there is no target."""
        at_most = self.most is None or figure <= self.most
        return at_most and (self.least is None or figure >= self.least)


AIMS = (
    Aim("Delivery p50 at 20 messages/s, over the floor's", ("rates", "ratio_to_floor"), most=2),
    Aim("Messages held with p99 under 300 ms", ("hold", "messages_per_second"), "/s", least=300),
    *(
        Aim(f"Processor for each message: {name}", ("costs", "milliseconds", name), " ms")
        for name in ("gateway", "chat", "notifier", "mongod", "rabbitmq")
    ),
    Aim("Idle sockets on one gateway", ("idle", "sockets"), least=5_000),
    Aim("… the gateway's memory for each", ("idle", "kib_per_socket"), " KiB", most=45),
    Aim("… the gateway's share of a core", ("idle", "gateway_percent"), " %", most=10),
    Aim("Delivery p99 beside stalled clients, over without", ("stalled", "ratio"), most=1.1),
    Aim("… until one is cut off", ("stalled", "longest_stalled_seconds"), " s", most=20),
    Aim("… the gateway's memory, more by", ("stalled", "more_mib"), " MiB", most=10),
    Aim("All back after a gateway's death", ("storm", "all_back_seconds"), " s", most=30),
    Aim("… sockets missing then", ("storm", "missing"), most=0),
    Aim("… reads of databases for each", ("storm", "reads_per_socket"), most=10),
    Aim("Delivery p99 beside a noisy workspace, over without", ("noisy", "ratio"), most=1.1),
    Aim("Delivery p99 beside ten uploads, over without", ("uploads", "ratio")),
    Aim("… chat's memory, more by", ("uploads", "more_mib", "chat"), " MiB", most=32),
    Aim(
        "… the gateway's memory, more by",
        ("uploads", "more_mib", "gateway"),
        " MiB",
        most=32,
    ),
    Aim("Delivery p99, 200 agents flapping, over still", ("flapping", "ratio"), most=1.2),
    Aim("Delivery p99 beside a purge, over without", ("purging", "ratio"), most=1.2),
    Aim("List p50 of 100,000 chats, over of 1,000", ("lists", "ratios", "list"), most=1.2),
    Aim(
        "Thread p50 of 100,000 chats, over of 1,000",
        ("lists", "ratios", "thread"),
        most=1.2,
    ),
    Aim(
        "Delivery p50, a million messages, over before",
        ("million", "ratios", "delivery"),
        most=1.2,
    ),
    Aim("List p50, a million messages, over before", ("million", "ratios", "list"), most=1.2),
    Aim("Thread p50, a million messages, over before", ("million", "ratios", "thread"), most=1.2),
    Aim("Console: until the list can be clicked", ("console", "interactive"), " ms"),
)


def rows(run: Json) -> Iterator[tuple[str, str, str, str]]:
    """What, how it turned out, the target, and ``missed`` where that is so."""
    for aim in AIMS:
        if (figure := aim.figure(run)) is not None:
            verdict = "" if aim.is_met(figure) else "missed"
            yield aim.what, f"{figure:g}{aim.unit}", aim.target, verdict


def table(run: Json) -> str:
    """For the terminal."""
    head = "figure", "measured", "target", ""
    lines = (f"{w:<60}{got:>12}{aim:>12}  {miss}" for w, got, aim, miss in (head, *rows(run)))
    return "\n" + "\n".join(lines)
