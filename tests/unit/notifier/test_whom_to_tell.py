"""Who is told over which channel, and what became of it in words."""

from services.notifier.domain.deliveries import shortened
from services.notifier.domain.people import Agent, Preferences, Roster, candidates

ANN = Agent("ann", "Ann", "ann@acme.example", None)
BEN = Agent("ben", "Ben", "ben@acme.example", None)
ROSTER = Roster("acme", "Acme", 3, (ANN, BEN))


def wanted(preferences: dict[str, Preferences]) -> set[tuple[str, str]]:
    return {(c.agent.id, c.channel) for c in candidates(ROSTER, preferences) if c.wants}


def test_who_never_chose_is_told_over_every_channel_once() -> None:
    assert len(candidates(ROSTER, {})) == 4
    assert wanted({}) == {(a, c) for a in ("ann", "ben") for c in ("email", "mobile")}


def test_what_is_off_is_off_for_that_agent_and_channel_alone() -> None:
    assert wanted({"ann": Preferences(email=False)}) == {
        ("ann", "mobile"),
        ("ben", "email"),
        ("ben", "mobile"),
    }


def test_sound_keeps_nobody_from_being_told() -> None:
    assert len(wanted({"ann": Preferences(sound=False)})) == 4


def test_who_is_no_agent_any_more_is_not_found() -> None:
    assert ROSTER.agent("ann") is ANN
    assert ROSTER.agent("cleo") is None


def test_an_address_is_shortened_to_its_first_letter_and_its_host() -> None:
    assert shortened("mia@shop.example") == "m…@shop.example"
