"""Dashboard and alerts ask for metrics that exist, and every alert says what to do."""

import importlib
import itertools
import json
import re
from collections import Counter
from typing import Any

import prometheus_client
import pytest
import yaml

from deploy.manifests.files import DEPLOY
from deploy.manifests.processes import processes

FOLDER = DEPLOY / "observability"
METRIC = re.compile(r"\b(?:parley|process)_[a-z_]+")
OF_LINUX = {"process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds"}


Place = tuple[int, int]


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "alerts.yaml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def asked_for() -> dict[str, str]:
    """Every expression, by who asks."""
    dashboard = json.loads((FOLDER / "dashboard.json").read_text())
    panels = {
        panel["title"]: target["expr"]
        for panel in dashboard["panels"]
        for target in panel.get("targets", [])
    }
    return panels | {rule["alert"]: rule["expr"] for rule in rules()}


def covered(panel: dict[str, Any]) -> list[Place]:
    """Which fields of the dashboard's grid it takes."""
    at = panel["gridPos"]
    rows, columns = range(at["y"], at["y"] + at["h"]), range(at["x"], at["x"] + at["w"])
    return list(itertools.product(rows, columns))


@pytest.fixture(scope="module")
def told() -> set[str]:
    """Every sample that some process can tell."""
    for process in processes():
        importlib.import_module(f"{process.module}.main")
    names = set(OF_LINUX)
    for metric in prometheus_client.REGISTRY.collect():
        suffixes = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",)}
        names |= {metric.name + suffix for suffix in suffixes.get(metric.type, ("",))}
    return names


def test_no_panel_of_the_dashboard_hides_another() -> None:
    panels = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
    assert [n for n, count in Counter(each["id"] for each in panels).items() if count > 1] == []
    taken = Counter(place for each in panels for place in covered(each))
    assert [place for place, count in taken.items() if count > 1] == []


@pytest.mark.parametrize("expression", asked_for().items(), ids=lambda item: item[0])
def test_every_metric_that_is_asked_for_exists(expression: tuple[str, str], told: set[str]) -> None:
    metrics = set(METRIC.findall(expression[1]))
    assert metrics or "up{" in expression[1]
    assert metrics - told == set()


def test_every_metric_of_ours_is_on_the_dashboard_or_in_an_alert(told: set[str]) -> None:
    asked = {name for text in asked_for().values() for name in METRIC.findall(text)}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in asked}
    ours = {name for name in told if name.startswith("parley_")}
    assert {name for name in ours if re.sub(r"_(bucket|count|sum)$", "", name) not in families} == (
        set()
    )


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_names_a_section_that_is_there(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^#+ (.+)$", (DEPLOY.parent / page).read_text(), re.MULTILINE)
    assert anchor in {
        re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in headings
    }
