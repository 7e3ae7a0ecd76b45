"""How much a browser has to fetch, measured on the built files."""

import json
import subprocess

import pytest

from deploy.local import web

KILOBYTE = 1024


@pytest.fixture(scope="module")
def sizes() -> dict[str, dict[str, int]]:
    """Gzipped bytes: ``files`` by path, ``first_load`` by page with all that it loads."""
    web.build()
    said = subprocess.run(
        ["node", "scripts/sizes.mjs", "--json"],
        cwd=web.WEB,
        env={"PATH": web.find_node().path},
        capture_output=True,
        text=True,
        check=True,
    )
    measured: dict[str, dict[str, int]] = json.loads(said.stdout)
    return measured


def test_the_consoles_first_load_is_under_120_kilobytes(sizes: dict[str, dict[str, int]]) -> None:
    assert 0 < sizes["first_load"]["console/index.html"] < 120 * KILOBYTE


def test_what_make_build_says_names_every_page_with_its_first_load() -> None:
    said = web.sizes().partition("first load of a page")[2]
    assert "console/index.html" in said
    assert "widget/frame.html" in said
