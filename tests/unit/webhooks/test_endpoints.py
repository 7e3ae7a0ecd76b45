"""How an endpoint changes: secrets, failing, being disabled and enabled again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.webhooks.domain import endpoints
from services.webhooks.domain.endpoints import Endpoint, Secret, Tolerance, TooMany
from shared.contracts.webhooks import ENDPOINTS_PER_WORKSPACE, WebhookEndpointPatch

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOLERANCE = Tolerance(3 * DAY, 10)


def an_endpoint(**more: object) -> Endpoint:
    endpoint = Endpoint(
        id="e",
        workspace_id="w",
        client_id="c",
        slot=0,
        url="https://hooks.example.com/",
        description="",
        event_types=(),
        secrets=(Secret("first"),),
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(endpoint, **more)  # type: ignore[arg-type]  # what a test names


def failed(times: int, over: timedelta, endpoint: Endpoint | None = None) -> Endpoint:
    endpoint = endpoint or an_endpoint()
    for number in range(times):
        endpoint = endpoints.missed(endpoint, NOW + over * number / max(times - 1, 1))
    return endpoint


def test_a_new_secret_signs_beside_the_old_one_for_a_day() -> None:
    rotated = endpoints.rotated(an_endpoint(), "second", NOW)
    assert rotated.secret == "second"
    assert rotated.signing(NOW + DAY - HOUR) == ["second", "first"]
    assert rotated.signing(NOW + DAY) == ["second"]


def test_rotated_again_and_again_only_the_last_few_sign() -> None:
    endpoint = an_endpoint()
    for number in range(5):
        endpoint = endpoints.rotated(endpoint, f"new {number}", NOW)
    assert endpoint.signing(NOW) == ["new 4", "new 3", "new 2"]


def test_it_fails_from_its_first_failure_to_its_next_success() -> None:
    endpoint = failed(3, 2 * HOUR)
    assert (endpoint.failing_since, endpoint.failures) == (NOW, 3)
    reached = endpoints.reached(endpoint, NOW + DAY)
    assert (reached.failing_since, reached.failures) == (None, 0)
    assert reached.last_delivered_at == NOW + DAY


@pytest.mark.parametrize(
    ("times", "over", "is_given_up"),
    [(10, 3 * DAY, True), (9, 3 * DAY, False), (1000, 3 * DAY - HOUR, False), (1, DAY, False)],
)
def test_it_is_given_up_when_enough_failed_for_long_enough(
    times: int, over: timedelta, is_given_up: bool
) -> None:
    assert endpoints.is_given_up(failed(times, over), TOLERANCE, NOW + over) is is_given_up


def test_one_success_between_them_and_it_is_not() -> None:
    mended = endpoints.reached(failed(9, 2 * DAY), NOW + 2 * DAY)
    again = endpoints.missed(mended, NOW + 3 * DAY)
    assert not endpoints.is_given_up(again, Tolerance(timedelta(), 2), NOW + 3 * DAY)


def test_disabled_says_why_and_is_said_once() -> None:
    disabled = endpoints.disabled(failed(10, 3 * DAY), "It answered 500.", NOW + 3 * DAY)
    assert not disabled.is_enabled
    assert disabled.version == 1
    assert disabled.why_not == (
        "Every attempt since 2026-03-01 12:00 UTC failed, the last with: It answered 500."
    )
    assert not endpoints.is_given_up(disabled, TOLERANCE, NOW + 9 * DAY)


def test_enabled_again_it_starts_clean() -> None:
    disabled = endpoints.disabled(failed(10, 3 * DAY), "It answered 500.", NOW + 3 * DAY)
    enabled = endpoints.changed(disabled, WebhookEndpointPatch(is_enabled=True), NOW + 4 * DAY)
    assert enabled.is_enabled
    assert (enabled.disabled_reason, enabled.failing_since, enabled.failures) == (None, None, 0)


def test_with_another_address_it_starts_clean() -> None:
    patch = WebhookEndpointPatch(url="https://other.example.com/")
    assert endpoints.changed(failed(5, DAY), patch, NOW).failing_since is None


def test_what_a_change_does_not_name_stays() -> None:
    failing = failed(5, DAY, an_endpoint(event_types=("ticket.created.v1",), description="Ours"))
    changed = endpoints.changed(failing, WebhookEndpointPatch(description="Theirs"), NOW + DAY)
    assert changed == replace(failing, description="Theirs", updated_at=NOW + DAY)
    everything = endpoints.changed(failing, WebhookEndpointPatch(event_types=[]), NOW)
    assert everything.event_types == ()


def test_switched_off_by_hand_no_reason_is_kept() -> None:
    off = endpoints.changed(an_endpoint(), WebhookEndpointPatch(is_enabled=False), NOW)
    assert (off.is_enabled, off.disabled_reason) == (False, None)


def test_a_workspace_has_so_many_and_no_more() -> None:
    assert endpoints.free_slot({0, 2}) == 1
    with pytest.raises(TooMany):
        endpoints.free_slot(set(range(ENDPOINTS_PER_WORKSPACE)))
