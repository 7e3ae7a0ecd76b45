"""One program kept running: start, readiness, restart with back-off, stop."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

READY_SECONDS = 60.0
POLL_SECONDS = 0.05
QUICK_DEATH_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 30.0
LOG_TAIL_LINES = 15

Say = Callable[[str], None]


class StartFailed(Exception):
    """A program ended, or did not get ready, on its first start; the message shows its log."""


@dataclass(frozen=True)
class Program:
    """What to run. ``environment`` comes on top of ``PATH`` and its like, nothing else is
    inherited; ``ready`` is asked until it says yes.
    """

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    url: str
    ready: Callable[[], Awaitable[bool]]
    stop_seconds: float = 15.0


class Process:
    """One program, kept running from ``start`` to ``stop``."""

    def __init__(self, program: Program, log: Path, say: Say, spawned: Callable[[], None]) -> None:
        self.program = program
        self.log = log
        self._say = say
        self._spawned = spawned
        self._child: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """Its name in logs and in ``parley.json``."""
        return self.program.name

    @property
    def pid(self) -> int | None:
        """The process id, the last one while it is being started again; None before and after."""
        return self._child.pid if self._child else None

    @property
    def is_running(self) -> bool:
        """A process of it exists, ready or not."""
        return self._child is not None and self._child.returncode is None

    async def start(self) -> None:
        """Run it; returns when it is ready. Raises ``StartFailed``."""
        await self._spawn()
        try:
            await self.wait_ready()
        except StartFailed:
            await self.stop()
            raise
        self._keeping = asyncio.create_task(self._keep(), name=f"keep {self.name}")

    async def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Return when it answers. Raises ``StartFailed`` when it ended or time is up."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not await self.program.ready():
            if self._keeping is None and not self.is_running:
                raise StartFailed(f"{self.name} ended while starting:\n{self.log_tail()}")
            if asyncio.get_running_loop().time() > deadline:
                raise StartFailed(f"{self.name} is not ready:\n{self.log_tail()}")
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self) -> None:
        """Ask it to end, and make it end when it does not; it stays down."""
        if self._keeping:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])
            self._keeping = None
        if self._child:
            await _end(self._child, self.program.stop_seconds)
            self._child = None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program itself: SIGSTOP and SIGCONT make a pause."""
        if self._child:
            self._child.send_signal(number)

    def kill(self) -> int:
        """``kill -9``; it will be started again. Returns the pid that was killed."""
        if not self._child:
            raise ProcessLookupError(self.name)
        self._child.kill()
        return self._child.pid

    def abandon(self) -> None:
        """``kill -9`` for good."""
        if self._keeping:
            self._keeping.cancel()
        if self._child and self.is_running:
            sweep(self._child.pid)

    async def wait_replaced(self, pid: int, seconds: float = READY_SECONDS) -> None:
        """Return when another process than ``pid`` runs the program and answers."""
        async with asyncio.timeout(seconds):
            await until(lambda: self.is_running and self.pid != pid)
        await self.wait_ready(seconds)

    def log_tail(self) -> str:
        """The last lines it wrote."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-LOG_TAIL_LINES:])

    async def _spawn(self) -> None:
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                *_leash(),
                *self.program.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_inherited() | dict(self.program.environment),
                # Its own session: Ctrl-C reaches the supervisor alone, which stops in order.
                start_new_session=True,
            )
        self._spawned()

    async def _keep(self) -> None:
        clock = asyncio.get_running_loop().time
        quick_deaths = 0
        while self._child:
            born = clock()
            code = await self._child.wait()
            sweep(self._child.pid)
            quick_deaths = quick_deaths + 1 if clock() - born < QUICK_DEATH_SECONDS else 0
            pause = min(FIRST_PAUSE_SECONDS * 2**quick_deaths, LONGEST_PAUSE_SECONDS)
            self._say(self._obituary(code, quick_deaths, pause))
            await asyncio.sleep(pause)
            await self._spawn()

    def _obituary(self, code: int, quick_deaths: int, pause: float) -> str:
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        if quick_deaths < 3:
            return f"{self.name} ended {how}; starting it again"
        return f"{self.name} keeps ending ({how}); next try in {pause:.0f} s, see {self.log}"


async def until(is_so: Callable[[], bool]) -> None:
    """Return once ``is_so`` says yes."""
    while not is_so():
        await asyncio.sleep(POLL_SECONDS)


def _leash() -> Iterable[str]:
    """Where the system can do it, a child dies with its supervisor however that dies."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()


def _inherited() -> dict[str, str]:
    names = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
    return {name: os.environ[name] for name in names if name in os.environ}


async def _end(child: asyncio.subprocess.Process, seconds: float) -> None:
    if child.returncode is None:
        child.terminate()
        child.send_signal(signal.SIGCONT)  # a paused process does not hear the request
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), seconds)
    sweep(child.pid)
    await child.wait()


def sweep(group: int) -> None:
    """End what is left of a program's process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
