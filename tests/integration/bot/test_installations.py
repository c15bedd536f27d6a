"""Places are remembered, refreshed and given up as Teams tells of them."""

from __future__ import annotations

from typing import Any

import pytest
from small_company import APP, CHANNEL, TEAM, TENANT, SmallCompany
from sqlalchemy import select

from teams_app.okr import HomeKind, Installation, InstallState, Place, PlaceKind

BOT = [{"id": f"28:{APP}"}]
MOVED = "http://127.0.0.1:9/connector/moved/"
IN_CHANNEL = {"id": CHANNEL, "conversationType": "channel", "tenantId": TENANT}


def team_event(event: str = "", **changed: Any) -> dict[str, Any]:
    data = {"tenant": {"id": TENANT}, "team": {"id": CHANNEL, "aadGroupId": TEAM}, "eventType": event}
    told = {"type": "conversationUpdate", "conversation": IN_CHANNEL, "serviceUrl": MOVED}
    return {**told, "channelData": {**data, **changed.pop("data", {})}, **changed}


async def places(company: SmallCompany) -> dict[str, Place]:
    async with company.database.sessions() as session:
        return {place.conversation_id: place for place in await session.scalars(select(Place))}


async def test_an_installation_brings_the_service_url_up_to_date(company: SmallCompany) -> None:
    await company.send(**team_event("teamMemberAdded", membersAdded=BOT))
    place = (await places(company))[CHANNEL]
    assert (place.service_url, place.team_id, place.kind) == (MOVED, TEAM, PlaceKind.CHANNEL)


async def test_a_removal_gives_up_all_channels_of_the_team(company: SmallCompany) -> None:
    general = {"id": "19:general@thread.tacv2", "conversationType": "channel", "tenantId": TENANT}
    await company.send(**team_event("teamMemberRemoved", membersRemoved=BOT, conversation=general))
    assert (await places(company))[CHANNEL].is_gone


async def homes(company: SmallCompany) -> dict[tuple[HomeKind, str], InstallState]:
    async with company.database.sessions() as session:
        return {(one.kind, one.target): one.state for one in await session.scalars(select(Installation))}


async def test_what_teams_tells_of_the_app_is_remembered(company: SmallCompany) -> None:
    chat = {"id": "19:chat@thread.v2", "conversationType": "groupChat", "tenantId": TENANT}
    in_chat = {"conversation": chat, "channelData": {"tenant": {"id": TENANT}}}
    await company.send(**team_event("teamMemberAdded", membersAdded=BOT))
    await company.send(type="installationUpdate", action="add")
    await company.send(type="conversationUpdate", membersAdded=BOT, **in_chat)
    assert await homes(company) == {
        (HomeKind.TEAM, TEAM): InstallState.INSTALLED,
        (HomeKind.PERSON, "object-li"): InstallState.INSTALLED,
        (HomeKind.CHAT, "19:chat@thread.v2"): InstallState.INSTALLED,
    }
    await company.send(**team_event("teamMemberRemoved", membersRemoved=BOT))
    await company.send(type="installationUpdate", action="remove")
    await company.send(type="conversationUpdate", membersRemoved=BOT, **in_chat)
    assert set((await homes(company)).values()) == {InstallState.MISSING}
    assert "okr-share rollout" in ((await places(company))[CHANNEL].problem or "")


async def test_whoever_writes_to_the_app_has_it(company: SmallCompany) -> None:
    await company.send(type="installationUpdate", action="add")
    await company.send(type="installationUpdate", action="remove")
    assert await homes(company) == {(HomeKind.PERSON, "object-li"): InstallState.MISSING}
    await company.send(text="help")
    assert await homes(company) == {(HomeKind.PERSON, "object-li"): InstallState.INSTALLED}
    assert (await places(company))["a:li"].problem is None


async def test_what_another_tenant_tells_is_not_remembered(company: SmallCompany) -> None:
    told = team_event("teamMemberRemoved", membersRemoved=BOT)
    told["channelData"]["tenant"] = {"id": "tenant-2"}
    await company.send(**told)
    assert await homes(company) == {}


async def test_what_is_installed_again_is_back(company: SmallCompany) -> None:
    await company.send(**team_event(type="installationUpdate", action="remove"))
    assert (await places(company))[CHANNEL].is_gone
    await company.send(**team_event(type="installationUpdate", action="add"))
    assert not (await places(company))[CHANNEL].is_gone


async def test_a_deleted_channel_is_given_up_and_comes_back_when_restored(company: SmallCompany) -> None:
    channel = {"channel": {"id": CHANNEL}}
    await company.send(**team_event("channelDeleted", data=channel))
    assert (await places(company))[CHANNEL].is_gone
    await company.send(**team_event("channelRestored", data=channel))
    assert not (await places(company))[CHANNEL].is_gone


async def test_a_person_who_installs_the_app_is_welcomed(company: SmallCompany) -> None:
    outcome = await company.send(type="installationUpdate", action="add")
    assert "Hello Li" in str(outcome.messages)
    place = (await places(company))["a:li"]
    assert place.kind is PlaceKind.PERSONAL


async def test_a_stranger_who_installs_the_app_gets_nothing(company: SmallCompany) -> None:
    outcome = await company.send("nobody", type="installationUpdate", action="add")
    assert outcome.messages == ()
    assert list(await places(company)) == [CHANNEL]


@pytest.mark.parametrize(
    "changed",
    [
        {"membersAdded": [{"id": "29:amina"}]},
        {"membersRemoved": [{"id": "29:amina"}]},
        {"membersAdded": "odd", "channelData": {"tenant": {"id": TENANT}}},
        {"channelData": {"tenant": {"id": TENANT}, "eventType": "channelDeleted"}},
        {"channelData": {"tenant": {"id": TENANT}, "eventType": "channelRenamed", "channel": {"id": "x"}}},
    ],
)
async def test_what_concerns_others_changes_nothing(company: SmallCompany, changed: dict[str, Any]) -> None:
    await company.send(**team_event(**changed))
    [place] = (await places(company)).values()
    assert not place.is_gone
