"""Plans, the switch, and changes of a workspace."""

from dataclasses import replace

import pytest

from gateway.identity import domain
from gateway.identity.domain import LiveChatOff, PlanRequired, Widget, Workspace
from shared.contracts.workspaces import Plan, WorkspacePatch


def a_workspace(plan: Plan = "pro", *, live_chat_enabled: bool = True) -> Workspace:
    return Workspace("w1", "Acme", "key", plan, live_chat_enabled, Widget())


@pytest.mark.parametrize("plan", ["free", "starter"])
def test_below_pro_there_is_no_live_chat(plan: Plan) -> None:
    with pytest.raises(PlanRequired) as refused:
        domain.require_live_chat(a_workspace(plan))
    assert refused.value.members == {"plan": plan, "plan_needed": "pro"}
    assert not a_workspace(plan).is_open
    assert a_workspace(plan).features == []


@pytest.mark.parametrize("plan", ["pro", "premium", "enterprise"])
def test_from_pro_on_live_chat_is_there_unless_switched_off(plan: Plan) -> None:
    domain.require_live_chat(a_workspace(plan))
    with pytest.raises(LiveChatOff):
        domain.require_live_chat(a_workspace(plan, live_chat_enabled=False))
    assert a_workspace(plan, live_chat_enabled=False).features == ["live_chat"]


def test_a_plan_that_is_missing_is_named_before_the_switch() -> None:
    with pytest.raises(PlanRequired):
        domain.require_live_chat(a_workspace("free", live_chat_enabled=False))


def test_a_change_counts_and_touches_only_what_is_given() -> None:
    before = a_workspace()
    after = domain.change_workspace(
        before, WorkspacePatch.model_validate({"plan": "free", "widget": {"color": "#aabbcc"}})
    )
    widget = replace(before.widget, color="#aabbcc")
    assert after == replace(before, plan="free", widget=widget, version=2)


def test_switching_off_is_a_change_although_it_is_false() -> None:
    after = domain.change_workspace(a_workspace(), WorkspacePatch(live_chat_enabled=False))
    assert (after.live_chat_enabled, after.version) == (False, 2)


def test_what_changes_nothing_is_no_change() -> None:
    before = a_workspace()
    same = WorkspacePatch.model_validate({"plan": "pro", "name": "Acme", "widget": {}})
    assert domain.change_workspace(before, same) is before


def test_origins_are_kept_as_browsers_say_them() -> None:
    given = {"widget": {"allowed_origins": ["https://Shop.Example:8443"]}}
    after = domain.change_workspace(a_workspace(), WorkspacePatch.model_validate(given))
    assert after.widget.allowed_origins == ("https://shop.example:8443",)
    emptied = WorkspacePatch.model_validate({"widget": {"allowed_origins": []}})
    assert domain.change_workspace(after, emptied).widget.allowed_origins == ()
