"""The doctor finds a healthy system healthy, and names the hop that a stopped service breaks."""

import asyncio
import sys

import pytest

from deploy.doctor.hops import HOPS
from deploy.local.system import System
from tests.style.figures import ROOT
from tests.system.pausing import paused

SECONDS = 240.0


async def examine(system: System) -> tuple[int, str]:
    """The exit code, and what it says."""
    agent = system.workspaces[0]["agents"][0]
    doctor = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.doctor", system.base_url),
        cwd=ROOT,
        env={
            "PARLEY_DOCTOR_EMAIL": agent["email"],
            "PARLEY_DOCTOR_PASSWORD": agent["password"],
            "PYTHONPATH": str(ROOT),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(SECONDS):
        said, _ = await doctor.communicate()
    assert doctor.returncode is not None
    return doctor.returncode, said.decode()


async def test_it_finds_a_whole_system_well(system: System) -> None:
    code, said = await examine(system)
    assert code == 0, said
    for hop, _ in HOPS:
        assert f"✓ {hop.__name__}" in said


@pytest.mark.parametrize(
    ("name", "ill", "well"),
    [("tickets", {"health", "convert"}, {"sign_in", "delivery", "presence", "notify", "close"})],
)
async def test_it_names_the_hop_that_a_stopped_service_breaks(
    system: System, name: str, ill: set[str], well: set[str]
) -> None:
    async with paused(system, name):
        code, said = await examine(system)
    assert code == 1, said
    for hop in ill:
        assert f"✗ {hop}" in said, said
    for hop in well:
        assert f"✓ {hop}" in said, said
