"""Drawn pictures of agents."""

from xml.etree import ElementTree

import pytest

from gateway.api import avatars


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ann", "A"),
        ("Ann Lee", "AL"),
        ("ann van dyke", "AD"),
        ("  Émile   Zola ", "ÉZ"),
        ("李 明", "李明"),
        ("<b> &co", "<&"),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_word(name: str, initials: str) -> None:
    assert avatars.initials_of(name) == initials
    drawing = ElementTree.fromstring(avatars.drawn("a1", name))  # noqa: S314 - our own drawing
    assert drawing[1].text == initials


def test_a_colour_stays_and_agents_differ() -> None:
    assert avatars.color_of("a1") == avatars.color_of("a1")
    assert len({avatars.color_of(f"a{number}") for number in range(200)}) == len(avatars.COLORS)


@pytest.mark.parametrize("color", avatars.COLORS)
def test_white_text_is_readable_on_every_colour(color: str) -> None:
    """Contrast as WCAG 2.2 defines it, at least 4.5:1."""
    assert 1.05 / (_luminance(color) + 0.05) >= 4.5


def _luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
