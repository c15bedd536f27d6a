"""What the invited answer, and what the organizer sees of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.integration.sandbox_graph.graph_http import GraphHttp, Json
from tests.integration.sandbox_graph.invitations import BERLIN, CHIEF, GUESTS, event, moment
from tests.integration.sandbox_graph.test_sandbox_events import EVENTS, booked, evening

GUEST = GUESTS[0]


async def invited(graph: GraphHttp, week: date, **other: bool) -> tuple[str, str]:
    """Paths of a new meeting in the organizer's calendar and in the guest's."""
    created = await booked(graph, week, GUEST, **other)
    [seen] = await evening(graph, GUEST, week)
    return f"{EVENTS}/{created['id']}", f"/users/{GUEST}/events/{seen['id']}"


async def seen_answer(graph: GraphHttp, organized: str) -> Json:
    return (await graph.get(organized, {"$select": "attendees"})).body["attendees"][0]


@pytest.mark.parametrize(
    ("action", "answer", "shown"),
    [
        ("accept", "accepted", "busy"),
        ("tentativelyAccept", "tentativelyAccepted", "tentative"),
        ("decline", "declined", None),
    ],
)
async def test_an_answer_reaches_the_organizer(
    graph: GraphHttp, week: date, action: str, answer: str, shown: str | None
) -> None:
    organized, received = await invited(graph, week)
    reply = await graph.post(f"{received}/{action}", {"comment": "Gladly", "sendResponse": True})
    assert reply.status == 202
    attendee = await seen_answer(graph, organized)
    assert attendee["status"]["response"] == answer
    assert not attendee["status"]["time"].startswith("0001")
    left = [each["showAs"] for each in await evening(graph, GUEST, week)]
    assert left == ([shown] if shown else [])


async def test_a_silent_answer_stays_with_the_guest(graph: GraphHttp, week: date) -> None:
    organized, received = await invited(graph, week)
    await graph.post(f"{received}/accept", {"sendResponse": False})
    assert (await seen_answer(graph, organized))["status"]["response"] == "none"
    assert (await graph.get(received)).body["responseStatus"]["response"] == "accepted"


async def test_a_proposed_new_time_reaches_the_organizer(graph: GraphHttp, week: date) -> None:
    organized, received = await invited(graph, week)
    proposed = {"start": moment(week, "20:00"), "end": moment(week, "21:00")}
    answer = {"sendResponse": True, "proposedNewTime": proposed}
    assert (await graph.post(f"{received}/tentativelyAccept", answer)).status == 202
    shown = await graph.send("GET", organized, headers={"Prefer": f'outlook.timezone="{BERLIN}"'})
    [attendee] = shown.body["attendees"]
    assert attendee["proposedNewTime"]["start"]["dateTime"] == f"{week}T20:00:00.0000000"


async def test_a_new_time_cannot_be_proposed_silently_or_where_it_is_not_wanted(
    graph: GraphHttp, week: date
) -> None:
    _, received = await invited(graph, week, allowNewTimeProposals=False)
    proposed = {"start": moment(week, "20:00"), "end": moment(week, "21:00")}
    for send in (True, False):
        answer = {"sendResponse": send, "proposedNewTime": proposed}
        reply = await graph.post(f"{received}/decline", answer)
        assert (reply.status, reply.error) == (400, "ErrorInvalidRequest")


async def test_the_organizer_has_nothing_to_answer(graph: GraphHttp, week: date) -> None:
    organized, _ = await invited(graph, week)
    reply = await graph.post(f"{organized}/accept", {})
    assert (reply.status, reply.error) == (400, "ErrorInvalidRequest")


async def test_guests_do_not_see_each_others_answers(graph: GraphHttp, week: date) -> None:
    await booked(graph, week, *GUESTS)
    [first] = await evening(graph, GUESTS[0], week)
    await graph.post(f"/users/{GUESTS[0]}/events/{first['id']}/accept", {})
    [seen] = await evening(graph, GUESTS[1], week)
    assert {each["status"]["response"] for each in seen["attendees"]} == {"none"}


async def test_weekly_meetings_are_series_that_nobody_changes(graph: GraphHttp, week: date) -> None:
    window = {"startDateTime": f"{week}T06:00:00Z", "endDateTime": f"{week}T18:00:00Z"}
    view = await graph.get(f"/users/{CHIEF}/calendarView", window)
    occurrence = next(each for each in view.value if each["type"] == "occurrence")
    master = await graph.get(f"/users/{CHIEF}/events/{occurrence['seriesMasterId']}")
    assert master.body["type"] == "seriesMaster"
    assert master.body["recurrence"]["pattern"]["daysOfWeek"] == ["monday"]
    assert master.body["subject"] == occurrence["subject"]
    again = await graph.get(f"/users/{CHIEF}/events/{occurrence['id']}")
    assert again.body["start"] == occurrence["start"]
    refused = await graph.send("DELETE", f"/users/{CHIEF}/events/{occurrence['id']}")
    assert (refused.status, refused.error) == (403, "ErrorAccessDenied")


async def test_events_are_listed_in_small_pages_with_series_as_one(graph: GraphHttp, week: date) -> None:
    await graph.post(EVENTS, event(week))
    reply = await graph.get(EVENTS, {"$select": "id,type"})
    pages, seen = 1, reply.value
    assert len(seen) == 10
    while next_link := reply.body.get("@odata.nextLink"):
        reply = await graph.get(next_link)
        pages, seen = pages + 1, seen + reply.value
    assert pages > 1
    assert len({each["id"] for each in seen}) == len(seen)
    assert {each["type"] for each in seen} == {"seriesMaster", "singleInstance"}


async def test_a_calendar_view_needs_its_window(graph: GraphHttp) -> None:
    reply = await graph.send("GET", f"/users/{CHIEF}/calendarView", wrong=True)
    assert (reply.status, reply.error) == (400, "ErrorInvalidParameter")
