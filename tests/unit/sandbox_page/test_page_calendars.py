"""Anybody's calendar, and answers to invitations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.integration.sandbox_teams.teams_http import AMINA, EWA, PRIYA, Teams
from tests.unit.sandbox_page.invitations import book

START = datetime(2027, 1, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def _calendar(teams: Teams, email: str, days: int = 7) -> dict[str, Any]:
    found = await teams.act("GET", f"people/{email}/calendar?start=2027-01-11&days={days}")
    assert found.status == 200, found
    return {event["subject"]: event for event in found.body["events"]}


async def test_a_week_has_weekly_meetings_and_invitations(teams: Teams) -> None:
    booked = await book(teams, AMINA, [PRIYA], START, START + HOUR)
    shown = await _calendar(teams, PRIYA)
    event = shown[booked["subject"]]
    assert (event["response"], event["can_answer"], event["organizer"]["email"]) == (
        "notResponded",
        True,
        AMINA,
    )
    assert event["chat"].startswith("19:meeting_")
    assert any(each["weekly"] and not each["can_answer"] for each in shown.values())


async def test_an_answer_reaches_the_organizer(teams: Teams) -> None:
    booked = await book(teams, AMINA, [PRIYA, EWA], START, START + HOUR)
    event = (await _calendar(teams, PRIYA))[booked["subject"]]
    sent = await teams.act("POST", f"people/{PRIYA}/answers", {"event": event["id"], "answer": "accepted"})
    assert sent.status == 200
    asked = (await _calendar(teams, AMINA))[booked["subject"]]["attendees"]
    assert {each["email"]: each["response"] for each in asked} == {PRIYA: "accepted", EWA: "none"}
    others = (await _calendar(teams, EWA))[booked["subject"]]["attendees"]
    assert all("response" not in each for each in others)


async def test_another_time_is_proposed_with_a_tentative_answer(teams: Teams) -> None:
    booked = await book(teams, AMINA, [PRIYA], START, START + HOUR)
    event = (await _calendar(teams, PRIYA))[booked["subject"]]
    later = {"start": (START + HOUR).isoformat(), "end": (START + 2 * HOUR).isoformat()}
    body = {"event": event["id"], "answer": "tentative", "propose": later}
    assert (await teams.act("POST", f"people/{PRIYA}/answers", body)).status == 200
    (attendee,) = (await _calendar(teams, AMINA))[booked["subject"]]["attendees"]
    assert attendee["response"] == "tentativelyAccepted"
    assert attendee["proposed"] == [later["start"], later["end"]]


async def test_what_cannot_be_answered_is_refused_with_a_sentence(teams: Teams) -> None:
    booked = await book(teams, AMINA, [PRIYA], START, START + HOUR)
    own = (await _calendar(teams, AMINA))[booked["subject"]]
    for body in (
        {"event": own["id"], "answer": "accepted"},
        {"event": own["id"], "answer": "perhaps"},
        {"event": "nothing", "answer": "accepted"},
        {
            "event": own["id"],
            "answer": "tentative",
            "propose": {"start": "noon", "end": "2027-01-12T10:00:00Z"},
        },
    ):
        refused = await teams.act("POST", f"people/{AMINA}/answers", body)
        assert refused.status in {400, 404}
        assert refused.body["error"]


async def test_days_that_make_no_sense_are_refused(teams: Teams) -> None:
    for query in ("start=soon", "days=0", "days=63", "days=x"):
        assert (await teams.act("GET", f"people/{AMINA}/calendar?{query}")).status == 400
    assert (await teams.act("GET", "people/nobody@tidewell.example/calendar")).status == 404


async def test_a_guest_has_no_calendar_here(teams: Teams) -> None:
    people = teams.sandbox.tenant.company.people
    guest = next(person for person in people if person.kind == "guest")
    refused = await teams.act("GET", f"people/{guest.email}/calendar")
    assert refused.status == 404
    assert "guest" in refused.body["error"]
