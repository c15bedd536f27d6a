"""A meeting is started, joined, left and ended, and the bot hears of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from tests.integration.sandbox_teams.teams_http import AMINA, EWA, PRIYA, Teams
from tests.unit.sandbox_page.invitations import book

START = datetime(2027, 1, 13, 9, tzinfo=UTC)


async def _chat(teams: Teams) -> str:
    """That of a new meeting of Amina with Priya."""
    await book(teams, AMINA, [PRIYA], START, START + timedelta(hours=1))
    return teams.sandbox.tenant.messages.conversations(PRIYA)[-1].id


async def _attend(teams: Teams, email: str, chat: str, what: str, **more: Any) -> Any:
    body = {"conversation": chat, "what": what, **more}
    answer = await teams.act("POST", f"people/{email}/meetings", body)
    return answer.body if answer.status == 200 else answer


async def _events(teams: Teams) -> list[tuple[str, Any]]:
    heard = await teams.heard("event")
    return [(each["name"].removeprefix("application/vnd.microsoft."), each["value"]) for each in heard]


async def test_the_first_who_joins_starts_it(teams: Teams) -> None:
    chat = await _chat(teams)
    shown = await _attend(teams, AMINA, chat, "join")
    assert shown["started"]
    assert [one["email"] for one in shown["inside"]] == [AMINA]
    (start, details), (join, joined) = await _events(teams)
    assert (start, join) == ("meetingStart", "meetingParticipantJoin")
    assert details["Title"] == shown["title"]
    assert details["StartTime"].endswith("Z")
    (member,) = joined["members"]
    assert member["meeting"] == {"inMeeting": True, "role": "Organizer"}
    assert member["user"]["aadObjectId"] == teams.person(AMINA).object_id


async def test_the_last_who_leaves_ends_it(teams: Teams) -> None:
    chat = await _chat(teams)
    await _attend(teams, AMINA, chat, "join", **{"with": [PRIYA]})
    await _attend(teams, AMINA, chat, "leave")
    shown = await _attend(teams, PRIYA, chat, "leave")
    assert shown["started"] is None
    names = [name for name, _ in await _events(teams)]
    assert names[2:] == ["meetingParticipantLeave", "meetingParticipantLeave", "meetingEnd"]


async def test_whoever_is_in_it_can_end_it_for_everybody(teams: Teams) -> None:
    chat = await _chat(teams)
    await _attend(teams, PRIYA, chat, "join", **{"with": [AMINA]})
    assert not (await _attend(teams, PRIYA, chat, "end"))["inside"]
    assert (await _events(teams))[-1][0] == "meetingEnd"


async def test_the_activity_names_the_meeting_and_its_chat(teams: Teams) -> None:
    chat = await _chat(teams)
    await _attend(teams, AMINA, chat, "join")
    start = (await teams.heard("event"))[0]
    assert start["conversation"]["id"] == chat
    assert start["channelData"]["meeting"]["id"] == start["value"]["Id"]


async def test_without_the_subscription_nobody_tells_who_joined(teams: Teams) -> None:
    chat = await _chat(teams)
    await teams.act("POST", "switches", {"participants": False})
    await _attend(teams, AMINA, chat, "join")
    assert [name for name, _ in await _events(teams)] == ["meetingStart"]
    await teams.act("POST", "switches", {"participants": True})


async def test_only_who_is_invited_can_join_and_only_who_is_in_it_can_leave(teams: Teams) -> None:
    chat = await _chat(teams)
    assert (await _attend(teams, EWA, chat, "join")).status == 403
    assert (await _attend(teams, AMINA, chat, "join", **{"with": [EWA]})).status == 403
    assert (await _attend(teams, AMINA, chat, "leave")).status == 400
    assert (await _attend(teams, AMINA, teams.channel.id, "join")).status == 404
    assert not await teams.heard("event")


async def test_a_chat_shows_that_its_meeting_is_held(teams: Teams) -> None:
    chat = await _chat(teams)
    await _attend(teams, AMINA, chat, "join")
    places = (await teams.act("GET", f"conversations?person={PRIYA}")).body["conversations"]
    assert [place["id"] for place in places if place["running"]].count(chat) == 1
    shown = (await teams.act("GET", f"conversations/{quote(chat)}/meeting")).body
    assert [one["email"] for one in shown["invited"]] == [PRIYA]
