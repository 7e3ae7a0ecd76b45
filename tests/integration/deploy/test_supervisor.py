"""The supervisor, with small real programs."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local import ports, process, supervisor

QUICK_SECONDS = 10.0


class Kept:
    """A supervisor under test, with what it said and how often it told of a new pid."""

    def __init__(self, run_dir: Path) -> None:
        self.run_dir = run_dir
        self.said: list[str] = []
        self.spawned = 0
        self.supervisor = supervisor.Supervisor(run_dir, self.said.append, self._count)

    def _count(self) -> None:
        self.spawned += 1


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    """A supervisor that stops what it started."""
    kept = Kept(tmp_path)
    yield kept
    await kept.supervisor.stop()


def a_server(run_dir: Path, name: str = "server") -> process.Program:
    port = ports.Ports(run_dir / "ports.json").take(name)
    return a_program(
        f"import http.server as s; s.test(s.SimpleHTTPRequestHandler, port={port})", name, port
    )


def a_program(code: str, name: str = "program", port: int = 0) -> process.Program:
    async def ready() -> bool:
        return not ports.is_free(port) if port else True

    return process.Program(
        name=name,
        argv=(sys.executable, "-c", code),
        environment={},
        url=f"http://127.0.0.1:{port}",
        ready=ready,
        stop_seconds=QUICK_SECONDS,
    )


async def eventually(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(QUICK_SECONDS):
        await process.until(is_so)


async def test_a_started_program_answers_and_a_stopped_one_is_gone(kept: Kept) -> None:
    running = await kept.supervisor.start(a_server(kept.run_dir))
    pid = running.pid
    assert pid is not None
    assert psutil.pid_exists(pid)
    await kept.supervisor.stop()
    assert not psutil.pid_exists(pid)
    assert not (kept.run_dir / "pids.json").exists()


async def test_a_killed_program_comes_back_on_its_port_and_tells_its_new_pid(kept: Kept) -> None:
    running = await kept.supervisor.start(a_server(kept.run_dir))
    killed = running.kill()
    await running.wait_replaced(killed, QUICK_SECONDS)
    assert running.pid != killed
    assert kept.spawned == 2
    assert kept.said == ["server ended by signal SIGKILL; starting it again"]


async def test_a_program_that_keeps_ending_is_tried_ever_more_seldom_and_says_so(
    kept: Kept,
) -> None:
    running = await kept.supervisor.start(a_program("raise SystemExit(3)"))
    await eventually(lambda: len(kept.said) >= 3)
    assert kept.said[0] == "program ended with code 3; starting it again"
    assert kept.said[2].startswith("program keeps ending (with code 3); next try in 2 s")
    assert str(running.log) in kept.said[2]


async def test_a_program_that_ends_before_it_is_ready_fails_with_its_last_words(
    kept: Kept,
) -> None:
    program = a_program("raise SystemExit('no such thing')", port=1)
    with pytest.raises(process.StartFailed, match="no such thing"):
        await kept.supervisor.start(program)


async def test_a_program_that_does_not_listen_to_sigterm_is_killed(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf'); time.sleep(99)"
    program = a_program(deaf)
    program = process.Program(**{**vars(program), "stop_seconds": 0.2})
    running = await kept.supervisor.start(program)
    await kept.supervisor.stop()
    assert running.pid is None


async def test_a_paused_program_can_be_stopped(kept: Kept) -> None:
    running = await kept.supervisor.start(a_server(kept.run_dir))
    pid = running.pid
    assert pid is not None
    running.signal(signal.SIGSTOP)
    await kept.supervisor.stop()
    assert not psutil.pid_exists(pid)


@pytest.fixture
def stray() -> Iterator[subprocess.Popen[bytes]]:
    """A process that nobody supervises."""
    with subprocess.Popen(["sleep", "99"], start_new_session=True) as stray:
        yield stray
        stray.kill()


def test_what_a_killed_supervisor_left_running_is_ended_by_the_next(
    tmp_path: Path, stray: subprocess.Popen[bytes]
) -> None:
    born = psutil.Process(stray.pid).create_time()
    (tmp_path / "pids.json").write_text(f"[[{stray.pid}, {born}]]")
    Kept(tmp_path)
    assert not psutil.pid_exists(stray.pid)


def test_a_pid_that_belongs_to_somebody_else_by_now_is_left_alone(
    tmp_path: Path, stray: subprocess.Popen[bytes]
) -> None:
    (tmp_path / "pids.json").write_text(f"[[{stray.pid}, 12345.0]]")
    Kept(tmp_path)
    assert stray.poll() is None


async def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = f"""
import asyncio, pathlib
from tests.integration.deploy import test_supervisor as t
async def main():
    kept = t.Kept(pathlib.Path({str(tmp_path)!r}))
    running = await kept.supervisor.start(t.a_server(kept.run_dir))
    print(running.pid, flush=True)
    await asyncio.sleep(99)
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE, cwd=os.getcwd()
    )
    assert parent.stdout is not None
    child = int(await asyncio.wait_for(parent.stdout.readline(), QUICK_SECONDS))
    parent.kill()
    await parent.wait()
    await eventually(lambda: not psutil.pid_exists(child) or _is_zombie(child))


def _is_zombie(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def test_a_log_that_grew_too_long_is_cut_and_goes_on(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "LOG_LIMIT_BYTES", 1000)
    monkeypatch.setattr(supervisor, "LOG_LOOK_SECONDS", 0.05)
    chatty = "import time\nwhile True: print('x' * 200, flush=True); time.sleep(0.01)"
    running = await kept.supervisor.start(a_program(chatty))
    await eventually(running.log.with_suffix(".log.1").exists)
    size = running.log.stat().st_size
    assert size < 5000
    await eventually(lambda: running.log.stat().st_size not in (0, size))


async def test_a_supervisor_told_to_kill_starts_nothing_again(kept: Kept) -> None:
    running = await kept.supervisor.start(a_server(kept.run_dir))
    pid = running.pid
    assert pid is not None
    kept.supervisor.kill()
    await kept.supervisor.stop()
    assert not psutil.pid_exists(pid)
    assert kept.said == []
    assert kept.spawned == 1
