"""Only who could have heard a gateway may say that it is silent."""

from services.presence.domain import LOOKS_NEEDED, Watch


def looking(watch: Watch, times: int, *, since: float = 100.0) -> Watch:
    for second in range(times):
        watch = watch.look(since + second, all_is_well=True)
    return watch


def test_after_a_start_nobody_judges_before_every_living_gateway_was_heard() -> None:
    assert not looking(Watch(), LOOKS_NEEDED).may_judge
    assert looking(Watch(), LOOKS_NEEDED + 1).may_judge


def test_while_the_broker_or_the_database_does_not_answer_nobody_judges_nor_right_after() -> None:
    watch = looking(Watch(), 20).look(120.0, all_is_well=False)
    assert not watch.may_judge
    assert not looking(watch, LOOKS_NEEDED - 1, since=121.0).may_judge
    assert looking(watch, LOOKS_NEEDED, since=121.0).may_judge


def test_after_a_pause_of_the_process_nobody_judges() -> None:
    assert not looking(Watch(), 20).look(160.0, all_is_well=True).may_judge
