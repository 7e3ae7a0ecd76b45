"""The lock files: complete, with hashes, and without addresses of anybody's registry."""

import json
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.style.figures import ROOT

WEB = ROOT / "gateway" / "web"
WEB_FILES = ("package", "package-lock")
REQUIREMENTS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = {"runtime": (), "local": ("local",), "all": ("local", "test", "dev")}


@pytest.fixture(params=EXTRAS)
def lock(request: pytest.FixtureRequest) -> str:
    """The name of a lock file."""
    name: str = request.param
    return name


def pinned(name: str) -> dict[str, str]:
    """Versions by package."""
    lines = (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    pins = [line.split(" ")[0].split("==") for line in lines if "==" in line.split(" ")[0]]
    return dict(pins)


def test_a_lock_holds_what_the_project_asks_for(lock: str) -> None:
    asked = [*PROJECT["dependencies"]]
    for extra in EXTRAS[lock]:
        asked += PROJECT["optional-dependencies"][extra]
    pins = pinned(lock)
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pins[requirement.name]), requirement


def test_a_lock_has_a_hash_for_everything_and_no_address(lock: str) -> None:
    text = (REQUIREMENTS / f"{lock}.txt").read_text()
    assert "://" not in text
    assert "--index-url" not in text
    for pin in text.split("\n\n")[-1].replace(" \\\n    --hash", " --hash").splitlines():
        assert pin.startswith("#") or "--hash=sha256:" in pin


def test_the_locks_agree_with_each_other() -> None:
    everything = pinned("all")
    for name in ("runtime", "local"):
        assert pinned(name).items() <= everything.items()


@pytest.mark.parametrize("folder", [WEB, ROOT / "examples"], ids=lambda folder: folder.name)
def test_a_lock_of_npm_is_of_its_package_and_has_no_address(folder: Path) -> None:
    package, lock = (json.loads((folder / f"{name}.json").read_text()) for name in WEB_FILES)
    packages = lock["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert packages[""][kind] == package[kind]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
