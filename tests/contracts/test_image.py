"""The image and the compose file, as far as they can be judged without an engine."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.manifests.files import DEPLOY
from deploy.manifests.processes import Process, processes

DOCKERFILE = DEPLOY / "Dockerfile"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file."""
    content: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return content


def test_hadolint_has_nothing_to_say_about_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_is_well() -> None:
    last = DOCKERFILE.read_text().rpartition("\nFROM ")[2]
    for instruction in ("USER 10001", "HEALTHCHECK ", "LABEL "):
        assert f"\n{instruction}" in last


@pytest.mark.parametrize("process", processes(), ids=lambda process: process.name)
def test_compose_gives_every_process_what_it_must_have(
    compose: dict[str, Any], process: Process
) -> None:
    service = compose["services"][process.name]
    required = {setting.variable for setting in process.config if setting.is_required}
    assert required <= set(service["environment"])
    assert service["volumes"] == [f"{process.name}-secrets:/run/parley:ro"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_compose_names_no_secret_and_a_version_of_every_image(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["image"].partition(":")[2] not in ("", "latest"), name
        given = set(service.get("environment", {}))
        assert not {setting.variable for each in processes() for setting in each.secrets} & given
