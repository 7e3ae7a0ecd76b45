"""Keeps the programs of one system running, and leaves nothing of them behind.

Own code, because the libraries looked at lack what is needed here: supervisord, circus and
simpervisor know no readiness and no order to wait for, honcho does not restart.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import psutil

from deploy.local import files
from deploy.local.process import Process, Program, Say, sweep

SWEEP_SECONDS = 5.0
LOG_LOOK_SECONDS = 5.0
LOG_LIMIT_BYTES = 10 * 1024 * 1024


class Supervisor:
    """The processes of one system, under ``run_dir``."""

    def __init__(self, run_dir: Path, say: Say, changed: Callable[[], None]) -> None:
        """``changed`` is called whenever a process got a new pid."""
        self._ledger = run_dir / "pids.json"
        self._logs = run_dir / "logs"
        self._logs.mkdir(parents=True, exist_ok=True)
        self._say = say
        self._tell = changed
        self._log_keeper: asyncio.Task[None] | None = None
        self.processes: dict[str, Process] = {}
        end_leftovers(self._ledger)

    async def start(self, program: Program) -> Process:
        """Run a program and keep it running; returns when it is ready. Raises ``StartFailed``."""
        if self._log_keeper is None:
            self._log_keeper = asyncio.create_task(self._bound_logs(), name="bound logs")
        log = self._logs / f"{program.name}.log"
        process = Process(program, log, self._say, self._record)
        self.processes[program.name] = process
        await process.start()
        return process

    async def stop(self) -> None:
        """Stop everything, last started first."""
        if self._log_keeper:
            self._log_keeper.cancel()
        for process in reversed(self.processes.values()):
            await process.stop()
        self._ledger.unlink(missing_ok=True)

    def kill(self) -> None:
        """End everything at once, without asking; ``stop`` then finds it ended."""
        for process in self.processes.values():
            process.abandon()

    def _record(self) -> None:
        pids = [process.pid for process in self.processes.values() if process.pid]
        files.write_json(self._ledger, [[pid, _born(pid)] for pid in pids])
        self._tell()

    async def _bound_logs(self) -> None:
        """Cut a log that grew too long, keeping one predecessor. Programs append, so a cut file
        goes on from its start.
        """
        while True:
            for process in self.processes.values():
                if process.log.exists() and process.log.stat().st_size > LOG_LIMIT_BYTES:
                    shutil.copy(process.log, process.log.with_suffix(".log.1"))
                    os.truncate(process.log, 0)
            await asyncio.sleep(LOG_LOOK_SECONDS)


def end_leftovers(ledger: Path) -> None:
    """End what a supervisor that was killed itself left running, according to its ledger.

    A pid counts only with its start time: the number alone may belong to somebody else by now.
    """
    if not ledger.exists():
        return
    left = [
        psutil.Process(pid)
        for pid, born in json.loads(ledger.read_text())
        if born is not None and _born(pid) == born
    ]
    for stray in left:
        sweep(stray.pid)
    psutil.wait_procs(left, timeout=SWEEP_SECONDS)
    ledger.unlink()


def _born(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return None
