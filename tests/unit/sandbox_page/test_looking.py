"""What the page asks for: news, unread marks, and what the app did."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from tests.integration.sandbox_teams.teams_http import AMINA, PRIYA, Teams
from tests.unit.sandbox_page.invitations import book

MEMBER = "felix.maurer@tidewell.example"
START = datetime(2027, 1, 14, 9, tzinfo=UTC)


async def _number(teams: Teams) -> int:
    return (await teams.act("GET", "changes")).body["number"]


async def _unread(teams: Teams, email: str) -> int:
    places = (await teams.act("GET", f"conversations?person={email}")).body["conversations"]
    return next(place["unread"] for place in places if place["id"] == teams.channel.id)


async def test_a_message_is_news_to_whoever_waits(teams: Teams) -> None:
    await teams.heard()
    before = await _number(teams)
    waiting = asyncio.ensure_future(teams.act("GET", f"changes?since={before}"))
    await teams.say(AMINA, "Hello")
    news = await waiting
    assert news.body["number"] > before
    assert datetime.fromisoformat(news.body["now"]).tzinfo


async def test_only_a_number_can_be_waited_for(teams: Teams) -> None:
    assert (await teams.act("GET", "changes?since=now")).status == 400


async def test_a_message_is_unread_until_somebody_looks(teams: Teams) -> None:
    await teams.say(AMINA, "Look at this")
    assert await _unread(teams, MEMBER) >= 1
    read = await teams.act("POST", f"people/{MEMBER}/read", {"conversation": teams.channel.id})
    assert read.status == 200
    assert await _unread(teams, MEMBER) == 0


async def test_a_message_tells_whether_the_app_heard_it(teams: Teams) -> None:
    told = await teams.say(AMINA, "Do you hear me?")
    await teams.heard()
    path = f"conversations/{quote(teams.channel.id)}/messages?person={AMINA}"
    threads = (await teams.act("GET", path)).body["threads"]
    assert next(thread["received"] for thread in threads if thread["id"] == told) == 200


async def test_the_log_says_in_words_what_the_app_did(teams: Teams) -> None:
    booked = await book(teams, AMINA, [PRIYA], START, START + timedelta(hours=1))
    await teams.say(AMINA, "Hello")
    await teams.heard()
    log = (await teams.act("GET", "log?limit=20")).body
    sentences = [entry["sentence"] for entry in log["log"]]
    assert f"Booked {booked['subject']} and invited 1" in sentences
    assert "Received a message of Amina Diallo" in sentences
    assert log["counts"]["event"] >= 1
    assert log["pending"] == 0


async def test_the_company_says_where_the_tab_is(teams: Teams) -> None:
    company = (await teams.act("GET", "company")).body
    assert company["tab_url"] == teams.sandbox.env["OKR_PUBLIC_URL"] + "/tab/"
    assert company["app_name"] == "OKR Share"
