"""The app is looked for, installed, brought up to date and removed everywhere, and that is remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select, update

from graph.errors import ServerFault
from teams_app.errors import Conflict, NotAllowed, Unavailable
from teams_app.okr import Card, HomeKind, Installation, InstallState, Objective, Place, PlaceKind
from teams_app.services import cards, installations
from teams_app.services.effects import InstallInChat, PostCard
from teams_app.services.installations import Finding
from teams_app.services.rollout import (
    Action,
    Line,
    Plan,
    Result,
    Wanted,
    app_of,
    carry_out,
    homes_of,
    install_in_chat,
    look,
)
from tests.integration.week.conftest import Tidewell

AMINA = "amina.diallo@tidewell.example"
ONLY_TEAMS = Wanted(people=False)


def quiet(_: int) -> None:
    """Nobody looks."""


async def planned(company: Tidewell, wanted: Wanted) -> Plan:
    async with company.world.database.transaction() as session:
        homes = await homes_of(session, wanted)
    return await look(company.world, await app_of(company.world), homes, wanted, quiet)


async def rolled_out(company: Tidewell, wanted: Wanted) -> list[Line]:
    return await carry_out(company.world, await planned(company, wanted), quiet)


def results(lines: Sequence[Line]) -> dict[Result, int]:
    return dict(Counter(line.result for line in lines))


async def stored(company: Tidewell) -> dict[InstallState, int]:
    async with company.world.database.transaction() as session:
        asked = select(Installation.state, func.count()).group_by(Installation.state)
        return dict((await session.execute(asked)).all())


async def test_it_comes_to_every_team_and_person_once(company: Tidewell) -> None:
    tenant = company.sandbox.tenant
    members = [one for one in tenant.company.people if one.kind == "member"]
    everywhere = len(members) + len(tenant.company.teams)
    assert results(await rolled_out(company, Wanted())) == {Result.INSTALLED: everywhere}
    assert tenant.messages.without_app == {one.email for one in tenant.company.people if one.kind != "member"}
    assert await stored(company) == {InstallState.INSTALLED: everywhere}
    again = await planned(company, Wanted())
    assert again.count(Action.NOTHING) == everywhere
    assert results(await carry_out(company.world, again, quiet)) == {Result.PRESENT: everywhere}


async def test_looking_changes_nothing_in_teams_and_is_remembered(company: Tidewell) -> None:
    plan = await planned(company, ONLY_TEAMS)
    assert plan.count(Action.INSTALL) == len(plan.lines) > 0
    assert await stored(company) == {InstallState.MISSING: len(plan.lines)}
    assert company.sandbox.tenant.access.blocked_apps == set()
    assert {line.home.home.id for line in plan.lines} <= company.sandbox.tenant.messages.without_app


async def test_a_pilot_takes_one_unit_and_those_below(company: Tidewell) -> None:
    async with company.world.database.transaction() as session:
        whole = await homes_of(session, Wanted())
        part = await homes_of(session, Wanted(unit="onboarding"))
    assert 1 < len(part) < len(whole)
    assert {"Onboarding", "Amina Diallo"} <= {home.name for home in part}


async def test_old_versions_are_brought_up_to_date_in_teams_and_left_to_teams_for_people(
    company: Tidewell,
) -> None:
    await rolled_out(company, Wanted(unit="onboarding"))
    company.sandbox.tenant.apps.publish("0.2.0")
    lines = await rolled_out(company, Wanted(unit="onboarding"))
    by_kind = {(line.home.home.scope.value, line.result) for line in lines}
    assert by_kind == {("team", Result.UPGRADED), ("person", Result.OLD)}
    assert "--reinstall" in next(line for line in lines if line.result is Result.OLD).reason
    anew = await rolled_out(company, Wanted(unit="onboarding", reinstall=True))
    assert {(line.home.home.scope.value, line.result) for line in anew} == {
        ("team", Result.PRESENT),
        ("person", Result.UPGRADED),
    }


async def test_a_team_that_did_not_consent_to_everything_is_brought_up_to_date(company: Tidewell) -> None:
    await rolled_out(company, ONLY_TEAMS)
    team = company.sandbox.tenant.company.teams[0].group_id
    company.sandbox.tenant.apps.put(team, [])
    plan = await planned(company, ONLY_TEAMS)
    [line] = [line for line in plan.lines if line.action is Action.UPGRADE]
    assert (line.home.home.id, line.reason) == (
        team,
        "It was installed without consent to ChannelMessage.Read.Group.",
    )
    assert Result.UPGRADED in results(await carry_out(company.world, plan, quiet))


async def test_what_a_policy_blocks_is_told_with_what_to_do(company: Tidewell) -> None:
    company.sandbox.tenant.access.blocked_apps.add(AMINA)
    lines = await rolled_out(company, Wanted(unit="onboarding", teams=False))
    [blocked] = [line for line in lines if line.result is Result.BLOCKED]
    assert blocked.home.name == "Amina Diallo"
    assert blocked.reason.startswith("App is blocked by app permission policy.")
    assert "A Teams administrator can allow it" in blocked.reason
    assert (await stored(company))[InstallState.BLOCKED] == 1
    checked = await planned(company, Wanted(unit="onboarding", teams=False))
    [still] = [line for line in checked.lines if line.result is Result.BLOCKED]
    assert (still.reason, still.action) == (blocked.reason, Action.INSTALL)
    company.sandbox.tenant.access.blocked_apps.clear()
    allowed = await carry_out(company.world, checked, quiet)
    assert results(allowed)[Result.INSTALLED] == 1


async def test_it_is_removed_from_where_it_is(company: Tidewell) -> None:
    await rolled_out(company, ONLY_TEAMS)
    lines = await rolled_out(company, Wanted(people=False, remove=True))
    assert set(results(lines)) == {Result.REMOVED}
    assert results(await rolled_out(company, Wanted(people=False, remove=True))) == {
        Result.MISSING: len(lines)
    }


async def test_it_comes_to_a_meetings_chat(company: Tidewell) -> None:
    messages = company.sandbox.tenant.messages
    chat = messages.open_chat("Share meeting", [AMINA], meeting=True, with_app=False)
    for _ in range(2):
        line = await install_in_chat(company.world, chat.id, "Share meeting of Onboarding")
        assert line.result is Result.INSTALLED
    assert messages.has_app(chat)
    gone = await install_in_chat(company.world, "19:meeting_nowhere@thread.v2", "Gone")
    assert (gone.result, gone.reason[:15]) == (Result.FAILED, "It is not there")


async def test_without_permission_it_is_told_once_and_nothing_is_tried(company: Tidewell) -> None:
    company.sandbox.tenant.access.take(["TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All"])
    with pytest.raises(NotAllowed, match=r"TeamsAppInstallation\.ReadForTeam\.All"):
        await planned(company, ONLY_TEAMS)


async def test_a_graph_that_does_not_answer_is_told_once(company: Tidewell) -> None:
    plan = await planned(company, ONLY_TEAMS)
    fault = {"match": "POST /v1.0/teams/*/installedApps", "status": 503, "retry_after": 600, "times": 500}
    company.sandbox.tenant.faults.add([fault])
    with pytest.raises(Unavailable, match="run it again later"):
        await carry_out(company.world, plan, quiet)


async def test_an_app_that_was_never_published_is_told(company: Tidewell) -> None:
    company.sandbox.tenant.apps.is_published = False
    with pytest.raises(Conflict, match="okr-share package"):
        await app_of(company.world)


async def test_an_interrupted_roll_out_goes_on_where_it_was(company: Tidewell) -> None:
    plan = await planned(company, ONLY_TEAMS)
    company.sandbox.tenant.faults.add([{"match": "POST /v1.0/teams/*/installedApps", "status": 500}])
    first = results(await carry_out(company.world, plan, quiet))
    assert first.get(Result.FAILED, 0) <= 1
    assert Result.FAILED not in results(await rolled_out(company, ONLY_TEAMS))


async def test_a_chat_that_may_work_later_is_tried_again_by_its_job(company: Tidewell) -> None:
    chat = company.sandbox.tenant.messages.open_chat("S", [AMINA], meeting=True, with_app=False)
    fault = {"match": "POST /v1.0/chats/*/installedApps", "status": 500, "times": 50}
    company.sandbox.tenant.faults.add([fault])
    with pytest.raises(ServerFault):
        await install_in_chat(company.world, chat.id, "S")


async def card_in(company: Tidewell, team: str) -> tuple[int, int]:
    """A card that is to be posted in a channel of a Teams team: its id and its place's."""
    async with company.world.database.transaction() as session:
        asked = select(Place.id).where(Place.team_id == team, Place.kind == PlaceKind.CHANNEL).limit(1)
        place_id = await session.scalar(asked)
        objective_id = await session.scalar(select(Objective.id).limit(1))
        assert place_id is not None
        assert objective_id is not None
        card = Card(objective_id=objective_id, place_id=place_id)
        session.add(card)
        await session.flush()
        await company.world.jobs.enqueue(session, [PostCard(card.id, place_id)])
        return card.id, place_id


async def test_a_card_waits_where_the_app_is_missing_and_is_sent_when_it_comes(company: Tidewell) -> None:
    team = company.sandbox.tenant.company.teams[0].group_id
    card_id, place_id = await card_in(company, team)
    await planned(company, ONLY_TEAMS)
    await company.work()
    async with company.world.database.transaction() as session:
        card, place = await session.get_one(Card, card_id), await session.get_one(Place, place_id)
        assert (card.attempted_at, card.activity_id) == (None, None)
        assert place.problem is not None
        assert "okr-share rollout" in place.problem
        assert await cards.revive_places(session, company.world.jobs) == 0
        await session.refresh(place)
        assert place.problem
    await rolled_out(company, ONLY_TEAMS)
    await company.work()
    async with company.world.database.transaction() as session:
        card, place = await session.get_one(Card, card_id), await session.get_one(Place, place_id)
        assert card.activity_id
        assert place.problem is None


async def test_a_place_that_came_later_is_not_tried_either(company: Tidewell) -> None:
    team = company.sandbox.tenant.company.teams[0].group_id
    await planned(company, ONLY_TEAMS)
    card_id, place_id = await card_in(company, team)
    async with company.world.database.transaction() as session:
        await session.execute(update(Place).where(Place.id == place_id).values(problem=None))
    await company.work()
    async with company.world.database.transaction() as session:
        assert (await session.get_one(Card, card_id)).attempted_at is None
        assert (await session.get_one(Place, place_id)).problem


async def test_a_refused_card_tells_that_the_app_is_missing(company: Tidewell) -> None:
    team = company.sandbox.tenant.company.teams[0].group_id
    card_id, _ = await card_in(company, team)
    await company.work()
    assert await stored(company) == {InstallState.MISSING: 1}
    await rolled_out(company, ONLY_TEAMS)
    await company.work()
    async with company.world.database.transaction() as session:
        assert (await session.get_one(Card, card_id)).activity_id


async def test_what_teams_tells_keeps_the_version_that_is_known(company: Tidewell) -> None:
    found = Finding(HomeKind.TEAM, "t1", InstallState.INSTALLED, "0.1.0")
    async with company.world.database.transaction() as session:
        await installations.record(session, company.world.jobs, [found], company.world.clock())
        await installations.came(session, company.world.jobs, HomeKind.TEAM, "t1", company.world.clock())
        asked = select(Installation.version).where(Installation.target == "t1")
        assert await session.scalar(asked) == "0.1.0"


async def test_a_job_brings_it_into_the_chat_of_a_meeting(company: Tidewell) -> None:
    messages = company.sandbox.tenant.messages
    chat = messages.open_chat("Share meeting", [AMINA], meeting=True, with_app=False)
    async with company.world.database.transaction() as session:
        await company.world.jobs.enqueue(session, [InstallInChat(chat.id, "Onboarding")] * 2)
    await company.work()
    assert messages.has_app(chat)
    assert await stored(company) == {InstallState.INSTALLED: 1}


async def test_a_job_that_may_not_install_ends_in_good_order(company: Tidewell) -> None:
    company.sandbox.tenant.access.take(["TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All"])
    chat = company.sandbox.tenant.messages.open_chat("S", [AMINA], meeting=True, with_app=False)
    async with company.world.database.transaction() as session:
        await company.world.jobs.enqueue(session, [InstallInChat(chat.id, "Onboarding")])
    await company.work()
    assert await company.jobs_waiting() == 0
    assert await stored(company) == {}
