"""What becomes of a place when a gateway says what it holds there."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.presence import domain
from services.presence.domain import Activity, Agent, Holding, Key, Lease, Place

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
ANN, BEN = Agent("ann", "Ann"), Agent("ben", "Ben")
EMPTY = Place(Key("w1", "conversation", "c1"))
MIA = Lease("9", "connected", None)


def at(agent: Agent, activity: Activity = "viewing", connection: str = "1") -> Lease:
    return Lease(connection, activity, agent)


def said(*leases: Lease, gateway: str = "g1", number: int = 1) -> Holding:
    return Holding(gateway, number, leases)


def after(*holdings: Holding, place: Place = EMPTY, now: datetime = NOW) -> Place:
    for holding in holdings:
        place, _ = domain.hold(place, holding, now)
    return place


def seen(place: Place) -> dict[str, Activity]:
    return {agent.id: activity for agent, activity in domain.seen(place).agents}


def test_who_comes_is_seen_and_that_is_news() -> None:
    place, is_news = domain.hold(EMPTY, said(at(ANN)), NOW)
    assert is_news
    assert seen(place) == {"ann": "viewing"}
    assert place.version > EMPTY.version


def test_the_same_again_is_the_very_same_value_however_late() -> None:
    before = after(said(at(ANN), MIA))
    again, is_news = domain.hold(before, said(at(ANN), MIA, number=7), LATER)
    assert again is before
    assert not is_news


def test_one_agent_in_several_tabs_is_one_and_replying_wins() -> None:
    place = after(said(at(ANN, "viewing", "1"), at(ANN, "replying", "2"), at(ANN, "viewing", "3")))
    assert seen(place) == {"ann": "replying"}


def test_a_second_tab_is_kept_and_is_no_news() -> None:
    one = after(said(at(ANN)))
    two, is_news = domain.hold(one, said(at(ANN), at(ANN, connection="2"), number=2), NOW)
    assert not is_news
    assert two.version == one.version
    assert seen(after(said(at(ANN, connection="2"), number=3), place=two)) == {"ann": "viewing"}


def test_gateways_hold_beside_each_other() -> None:
    place = after(said(at(ANN)), said(at(BEN), gateway="g2"))
    assert seen(place) == {"ann": "viewing", "ben": "viewing"}
    assert seen(after(said(number=2), place=place)) == {"ben": "viewing"}


def test_who_comes_to_a_purged_conversation_is_not_there() -> None:
    purged = domain.purged(after(said(at(ANN), MIA)), NOW)
    assert purged == Place(EMPTY.key, purged_at=NOW)
    assert purged.is_worth_keeping
    assert domain.hold(purged, said(at(BEN), number=9), LATER) == (purged, False)
    assert domain.end(purged, "g1", LATER) == (purged, False)


def test_what_is_older_than_what_was_heard_changes_nothing() -> None:
    before = after(said(at(ANN), number=5))
    assert domain.hold(before, said(number=4), NOW) == (before, False)


def test_a_gateway_that_is_gone_ends_with_all_that_it_held_and_nothing_else() -> None:
    before = after(said(at(ANN), number=500), said(at(BEN), gateway="g2"))
    place, is_news = domain.end(before, "g1", LATER)
    assert is_news
    assert seen(place) == {"ben": "viewing"}
    assert domain.end(place, "g1", LATER) == (place, False)


def test_a_customer_was_seen_when_they_came_and_when_they_went() -> None:
    there = after(said(MIA))
    assert (there.is_customer_online, there.last_seen_at) == (True, NOW)
    gone, is_news = domain.hold(there, said(number=2), LATER)
    assert is_news
    assert (gone.is_customer_online, gone.last_seen_at) == (False, LATER)


def test_a_customer_whose_gateway_died_was_seen_when_that_was_last_heard() -> None:
    heard = NOW + timedelta(seconds=5)
    assert domain.end(after(said(MIA)), "g1", heard)[0].last_seen_at == heard


def test_agents_coming_and_going_do_not_move_when_the_customer_was_seen() -> None:
    gone = after(said(number=2), place=after(said(MIA)), now=LATER)
    assert after(said(at(ANN), number=3), place=gone).last_seen_at == LATER


def test_a_place_is_kept_for_who_is_there_and_for_when_its_customer_was() -> None:
    assert not EMPTY.is_worth_keeping
    assert after(said(at(ANN))).is_worth_keeping
    assert not after(said(at(ANN)), said(number=2)).is_worth_keeping
    assert after(said(MIA), said(number=2)).is_worth_keeping


def test_versions_grow_even_after_everything_was_lost_and_on_a_clock_that_jumps_back() -> None:
    first = after(said(at(ANN)))
    again = after(said(at(ANN)), now=NOW + timedelta(seconds=1))
    assert again.version > first.version
    back = after(said(number=2), place=first, now=NOW - timedelta(days=1))
    assert back.version > first.version


def test_of_a_team_those_are_online_who_chose_so() -> None:
    team = Place(Key("w1", "team", "w1"))
    team = after(said(at(ANN, "away"), at(BEN, "online", "2")), place=team)
    assert domain.online_agents(team) == ["ben"]
    gone, is_news = domain.hold(team, said(at(BEN, "online", "2"), number=2), NOW)
    assert not is_news
    assert domain.online_agents(gone) == ["ben"]


LEASES = st.lists(
    st.builds(
        Lease,
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["viewing", "replying"]),
        st.sampled_from([ANN, BEN, None]),
    ),
    max_size=3,
    unique_by=lambda lease: lease.connection,
).map(tuple)
HISTORY = st.lists(st.tuples(st.sampled_from(["g1", "g2"]), LEASES), max_size=8)


@given(HISTORY, LEASES, LEASES, st.randoms())
def test_whatever_was_lost_or_reordered_the_next_whole_reports_heal_it(
    history: list[tuple[str, tuple[Lease, ...]]],
    first: tuple[Lease, ...],
    second: tuple[Lease, ...],
    random: Random,
) -> None:
    numbered = [
        Holding(gateway, number + 1, held) for number, (gateway, held) in enumerate(history)
    ]
    arrived = [holding for holding in numbered if random.random() < 0.7]
    random.shuffle(arrived)
    last = len(numbered) + 1
    place = after(*arrived, Holding("g1", last, first), Holding("g2", last, second))
    wanted = after(Holding("g1", last, first), Holding("g2", last, second))
    assert domain.seen(place) == domain.seen(wanted)
