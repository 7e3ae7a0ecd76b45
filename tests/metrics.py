"""What a process of a running system tells Prometheus."""

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.system import System


async def told(system: System, name: str) -> str:
    """All of it, as it is told."""
    environment = system.process(name).program.environment
    url = f"http://{environment['PARLEY_HOST']}:{environment['PARLEY_METRICS_PORT']}/metrics"
    async with aiohttp.ClientSession(raise_for_status=True) as http, http.get(url) as answer:
        return await answer.text()


async def deliveries(system: System, name: str, queue: str) -> dict[str, int]:
    """How many deliveries of ``queue`` ended in which way, since the process called ``name``
    began.
    """
    return {
        sample.labels["outcome"]: int(sample.value)
        for family in text_string_to_metric_families(await told(system, name))
        for sample in family.samples
        if sample.name == "parley_delivery_seconds_count" and sample.labels["queue"] == queue
    }
