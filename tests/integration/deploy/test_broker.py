"""The broker of a local system, whose name server would rather be started by itself."""

import asyncio
from pathlib import Path

from deploy.local import ports, rabbitmq, secrets, supervisor


async def test_a_broker_killed_with_its_name_server_comes_back_and_leaves_none_behind(
    tmp_path: Path,
) -> None:
    free = ports.Ports(tmp_path / "ports.json")
    used = rabbitmq.BrokerPorts(*(free.take(name) for name in ("amqp", "dist", "epmd")))
    broker = rabbitmq.RabbitMQ(
        tmp_path / "rabbitmq", used, secrets.Secrets(tmp_path / "secrets.json")
    )
    said: list[str] = []
    keeper = supervisor.Supervisor(tmp_path, said.append, changed=lambda: None)
    try:
        name_server = await keeper.start(broker.name_server())
        running = await keeper.start(broker.program({"admin": rabbitmq.EVERYTHING}))
        # Whoever answered on its port now would have been started by the broker.
        await name_server.stop()
        killed = running.kill()
        async with asyncio.timeout(30):
            while "rabbitmq ended with code 1; starting it again" not in said:
                assert ports.is_free(used.epmd)
                await asyncio.sleep(0.05)
        await name_server.start()
        await running.wait_replaced(killed)
    finally:
        keeper.kill()
        await keeper.stop()
    assert ports.is_free(used.epmd)
