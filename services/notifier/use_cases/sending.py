"""Sends what goes out in one piece: once where nothing fails, once more after a crash at worst.

A dispatch is taken under a lease, sent, and what came of it is written in one transaction with the
events that say so. A process that dies between the other side's yes and that transaction leaves
the dispatch to whoever finds the lease run out; the mail's and the push's id are the same then.
"""

from prometheus_client import Counter

from services.notifier import events, letters
from services.notifier.domain import outcomes
from services.notifier.domain.deliveries import (
    HAS_LEFT,
    NO_DEVICE,
    NOT_SET_UP,
    TURNED_OFF,
    Delivery,
    Dispatch,
)
from services.notifier.domain.outcomes import (
    Gone,
    MayPass,
    Outcome,
    Sent,
    Unwanted,
    WontPass,
)
from services.notifier.domain.people import Agent, Channel, Device, Roster
from services.notifier.links import LIFETIME
from services.notifier.push import Push
from services.notifier.use_cases.notifier import Notifier, Pushes
from shared import telemetry
from shared.mongo import Transaction
from shared.patience import IMPATIENT

_log = telemetry.logger(__name__)

ATTEMPTS = Counter(
    "parley_notification_attempts_total",
    "Mails and pushes tried, by channel and outcome: Sent, MayPass, WontPass or Unwanted.",
    ["channel", "outcome"],
)

GIVEN_UP = "Given up. The last answer was: {reason}"


async def take_due(notifier: Notifier, channel: Channel) -> Dispatch | None:
    """The next that is to go out over ``channel``, for us alone while its lease lasts."""
    return await notifier.repository.dispatches.take(channel, notifier.lease_seconds)


async def deliver(notifier: Notifier, dispatch: Dispatch) -> None:
    """Send a dispatch whose lease is held, and write down what came of it."""
    deliveries = await notifier.repository.deliveries.pending(dispatch.id)
    outcome: Outcome = Unwanted("")
    if deliveries:
        try:
            outcome = await _attempt(notifier, dispatch, deliveries)
        except Exception as error:  # what we cannot even try must end some time, with a reason
            _log.exception("not attempted", dispatch=dispatch.id)
            outcome = MayPass(f"Something went wrong here ({type(error).__name__}).")
    ATTEMPTS.labels(dispatch.channel, type(outcome).__name__).inc()
    await _record(notifier, dispatch, deliveries, outcome)


async def _attempt(notifier: Notifier, dispatch: Dispatch, deliveries: list[Delivery]) -> Outcome:
    roster = await notifier.repository.rosters.find(dispatch.workspace_id)
    if dispatch.purpose == "transcript":
        return await _mail_transcript(notifier, dispatch, deliveries[0], roster)
    agent_id = dispatch.agent_id or ""
    agent = roster.agent(agent_id) if roster else None
    if roster is None or agent is None:
        return Unwanted(HAS_LEFT)
    if dispatch.purpose == "new_conversation":
        wanted = await notifier.repository.wishes.find(dispatch.workspace_id, agent_id)
        if not wanted.wants(dispatch.channel):
            return Unwanted(TURNED_OFF)
    if dispatch.channel == "mobile":
        return await _push(notifier, dispatch, deliveries, roster)
    return await _mail(notifier, dispatch, deliveries, roster, agent)


async def _mail(
    notifier: Notifier,
    dispatch: Dispatch,
    deliveries: list[Delivery],
    roster: Roster,
    agent: Agent,
) -> Outcome:
    url = notifier.console_url
    if dispatch.purpose == "test":
        letter = letters.test(agent, roster.workspace_name, url)
    elif dispatch.purpose == "webhook_disabled":
        return await _mail_notice(notifier, dispatch, deliveries[0], roster, agent)
    else:
        chats = await _chats(notifier, dispatch, deliveries)
        letter = letters.alert(agent, roster.workspace_name, chats, len(deliveries), url)
    return await notifier.mails.send(letter, agent.email, dispatch.id)


async def _mail_notice(
    notifier: Notifier, dispatch: Dispatch, delivery: Delivery, roster: Roster, agent: Agent
) -> Outcome:
    notice_id = delivery.request_id or ""
    notice = await notifier.repository.notices.find(dispatch.workspace_id, notice_id)
    if notice is None:
        return Unwanted("It is too late to be told of it.")
    workspace, url = roster.workspace_name, notifier.webhooks_url
    letter = letters.webhook_disabled(agent, workspace, notice, url)
    return await notifier.mails.send(letter, agent.email, dispatch.id)


async def _mail_transcript(
    notifier: Notifier, dispatch: Dispatch, delivery: Delivery, roster: Roster | None
) -> Outcome:
    wanted = await notifier.repository.transcripts.find(dispatch.id)
    if wanted is None:
        return Unwanted("The chat is gone.")
    now = notifier.now()

    def link_to(file_id: str) -> str:
        conversation_id = delivery.conversation_id or ""
        return notifier.links.to(delivery.workspace_id, conversation_id, file_id, now)

    workspace = roster.workspace_name if roster else "us"
    letter = letters.transcript(wanted, workspace, link_to, now + LIFETIME)
    return await notifier.mails.send(letter, wanted.to, dispatch.id)


async def _push(
    notifier: Notifier, dispatch: Dispatch, deliveries: list[Delivery], roster: Roster
) -> Outcome:
    if notifier.pushes is None:
        return Unwanted(NOT_SET_UP)
    agent_id = dispatch.agent_id or ""
    devices = await notifier.repository.devices.of(dispatch.workspace_id, agent_id)
    if not devices:
        return Unwanted(NO_DEVICE)
    push = await _push_of(notifier, dispatch, deliveries, roster)
    results: list[Sent | MayPass | WontPass | Gone] = [
        await _push_to(notifier, notifier.pushes, dispatch, device, push) for device in devices
    ]
    return outcomes.of_devices(results)


async def _push_to(
    notifier: Notifier, pushes: Pushes, dispatch: Dispatch, device: Device, push: Push
) -> Sent | MayPass | WontPass | Gone:
    """To one device, unless it has it; a device that is gone is forgotten."""
    if device.token in dispatch.reached:
        return Sent()
    result = await pushes.send(push, device.token, dispatch.id)
    if isinstance(result, Sent):
        await notifier.repository.dispatches.reached(dispatch, device.token)
    if isinstance(result, Gone):
        await notifier.repository.devices.remove(device.workspace_id, device.agent_id, device.token)
    return result


async def _push_of(
    notifier: Notifier, dispatch: Dispatch, deliveries: list[Delivery], roster: Roster
) -> Push:
    url = notifier.console_url
    if dispatch.purpose == "test":
        text = "Notifications reach this device."
        return Push(f"Test from {roster.workspace_name}", text, {"purpose": "test", "url": url})
    [first, *_] = chats = await _chats(notifier, dispatch, deliveries)
    data = {"purpose": dispatch.purpose, "workspace_id": dispatch.workspace_id}
    if len(deliveries) == 1:
        conversation_id = deliveries[0].conversation_id or ""
        data |= {"conversation_id": conversation_id, "url": first.url}
        return Push(f"New chat from {first.name}", first.text, data)
    names = ", ".join(chat.name for chat in chats[:3])
    title = f"{len(deliveries)} new chats in {roster.workspace_name}"
    return Push(title, names, data | {"count": str(len(deliveries)), "url": url})


async def _chats(
    notifier: Notifier, dispatch: Dispatch, deliveries: list[Delivery]
) -> list[letters.Chat]:
    ids = [delivery.conversation_id or "" for delivery in deliveries]
    alerts = await notifier.repository.alerts.among(dispatch.workspace_id, ids)
    return letters.chats_of(alerts, notifier.console_url)


async def _record(
    notifier: Notifier, dispatch: Dispatch, deliveries: list[Delivery], outcome: Outcome
) -> None:
    async def attempt(tx: Transaction) -> None:
        match outcome:
            case Sent():
                await _settle(notifier, tx, dispatch, deliveries, outcome)
            case MayPass():
                await _put_off(notifier, tx, dispatch, deliveries, outcome)
            case WontPass() | Unwanted():
                await _settle(notifier, tx, dispatch, deliveries, outcome)

    await notifier.mongo.transact(attempt)


async def _put_off(
    notifier: Notifier,
    tx: Transaction,
    dispatch: Dispatch,
    deliveries: list[Delivery],
    failure: MayPass,
) -> None:
    now = notifier.now()
    _log.info("not sent yet", dispatch=dispatch.id, reason=failure.reason)
    patience = IMPATIENT if dispatch.purpose == "test" else notifier.patience
    since = dispatch.first_tried_at or now
    failures, at_least = dispatch.attempts + 1, failure.retry_after_seconds
    pause = patience.next_pause(failures, since, now, at_least)
    if pause is None:
        is_test = dispatch.purpose == "test"
        reason = failure.reason if is_test else GIVEN_UP.format(reason=failure.reason)
        return await _settle(notifier, tx, dispatch, deliveries, WontPass(reason))
    if await notifier.repository.dispatches.put_off(dispatch, pause, now, tx):
        reason = failure.reason
        await notifier.repository.deliveries.settle(deliveries, "pending", reason, now, tx)
    return None


async def _settle(
    notifier: Notifier,
    tx: Transaction,
    dispatch: Dispatch,
    deliveries: list[Delivery],
    outcome: Sent | WontPass | Unwanted,
) -> None:
    """The end of it. Where somebody else came to it before, only that it was sent is news."""
    repository, now = notifier.repository, notifier.now()
    is_first = await repository.dispatches.done(dispatch, tx)
    if not is_first:
        return
    match outcome:
        case Sent():
            said = [events.sent(item, now, notifier.new_id()) for item in deliveries]
            await repository.deliveries.settle(deliveries, "sent", None, now, tx)
            await notifier.outbox.append(tx, *said)
        case WontPass(reason):
            gone = [events.failed(item, reason, now, notifier.new_id()) for item in deliveries]
            await repository.deliveries.settle(deliveries, "failed", reason, now, tx)
            await notifier.outbox.append(tx, *gone)
        case Unwanted(reason):
            await repository.deliveries.settle(deliveries, "skipped", reason, now, tx, attempts=0)
    if dispatch.purpose == "transcript":
        await repository.transcripts.remove(dispatch.id, tx)
