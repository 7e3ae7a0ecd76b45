"""``make bench``: what a whole local Parley does, beside the floor of its parts in the same run."""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from deploy.local import screen
from deploy.local.services import GATEWAY, SERVICES
from deploy.local.system import System, system
from tests.load import figures, flapping, floor, purging, scrolling, stored
from tests.load.chatting import Chat, Outcome

RATES = (20, 100)
RATE_SECONDS = 15
HOLD_RATES = (150, 200, 250, 300, 350, 400)
HOLD_SECONDS = 30
HOLD_P99_MILLISECONDS = 300.0
FEW, MANY = 1_000, 100_000
OWN_PROCESSES = (GATEWAY, *SERVICES)


async def main() -> None:
    """Run everything, print the tables, write the figures as JSON."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", type=Path, default=Path(".run/bench.json"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        async with system(Path(folder), port=0) as running:
            result = await measure(running)
    arguments.json.parent.mkdir(exist_ok=True)
    arguments.json.write_text(json.dumps(result, indent=2))
    screen.say(f"\nwritten to {arguments.json}")


async def measure(running: System) -> dict[str, Any]:
    """Every figure of one run, printed as it comes."""
    acme = running.workspaces[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        await sign_in(http, running.base_url, acme["agents"][0])
        parts = await floor.measure(
            running.mongo_url("chat"), running.broker_url("chat"), "chat.bench"
        )
        screen.say(figures.table("floor (ms)", parts))
        chat = Chat(http, running.base_url, acme["key"])
        await chat.start()
        async with chat.listening():
            outcomes = [await chat.run(rate, RATE_SECONDS) for rate in RATES]
            held = await highest_rate(chat)
            presence = await flapping.measure(running, chat, await workspace_of(http, running))
            purge = await purging.measure(running, http, chat, acme["key"])
        report_chat(outcomes, held, parts)
        memory = memory_of(running)
        lists = await with_few_and_many(http, running, acme["key"])
        console = await scrolling.measure(running)
    return {
        "floor": figures.plain(parts),
        "chat": [plain(outcome) for outcome in outcomes],
        "ratio_to_floor": ratio_to_floor(outcomes[0], parts),
        "held_messages_per_second": held,
        "presence": {
            "alone": plain(presence.alone),
            "still": plain(presence.still),
            "flapping": plain(presence.flapping),
            "ratio": presence.ratio,
            "writes_per_second": presence.writes_per_second,
        },
        "purging": {
            "without": plain(purge.without),
            "beside": plain(purge.beside),
            "ratio": purge.ratio,
            "per_second": purge.per_second,
        },
        "memory_mib": memory,
        "stored": lists,
        "console": console,
    }


async def sign_in(http: aiohttp.ClientSession, base_url: str, agent: dict[str, Any]) -> None:
    """From here on ``http`` carries the agent's session."""
    who = {"email": agent["email"], "password": agent["password"]}
    async with http.post(f"{base_url}/api/v1/session", json=who) as answer:
        answer.raise_for_status()


async def workspace_of(http: aiohttp.ClientSession, running: System) -> str:
    """The id of the signed-in agent's workspace."""
    async with http.get(f"{running.base_url}/api/v1/session") as answer:
        return str((await answer.json())["workspace"]["id"])


async def highest_rate(chat: Chat) -> int:
    """The highest of ``HOLD_RATES`` that holds; 0 where not even the first does."""
    held = 0
    for rate in HOLD_RATES:
        outcome = await chat.run(rate, HOLD_SECONDS)
        screen.say(
            f"{rate} messages/s for {HOLD_SECONDS} s: delivery p99 {outcome.delivery.p99:.0f} ms"
        )
        if not outcome.holds(HOLD_P99_MILLISECONDS):
            break
        held = rate
    return held


def report_chat(outcomes: list[Outcome], held: int, parts: dict[str, figures.Latency]) -> None:
    """Print latencies, the ratio to the floor and the rate that held."""
    rows = {f"send → ack at {one.rate}/s": one.ack for one in outcomes}
    rows |= {f"send → seen at {one.rate}/s": one.delivery for one in outcomes}
    screen.say(figures.table("chat (ms)", rows))
    screen.say(f"\ndelivery p50 / floor p50: {ratio_to_floor(outcomes[0], parts):.2f}")
    screen.say(f"held with p99 under {HOLD_P99_MILLISECONDS:.0f} ms: {held} messages/s")


def ratio_to_floor(outcome: Outcome, parts: dict[str, figures.Latency]) -> float:
    """Median delivery over the sum of the parts' medians."""
    return round(outcome.delivery.p50 / sum(part.p50 for part in parts.values()), 2)


def plain(outcome: Outcome) -> dict[str, Any]:
    """For JSON."""
    return {
        "rate": outcome.rate,
        **figures.plain({"ack": outcome.ack, "delivery": outcome.delivery}),
        "failed": outcome.failed,
        "unseen": outcome.unseen,
    }


def memory_of(running: System) -> dict[str, float]:
    """Resident memory of each process in MiB, and of Parley's own together."""
    sizes = {
        process["name"]: round(psutil.Process(process["pid"]).memory_info().rss / 2**20, 1)
        for process in running.manifest()["processes"]
    }
    sizes["own processes"] = round(sum(sizes[name] for name in OWN_PROCESSES), 1)
    screen.say("\nmemory (MiB)")
    for name, size in sizes.items():
        screen.say(f"{name:<44}{size:>9.1f}")
    return sizes


async def with_few_and_many(
    http: aiohttp.ClientSession, running: System, key: str
) -> dict[str, Any]:
    """List and thread with few and with many conversations stored, and the ratio of medians."""
    workspace_id = await workspace_of(http, running)
    async with http.get(f"{running.base_url}/api/v1/conversations") as answer:
        newest = (await answer.json())["items"][0]["id"]
    measured: dict[str, figures.Latency] = {}
    for count in (FEW, MANY):
        await stored.fill(running.mongo_url("chat"), workspace_id, count)
        taken = await stored.measure(http, running.base_url, newest)
        measured |= {f"{name}, {count} stored": row for name, row in taken.items()}
    screen.say(figures.table("reading (ms)", measured))
    ratios = {
        name: round(
            measured[f"{name}, {MANY} stored"].p50 / measured[f"{name}, {FEW} stored"].p50, 2
        )
        for name in ("list", "thread")
    }
    screen.say(f"many / few: {ratios}")
    return {**figures.plain(measured), "ratios": ratios}


if __name__ == "__main__":
    asyncio.run(main())
