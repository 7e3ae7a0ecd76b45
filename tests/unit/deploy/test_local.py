"""The small decisions of a local system: ports, secrets, what the last screen says."""

import json
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import demo, ports, rabbitmq, screen, secrets, services, web
from deploy.local import system as local


def test_a_port_is_kept_from_one_run_to_the_next(tmp_path: Path) -> None:
    first = ports.Ports(tmp_path / "ports.json").take("gateway")
    assert ports.Ports(tmp_path / "ports.json").take("gateway") == first


def test_a_kept_port_that_somebody_took_is_replaced(tmp_path: Path) -> None:
    kept = ports.Ports(tmp_path / "ports.json").take("gateway")
    with socket.create_server((ports.HOST, kept)):
        assert ports.Ports(tmp_path / "ports.json").take("gateway") != kept


TAKING = """
import pathlib, sys
from deploy.local import ports
print(ports.Ports(pathlib.Path(sys.argv[1])).take("gateway"), flush=True)
sys.stdin.read()
"""


def test_a_port_that_another_process_has_chosen_and_does_not_use_yet_is_replaced(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ports.json"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", TAKING, path], stdin=pipe, stdout=pipe, cwd=web.ROOT
    ) as other:
        assert other.stdout
        chosen = int(other.stdout.readline())
        assert ports.Ports(path).take("gateway") != chosen
        other.communicate()
    path.write_text(json.dumps({"gateway": chosen}))
    assert ports.Ports(path).take("gateway") == chosen


def test_ports_lie_below_those_of_outgoing_connections(tmp_path: Path) -> None:
    free = ports.Ports(tmp_path / "ports.json")
    taken = [free.take(f"purpose {number}") for number in range(50)]
    assert len(set(taken)) == 50
    assert max(taken) < 32_768


def test_the_default_port_gives_way_to_a_free_one_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with socket.create_server((ports.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(local, "DEFAULT_PORT", port)
        system = local.System(tmp_path, None, said.append)
    assert system.base_url != f"http://{ports.HOST}:{port}"
    assert said == [f"  port {port} is taken, using {system.base_url.rpartition(':')[2]}"]


def test_secrets_are_the_same_the_next_time_and_nobody_else_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    first = secrets.Secrets(path)
    password, pair = first.password("amqp chat"), first.key_pair("identity")
    again = secrets.Secrets(path)
    assert again.password("amqp chat") == password
    assert again.key_pair("identity") == pair
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_password_is_hashed_as_the_broker_does_it() -> None:
    # The example of RabbitMQ's own documentation: salt 908D C60A, password "test12".
    assert rabbitmq.hashed("test12", bytes.fromhex("908dc60a")) == (
        "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"
    )


def test_the_last_screen_names_every_sign_in(tmp_path: Path) -> None:
    workspaces = demo.wanted(secrets.Secrets(tmp_path / "secrets.json"))
    shown = screen.welcome(
        {
            "base_url": "B",
            "shop_url": "S",
            "mail_url": "M",
            "push_url": "P",
            "amqp_url": "A",
            "workspaces": workspaces,
        }
    )
    for workspace in workspaces:
        for agent in workspace["agents"]:
            assert agent["email"] in shown
            assert agent["password"] in shown


def test_every_process_has_a_user_at_the_broker_and_only_its_own_queues() -> None:
    rights = services.broker_rights()
    assert set(rights) == {"gateway", *services.SERVICES, services.READER, services.OPERATOR}
    for name in ("gateway", *services.SERVICES):
        more = r"|parley\.ephemeral" if name in services.EPHEMERAL_USERS else ""
        assert rights[name].read == rf"^({name}\..*|parley\.events{more})$"
