"""How little a site and its visitors have to fetch, measured on the built files."""

import gzip
import re

import pytest

from deploy.local import web

KB = 1024
LOADER_LIMIT_BYTES = 3 * KB
WIDGET_LIMIT_BYTES = 25 * KB


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    web.build()


def size(path: str) -> int:
    """A built file, gzipped."""
    return len(gzip.compress((web.DIST / path).read_bytes(), 9))


def fetched_by_the_frame() -> set[str]:
    """The page and what it names; its script names the languages and must name nothing else."""
    page = "widget/frame.html"
    named = set(re.findall(r"assets/[\w.-]+", (web.DIST / page).read_text()))
    scripts = (web.DIST / path for path in named if path.endswith(".js"))
    more = {
        path for script in scripts for path in re.findall(r"assets/[\w.-]+", script.read_text())
    }
    languages = {path for path in more if path.endswith(".json")}
    assert more == languages
    return {page, *named, max(languages, key=size)}


def test_the_loader_stays_under_3_kb() -> None:
    assert size("widget/loader.js") < LOADER_LIMIT_BYTES


def test_the_whole_widget_stays_under_25_kb_in_its_longest_language() -> None:
    parts = {"widget/loader.js", *fetched_by_the_frame()}
    assert sum(map(size, parts)) < WIDGET_LIMIT_BYTES
