"""What an attempt came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody else has it now."""


@dataclass(frozen=True, slots=True)
class MayPass:
    """Not now, perhaps later; not before ``retry_after_seconds``, where the other side says so."""

    reason: str
    retry_after_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class WontPass:
    """No retry will mend it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unwanted:
    """There is nothing to do, and ``reason`` says why."""

    reason: str


Outcome = Sent | MayPass | WontPass | Unwanted


def of_smtp(code: int) -> MayPass | WontPass:
    """What a mail server's refusal means: 4yz is for now, 5yz is for good (RFC 5321, 4.2.1)."""
    if 400 <= code < 500:
        return MayPass(f"The mail server refused it for now ({code}).")
    return WontPass(f"The mail server refused it ({code}).")


@dataclass(frozen=True, slots=True)
class Gone:
    """The device is not registered any more: forget it."""


def of_fcm(
    status: int, error_code: str, names_token: bool, retry_after_seconds: float
) -> MayPass | WontPass | Gone:
    """What the push service's refusal means.

    https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
    """
    if status == 404 or error_code in ("UNREGISTERED", "SENDER_ID_MISMATCH"):
        return Gone()
    if status == 400:
        return Gone() if names_token else WontPass("The push service refused it (400).")
    # Also 401 and 403: our credentials are for an operator to mend, and nothing is lost meanwhile.
    return MayPass(f"The push service refused it for now ({status}).", retry_after_seconds)


def of_devices(results: list[Sent | MayPass | WontPass | Gone]) -> Outcome:
    """What came of one push to several devices: sent once the last that may get it has it."""
    if waiting := [result for result in results if isinstance(result, MayPass)]:
        return max(waiting, key=lambda result: result.retry_after_seconds)
    if any(isinstance(result, Sent) for result in results):
        return Sent()
    if refused := [result for result in results if isinstance(result, WontPass)]:
        return refused[0]
    return WontPass("None of the registered devices is registered with the push service any more.")
