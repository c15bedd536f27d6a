"""Who may see which OKR, on the board and by its address; the two never differ."""

from __future__ import annotations

import pytest
from tab_company import PEOPLE, STRANGER, Tab

from teams_app.okr import Objective, Unit

CLOSE = {"owner", "contributor", "manager", "leader", "invited guest"}
UNIT = CLOSE | {"member", "department leader", "organization's leader"}
EVERYBODY = UNIT | {"somebody else"}
NOBODY: set[str] = set()
REFUSED = {"external", "disabled"}
MATRIX = {
    "onboarding-draft": CLOSE,
    "onboarding-shared": EVERYBODY,
    "onboarding-deleted": NOBODY,
    "restricted-draft": CLOSE,
    "restricted-shared": UNIT,
    "restricted-deleted": NOBODY,
}


@pytest.mark.parametrize("objective", MATRIX)
async def test_an_okr_is_seen_by_those_who_may_and_is_not_there_for_others(tab: Tab, objective: str) -> None:
    answers = {role: await tab.get(f"/api/v1/objectives/{objective}", role) for role in PEOPLE}
    assert {role for role, (status, _) in answers.items() if status == 200} == MATRIX[objective]
    assert {role for role, (status, _) in answers.items() if status == 403} == REFUSED
    absent = {answer["error"] for status, answer in answers.values() if status == 404}
    assert absent <= {"This OKR is not there any more, or not for you."}


@pytest.mark.parametrize("unit", ["onboarding", "restricted"])
async def test_a_board_shows_what_its_okrs_would_show(tab: Tab, unit: str) -> None:
    for role in PEOPLE.keys() - REFUSED:
        expected = {key for key, who in MATRIX.items() if key.startswith(unit) and role in who}
        assert set(await tab.board(role, unit)) == expected, role


@pytest.mark.parametrize("role", sorted(REFUSED))
async def test_whoever_does_not_take_part_is_refused(tab: Tab, role: str) -> None:
    for path in ("board", "board?unit=onboarding", "units", "objectives/onboarding-shared"):
        status, answer = await tab.get(f"/api/v1/{path}", role)
        assert (status, list(answer)) == (403, ["error"])


async def test_somebody_of_the_tenant_whom_we_do_not_know_is_refused(tab: Tab) -> None:
    assert (await tab.get("/api/v1/board", STRANGER))[0] == 403


async def test_a_restricted_unit_is_not_there_for_others(tab: Tab) -> None:
    absent = await tab.get("/api/v1/board?unit=nowhere", "somebody else")
    assert absent[0] == 404
    assert await tab.get("/api/v1/board?unit=restricted", "somebody else") == absent
    listed = await tab.read("/api/v1/units", "somebody else")
    assert [unit["id"] for unit in listed["units"]] == ["tidewell", "product", "onboarding", "scheduling"]
    assert "restricted" in str(await tab.read("/api/v1/units", "member"))


async def test_a_guest_opens_no_unit_and_learns_nothing_of_those_above(tab: Tab) -> None:
    assert (await tab.read("/api/v1/units", "invited guest"))["units"] == []
    assert (await tab.get("/api/v1/board?unit=onboarding", "other guest"))[0] == 404
    board = await tab.read("/api/v1/board?unit=onboarding", "invited guest")
    assert (board["unit"]["parents"], board["meeting"]) == ([], None)


@pytest.mark.parametrize(("role", "is_shown"), [("leader", True), ("somebody else", False)])
async def test_what_an_okr_contributes_to_is_told_only_to_those_who_may_see_it(
    tab: Tab, role: str, is_shown: bool
) -> None:
    parent: Objective = await tab.one(Objective, key="restricted-shared")
    async with tab.database.transaction() as session:
        child: Objective = await tab.one(Objective, key="onboarding-shared")
        child.parent_id = parent.id
        await session.merge(child)
    page = await tab.read("/api/v1/objectives/onboarding-shared", role)
    board = await tab.read("/api/v1/board?unit=onboarding", role)
    row = next(one for one in board["objectives"] if one["id"] == "onboarding-shared")
    for shown in (page, row):
        assert shown["is_aligned"]
        assert (shown["contributes_to"] is not None) == is_shown
    assert (parent.title in str((page, row))) == is_shown
    if is_shown:
        above = await tab.read("/api/v1/objectives/restricted-shared", role)
        assert [one["id"] for one in above["contributing"]] == ["onboarding-shared"]


async def test_contributing_okrs_that_one_may_not_see_are_left_out(tab: Tab) -> None:
    unit: Unit = await tab.one(Unit, key="onboarding")
    parent: Objective = await tab.one(Objective, key="onboarding-shared")
    async with tab.database.transaction() as session:
        for key in ("onboarding-draft", "restricted-shared"):
            child: Objective = await tab.one(Objective, key=key)
            child.parent_id = parent.id
            await session.merge(child)
    assert unit.id == parent.unit_id
    seen = {
        role: len((await tab.read("/api/v1/objectives/onboarding-shared", role))["contributing"])
        for role in ("owner", "member", "somebody else")
    }
    assert seen == {"owner": 2, "member": 1, "somebody else": 0}
