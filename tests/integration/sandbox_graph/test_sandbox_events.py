"""Events: booked, seen by the invited, changed, cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp, Json
from tests.integration.sandbox_graph.invitations import (
    CHIEF,
    GUESTS,
    OUTSIDER,
    ROOM,
    attendee,
    event,
    moment,
)

EVENTS = f"/users/{CHIEF}/events"


async def booked(graph: GraphHttp, day: date, *people: str, **other: Any) -> Json:
    reply = await graph.post(EVENTS, event(day, *people, **other))
    assert reply.status == 201, reply.body
    return reply.body


async def evening(graph: GraphHttp, owner: str, day: date) -> list[Json]:
    """What stands in somebody's calendar late on a day."""
    window = {"startDateTime": f"{day}T19:30:00Z", "endDateTime": f"{day}T22:30:00Z"}
    return (await graph.get(f"/users/{owner}/calendarView", window)).value


async def test_an_invitation_stands_in_every_calendar(graph: GraphHttp, week: date) -> None:
    created = await booked(graph, week, *GUESTS, OUTSIDER, transactionId=f"t-{week}")
    assert created["start"]["dateTime"] in (f"{week}T20:00:00.0000000", f"{week}T19:00:00.0000000")
    assert created["originalStartTimeZone"] == "W. Europe Standard Time"
    assert created["responseStatus"]["response"] == "organizer"
    [own] = await evening(graph, CHIEF, week)
    assert own["id"] == created["id"]
    for guest in GUESTS:
        [seen] = await evening(graph, guest, week)
        assert seen["id"] != created["id"]
        assert seen["iCalUId"] == created["iCalUId"]
        assert seen["responseStatus"]["response"] == "notResponded"
        assert seen["organizer"]["emailAddress"]["address"] == CHIEF
        assert seen["transactionId"] is None
        assert seen["showAs"] == "tentative"


async def test_the_same_transaction_again_creates_nothing(graph: GraphHttp, week: date) -> None:
    first = await booked(graph, week, transactionId=f"once-{week}")
    second = await booked(graph, week, transactionId=f"once-{week}", subject="Changed in the meantime")
    assert second["id"] == first["id"]
    assert second["subject"] == first["subject"]
    assert len(await evening(graph, CHIEF, week)) == 1
    await graph.post(f"{EVENTS}/{first['id']}/cancel", {})
    third = await booked(graph, week, transactionId=f"once-{week}")
    assert (third["id"], third["isCancelled"]) == (first["id"], True)
    assert await evening(graph, CHIEF, week) == []


async def test_an_online_meeting_has_a_link_in_its_body_and_a_chat(
    graph: GraphHttp, sandbox: Sandbox, week: date
) -> None:
    created = await booked(
        graph, week, *GUESTS, isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness"
    )
    link = created["onlineMeeting"]["joinUrl"]
    assert "<p>Agenda</p>" in created["body"]["content"]
    assert link in created["body"]["content"]
    found = await graph.get(f"/users/{CHIEF}/onlineMeetings", {"$filter": f"JoinWebUrl eq '{link}'"})
    [meeting] = found.value
    chat = sandbox.tenant.messages.conversation(meeting["chatInfo"]["threadId"])
    assert chat.meeting
    assert set(chat.members) == {CHIEF, *GUESTS}
    of_a_guest = await graph.get(f"/users/{GUESTS[0]}/onlineMeetings", {"$filter": f"JoinWebUrl eq '{link}'"})
    assert of_a_guest.status == 404
    assert (await graph.get(f"/users/{CHIEF}/onlineMeetings")).status == 400


async def test_a_body_without_the_link_ends_the_online_meeting(graph: GraphHttp, week: date) -> None:
    created = await booked(graph, week, isOnlineMeeting=True)
    path, content = f"{EVENTS}/{created['id']}", created["body"]["content"]
    kept = content.replace("Agenda", "New agenda")
    with_block = await graph.send("PATCH", path, {"body": {"contentType": "html", "content": kept}})
    assert with_block.body["isOnlineMeeting"]
    without = await graph.send(
        "PATCH", path, {"body": {"contentType": "html", "content": "<p>Only this</p>"}}
    )
    assert not without.body["isOnlineMeeting"]
    assert without.body["onlineMeeting"] is None


async def test_a_room_accepts_once_and_declines_when_taken(graph: GraphHttp, week: date) -> None:
    resource = [attendee(ROOM, "resource")]
    first = await booked(graph, week, attendees=resource)
    second = await booked(graph, week, attendees=resource)
    assert [each["attendees"][0]["status"]["response"] for each in (first, second)] == [
        "accepted",
        "declined",
    ]
    assert len(await evening(graph, ROOM, week)) == 1


async def test_a_new_time_asks_everybody_again(graph: GraphHttp, week: date) -> None:
    created = await booked(graph, week, GUESTS[0])
    [seen] = await evening(graph, GUESTS[0], week)
    await graph.post(f"/users/{GUESTS[0]}/events/{seen['id']}/accept", {"sendResponse": True})
    path = f"{EVENTS}/{created['id']}"
    renamed = await graph.send("PATCH", path, {"subject": "Leadership shares"})
    assert renamed.body["attendees"][0]["status"]["response"] == "accepted"
    moved = await graph.send("PATCH", path, {"start": moment(week, "21:15"), "end": moment(week, "22:15")})
    assert moved.body["attendees"][0]["status"]["response"] == "none"
    [again] = await evening(graph, GUESTS[0], week)
    assert again["responseStatus"]["response"] == "notResponded"
    assert again["subject"] == "Leadership shares"


async def test_changed_attendees_are_the_only_ones_concerned(graph: GraphHttp, week: date) -> None:
    created = await booked(graph, week, GUESTS[0])
    [seen] = await evening(graph, GUESTS[0], week)
    await graph.post(f"/users/{GUESTS[0]}/events/{seen['id']}/accept", {"sendResponse": True})
    path = f"{EVENTS}/{created['id']}"
    both = await graph.send("PATCH", path, {"attendees": [attendee(each) for each in GUESTS]})
    answers = [each["status"]["response"] for each in both.body["attendees"]]
    assert answers == ["accepted", "none"]
    await graph.send("PATCH", path, {"attendees": [attendee(GUESTS[1])]})
    assert await evening(graph, GUESTS[0], week) == []
    assert len(await evening(graph, GUESTS[1], week)) == 1


@pytest.mark.parametrize("how", ["cancel", "delete"])
async def test_a_cancelled_meeting_frees_everybody(graph: GraphHttp, week: date, how: str) -> None:
    created = await booked(graph, week, GUESTS[0])
    path = f"{EVENTS}/{created['id']}"
    if how == "cancel":
        assert (await graph.post(f"{path}/cancel", {"Comment": "We share next week"})).status == 202
    else:
        assert (await graph.send("DELETE", path)).status == 204
    gone = await graph.get(path)
    assert (gone.status, gone.error) == (404, "ErrorItemNotFound")
    [told] = await evening(graph, GUESTS[0], week)
    assert told["isCancelled"]
    assert told["subject"].startswith("Canceled: ")
    assert told["showAs"] == "free"


async def test_only_the_organizer_cancels_and_changes(graph: GraphHttp, week: date) -> None:
    await booked(graph, week, GUESTS[0])
    [seen] = await evening(graph, GUESTS[0], week)
    path = f"/users/{GUESTS[0]}/events/{seen['id']}"
    assert (await graph.post(f"{path}/cancel", {})).error == "ErrorInvalidRequest"
    assert (await graph.send("PATCH", path, {"subject": "Mine"})).error == "ErrorAccessDenied"
    assert (await graph.send("DELETE", path)).status == 204
    assert await evening(graph, GUESTS[0], week) == []


async def test_extended_properties_come_back_when_expanded(graph: GraphHttp, week: date) -> None:
    name = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name OkrMeeting"
    created = await booked(graph, week, singleValueExtendedProperties=[{"id": name, "value": "m-1"}])
    expand = f"singleValueExtendedProperties($filter=id eq '{name}')"
    path = f"{EVENTS}/{created['id']}"
    plain, expanded = await graph.get(path), await graph.get(path, {"$select": "id", "$expand": expand})
    assert "singleValueExtendedProperties" not in plain.body
    assert expanded.body["singleValueExtendedProperties"] == [{"id": name, "value": "m-1"}]


async def test_times_are_read_and_shown_in_the_zone_asked_for(graph: GraphHttp, week: date) -> None:
    created = await booked(
        graph, week, start=moment(week, "16:00", "America/New_York"), end=moment(week, "21:00", "UTC")
    )
    prefer = 'outlook.timezone="India Standard Time", IdType="ImmutableId"'
    seen = await graph.get(f"{EVENTS}/{created['id']}", {"$select": "start,end"}, Prefer=prefer)
    assert seen.headers["Preference-Applied"] == 'outlook.timezone="India Standard Time"'
    assert seen.body["end"]["timeZone"] == "India Standard Time"
    assert seen.body["end"]["dateTime"][11:16] == "02:30"
    assert set(seen.body) == {"@odata.context", "@odata.etag", "id", "start", "end"}


async def test_a_plain_text_body_becomes_harmless_html(graph: GraphHttp, week: date) -> None:
    body = {"contentType": "text", "content": "a < b & <script>x</script>\nend"}
    created = await booked(graph, week, body=body)
    assert "<script>" not in created["body"]["content"]
    text = await graph.get(f"{EVENTS}/{created['id']}", Prefer='outlook.body-content-type="text"')
    assert text.body["body"] == {"contentType": "text", "content": "a < b & <script>x</script> \nend"}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"start": None}, 400, "ErrorPropertyValidationFailure"),
        (
            {"start": {"dateTime": "2031-02-30T10:00:00", "timeZone": "UTC"}},
            400,
            "ErrorPropertyValidationFailure",
        ),
        (
            {"end": {"dateTime": "2020-01-01T10:00:00", "timeZone": "UTC"}},
            400,
            "ErrorPropertyValidationFailure",
        ),
        (
            {"start": {"dateTime": "2031-01-01T10:00:00", "timeZone": "Mars"}},
            400,
            "TimeZoneNotSupportedException",
        ),
        ({"lunchMenu": "soup"}, 400, "RequestBodyRead"),
        ({"attendees": [{"emailAddress": {"address": "no address"}}]}, 400, "ErrorInvalidRecipients"),
        (
            {"attendees": [{"emailAddress": {"address": f"p{n}@partner.example"}} for n in range(501)]},
            400,
            "ErrorExceededMaxRecipientLimit",
        ),
    ],
)
async def test_an_event_that_makes_no_sense_is_refused(
    graph: GraphHttp, week: date, change: Json, status: int, code: str
) -> None:
    reply = await graph.send("POST", EVENTS, {**event(week), **change}, wrong=True)
    assert (reply.status, reply.error) == (status, code)
    assert await evening(graph, CHIEF, week) == []


@pytest.mark.parametrize("body", ["not JSON", "[1]", ""])
async def test_a_body_that_is_no_json_object_is_a_bad_request(graph: GraphHttp, body: str) -> None:
    url = f"{graph.sandbox.tenant.base_url}/v1.0{EVENTS}"
    headers = {"Authorization": f"Bearer {graph.token}", "Content-Type": "application/json"}
    async with graph.session.post(url, data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == "BadRequest"


async def test_ids_that_are_malformed_or_unknown_are_told_apart(graph: GraphHttp) -> None:
    malformed = await graph.get(f"{EVENTS}/today")
    unknown = await graph.get(f"{EVENTS}/AAkALgAAAAAAAAAAAAAAAAAAAAAA==")
    assert (malformed.status, malformed.error) == (400, "ErrorInvalidIdMalformed")
    assert (unknown.status, unknown.error) == (404, "ErrorItemNotFound")


async def test_guests_and_strangers_have_no_mailbox(graph: GraphHttp, sandbox: Sandbox, week: date) -> None:
    guest = next(person for person in sandbox.tenant.company.people if person.kind == "guest")
    of_a_guest = await graph.post(f"/users/{guest.object_id}/events", event(week))
    of_nobody = await graph.post("/users/nobody@tidewell.example/events", event(week))
    assert (of_a_guest.status, of_a_guest.error) == (404, "MailboxNotEnabledForRESTAPI")
    assert (of_nobody.status, of_nobody.error) == (404, "ErrorInvalidUser")
