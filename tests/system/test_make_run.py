"""``make run``: what it starts stays up, is listed truly, and is gone at the end."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from deploy.local import ports
from deploy.local.services import SERVICES
from tests.style.figures import ROOT

START_SECONDS = 180.0
RESTART_SECONDS = 30.0
STOP_SECONDS = 60.0


class Run:
    """One ``python -m deploy.local`` in a folder of its own."""

    def __init__(self, run_dir: Path) -> None:
        self.run_dir = run_dir
        self._listening: set[int] = set()
        self._pids: set[int] = set()
        self._printed = run_dir.with_suffix(".printed")
        with self._printed.open("w") as printed:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "--run-dir", run_dir, "--port", "0"],
                cwd=ROOT,
                stdout=printed,
                stderr=printed,
            )

    async def up(self) -> dict[str, Any]:
        """What ``parley.json`` says once the last screen is printed."""
        async with asyncio.timeout(START_SECONDS):
            while "Parley is running." not in self.output():
                assert self.process.poll() is None, self.output()
                await asyncio.sleep(0.1)
        self.take_note()
        return self.manifest()

    def manifest(self) -> dict[str, Any]:
        """What ``parley.json`` says now."""
        said: dict[str, Any] = json.loads((self.run_dir / "parley.json").read_text())
        return said

    def pid(self, name: str) -> int:
        """The pid of one of its processes, according to ``parley.json``."""
        listed = {process["name"]: process["pid"] for process in self.manifest()["processes"]}
        pid: int = listed[name]
        return pid

    def take_note(self) -> None:
        """Remember every process of it and every port that one listens on."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            self._pids.add(process.pid)
            self._listening |= {
                connection.laddr.port
                for connection in process.net_connections("inet")
                if connection.status == psutil.CONN_LISTEN
            }

    def output(self) -> str:
        """Everything it printed so far."""
        return self._printed.read_text()

    async def wait_gone(self) -> None:
        """Return when none of its processes and none of its ports is left."""
        assert len(self._pids) > 5
        assert len(self._listening) > 5
        async with asyncio.timeout(STOP_SECONDS):
            while any(map(_lives, self._pids)) or not all(map(ports.is_free, self._listening)):
                await asyncio.sleep(0.1)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    """A folder whose name has a space."""
    folder = tmp_path / "run here"
    folder.mkdir()
    return folder


@pytest.fixture
def run(run_dir: Path) -> Iterator[Run]:
    """A run that is ended by the test, or here."""
    run = Run(run_dir)
    yield run
    run.process.kill()
    run.process.wait()


def refused(*options: str) -> subprocess.CompletedProcess[str]:
    """A run that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.local", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=STOP_SECONDS,
    )


async def sign_in(manifest: dict[str, Any]) -> int:
    """The status that the first agent's sign-in gets."""
    agent = manifest["workspaces"][0]["agents"][0]
    credentials = {"email": agent["email"], "password": agent["password"]}
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{manifest['base_url']}/api/v1/session", json=credentials) as answer,
    ):
        return answer.status


async def test_it_lists_what_runs_and_ctrl_c_leaves_no_process_and_no_port(run: Run) -> None:
    manifest = await run.up()
    listed = {process["name"]: process["pid"] for process in manifest["processes"]}
    servers = {"mongod", "epmd", "rabbitmq"}
    assert set(listed) == servers | {*SERVICES, "gateway", "shop", "mail", "push"}
    assert all(map(_lives, listed.values()))
    assert [workspace["plan"] for workspace in manifest["workspaces"]] == ["pro", "pro", "free"]
    assert await sign_in(manifest) in (200, 201)

    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(STOP_SECONDS) == 0
    await run.wait_gone()
    assert not (run.run_dir / "parley.json").exists()
    assert manifest["base_url"] in run.output()


async def test_whatever_is_killed_comes_back_and_is_listed_with_its_new_pid(run: Run) -> None:
    await run.up()
    for name in (*SERVICES, "gateway", "mail", "push", "shop", "mongod", "rabbitmq", "epmd"):
        killed = run.pid(name)
        psutil.Process(killed).kill()
        async with asyncio.timeout(RESTART_SECONDS):
            while run.pid(name) == killed or not await _is_healthy(run.manifest()["base_url"]):
                await asyncio.sleep(0.1)
    assert await sign_in(run.manifest()) in (200, 201)


async def _is_healthy(base_url: str) -> bool:
    try:
        async with aiohttp.ClientSession() as client, client.get(f"{base_url}/healthz") as answer:
            return answer.ok
    except aiohttp.ClientError:
        return False


async def test_after_a_kill_of_the_supervisor_the_next_run_finds_its_data(run: Run) -> None:
    before = await run.up()
    run.process.kill()
    run.process.wait()
    await run.wait_gone()
    again = Run(run.run_dir)
    try:
        after = await again.up()
        assert after["workspaces"] == before["workspaces"]
        assert await sign_in(after) in (200, 201)
        second = refused("--run-dir", str(run.run_dir))
        assert second.returncode == 1
        assert "already runs" in second.stderr
    finally:
        again.take_note()
        again.process.terminate()
        again.process.terminate()
        again.process.wait()
    await again.wait_gone()


def test_a_port_asked_for_that_is_taken_is_one_line_of_complaint(run_dir: Path) -> None:
    with socket.create_server((ports.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        done = refused("--run-dir", str(run_dir), "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == (f"parley: port {port} is taken; free it or choose another PARLEY_PORT\n")
