"""What a failure means."""

import pytest

from services.notifier.domain.outcomes import (
    Gone,
    MayPass,
    Sent,
    WontPass,
    of_devices,
    of_fcm,
    of_smtp,
)

BUSY = MayPass("busy")


@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_a_mail_server_that_says_4yz_is_asked_again(code: int) -> None:
    assert isinstance(of_smtp(code), MayPass)


@pytest.mark.parametrize("code", [550, 552, 554])
def test_a_mail_server_that_says_5yz_means_it(code: int) -> None:
    assert of_smtp(code) == WontPass(f"The mail server refused it ({code}).")


@pytest.mark.parametrize(
    ("status", "error_code", "names_token"),
    [
        (404, "", False),
        (404, "UNREGISTERED", False),
        (400, "INVALID_ARGUMENT", True),
        (403, "SENDER_ID_MISMATCH", False),
    ],
)
def test_a_device_that_the_push_service_does_not_know_is_gone(
    status: int, error_code: str, names_token: bool
) -> None:
    assert of_fcm(status, error_code, names_token, 0.0) == Gone()


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503])
def test_what_is_not_the_devices_fault_may_pass(status: int) -> None:
    result = of_fcm(status, "", False, 7.0)
    assert isinstance(result, MayPass)
    assert result.retry_after_seconds == 7.0


def test_a_payload_that_is_refused_is_not_tried_again() -> None:
    assert isinstance(of_fcm(400, "INVALID_ARGUMENT", False, 0.0), WontPass)


def test_a_push_is_sent_once_every_device_that_may_get_it_has_it() -> None:
    assert of_devices([Sent(), Gone(), WontPass("no")]) == Sent()
    assert of_devices([Sent(), BUSY]) == BUSY
    assert of_devices([Gone(), WontPass("no")]) == WontPass("no")
    assert isinstance(of_devices([Gone()]), WontPass)
