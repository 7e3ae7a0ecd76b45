"""Messages at steady rates, beside the floor of their parts; and the highest rate that holds."""

from deploy.local import screen
from tests.load import figures, floor
from tests.load.bench import Bench, Json
from tests.load.chatting import Outcome

RATES = (20, 100)
RATE_SECONDS = 15
HOLD_RATES = (50, 75, 100, 125, 150, 200, 250, 300, 350, 400)
HOLD_SECONDS = 30
HOLD_P99_MILLISECONDS = 300.0


async def measure(bench: Bench) -> Json:
    """Nothing else happens meanwhile."""
    running = bench.running
    parts = await floor.measure(running.mongo_url("chat"), running.broker_url("chat"), "chat.bench")
    screen.say(figures.table("floor (ms)", parts))
    async with bench.chat.listening():
        outcomes = [await bench.chat.run(rate, RATE_SECONDS) for rate in RATES]
    rows = {f"send → ack at {one.rate}/s": one.ack for one in outcomes}
    rows |= {f"send → seen at {one.rate}/s": one.delivery for one in outcomes}
    screen.say(figures.table("chat (ms)", rows))
    ratio = _ratio_to_floor(outcomes[0], parts)
    screen.say(f"\ndelivery p50 / floor p50: {ratio:.2f}")
    return {
        "floor": figures.plain(parts),
        "chat": {f"{outcome.rate} a second": outcome.plain() for outcome in outcomes},
        "ratio_to_floor": ratio,
    }


async def hold(bench: Bench) -> Json:
    """The highest of ``HOLD_RATES`` that holds, 0 where not even the first does; and all that was
    tried, up to the first that does not.
    """
    held, tried = 0, {}
    async with bench.chat.listening():
        for rate in HOLD_RATES:
            outcome = await bench.chat.run(rate, HOLD_SECONDS)
            tried[f"{rate} a second"] = outcome.plain()
            p99 = outcome.delivery.p99
            screen.say(f"{rate} messages/s for {HOLD_SECONDS} s: delivery p99 {p99:.0f} ms")
            if not outcome.holds(HOLD_P99_MILLISECONDS):
                break
            held = rate
    screen.say(f"held with p99 under {HOLD_P99_MILLISECONDS:.0f} ms: {held} messages/s")
    return {"messages_per_second": held, "tried": tried}


def _ratio_to_floor(outcome: Outcome, parts: dict[str, figures.Latency]) -> float:
    """Median delivery over the sum of the parts' medians."""
    return round(outcome.delivery.p50 / sum(part.p50 for part in parts.values()), 2)
