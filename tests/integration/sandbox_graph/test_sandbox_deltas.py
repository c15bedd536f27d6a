"""Changes of calendars and subscriptions, as the stand-in answers them on the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.integration.sandbox_graph.graph_http import GraphHttp
from tests.integration.sandbox_graph.invitations import CHIEF, GUESTS, event

EVENTS = f"/users/{CHIEF}/events"
NOWHERE = "http://127.0.0.1:9/notifications"


def window(day: date) -> dict[str, str]:
    return {"startDateTime": f"{day}T17:00:00Z", "endDateTime": f"{day}T23:00:00Z"}


def link(body: dict[str, str], kind: str = "delta") -> str:
    return body[f"@odata.{kind}Link"]


@pytest.mark.parametrize("spelling", ["delta", "delta()"])
async def test_a_calendar_tells_its_window_and_then_its_changes(
    graph: GraphHttp, week: date, spelling: str
) -> None:
    created = (await graph.post(EVENTS, event(week, *GUESTS))).body
    first = await graph.get(f"/users/{CHIEF}/calendarView/{spelling}", window(week))
    assert [one["id"] for one in first.value] == [created["id"]]
    quiet = await graph.get(link(first.body))
    assert quiet.value == []
    await graph.send("PATCH", f"{EVENTS}/{created['id']}", {"subject": "Another name"})
    changed = await graph.get(link(quiet.body))
    assert [one["subject"] for one in changed.value] == ["Another name"]
    await graph.send("DELETE", f"{EVENTS}/{created['id']}")
    gone = await graph.get(link(changed.body))
    assert [(one["id"], one["@removed"]) for one in gone.value] == [(created["id"], {"reason": "deleted"})]


async def test_pages_follow_each_other_to_a_delta_link(graph: GraphHttp, week: date) -> None:
    for _ in range(3):
        await graph.post(EVENTS, event(week))
    path, small = f"/users/{CHIEF}/calendarView/delta", {"Prefer": "odata.maxpagesize=2"}
    first = await graph.send("GET", path, query=window(week), headers=small)
    assert (len(first.value), "@odata.deltaLink" in first.body) == (2, False)
    second = await graph.send("GET", link(first.body, "next"), headers=small)
    assert (len(second.value), bool(link(second.body))) == (1, True)


@pytest.mark.parametrize("spelling", ["delta", "delta()"])
async def test_all_events_of_a_mailbox_can_be_followed_too(
    graph: GraphHttp, week: date, spelling: str
) -> None:
    large = {"Prefer": "odata.maxpagesize=1000"}
    first = await graph.send("GET", f"{EVENTS}/{spelling}", headers=large)
    created = (await graph.post(EVENTS, event(week))).body
    later = await graph.send("GET", link(first.body), headers=large)
    assert [one["id"] for one in later.value] == [created["id"]]


async def test_links_that_have_expired_say_so(graph: GraphHttp, week: date) -> None:
    first = await graph.get(f"/users/{CHIEF}/calendarView/delta", window(week))
    graph.sandbox.tenant.mailboxes.log.expire()
    gone = await graph.get(link(first.body))
    assert (gone.status, gone.error) == (410, "SyncStateNotFound")


async def test_what_a_delta_cannot_do_is_refused(graph: GraphHttp, week: date) -> None:
    path = f"/users/{CHIEF}/calendarView/delta"
    selected = await graph.get(path, {**window(week), "$select": "id"})
    assert (selected.status, selected.error) == (400, "ErrorInvalidUrlQuery")
    assert (await graph.get(path)).error == "ErrorInvalidParameter"
    assert (await graph.get(path, {"$deltatoken": "nonsense"})).status == 400


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "ValidationError"),
        ({"notificationUrl": "http://tidewell.example/n"}, "InvalidRequest"),
        ({"resource": "/teams/getAllMessages"}, "InvalidRequest"),
        ({"resource": "users/nobody@tidewell.example/events"}, "ResourceNotFound"),
        ({"changeType": "exploded"}, "InvalidRequest"),
        ({"clientState": "x" * 129}, "InvalidRequest"),
        ({"expirationDateTime": "2020-01-01T00:00:00Z"}, "InvalidRequest"),
        ({"expirationDateTime": "2099-01-01T00:00:00Z"}, "InvalidRequest"),
    ],
)
async def test_a_subscription_that_cannot_be_is_refused(
    graph: GraphHttp, change: dict[str, str], code: str
) -> None:
    wanted = {
        "changeType": "updated",
        "notificationUrl": NOWHERE,
        "resource": f"users/{CHIEF}/events",
        "clientState": "secret",
        "expirationDateTime": f"{datetime.now(UTC) + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}",
        **change,
    }
    reply = await graph.send("POST", "/subscriptions", wanted)
    assert reply.error == code
    assert (await graph.get("/subscriptions")).value == []


async def test_what_is_not_there_is_not_found(graph: GraphHttp) -> None:
    path = "/subscriptions/7f105c7d-2dc5-4530-97cd-4e7ae6534c07"
    assert (await graph.get(path)).status == 404
    assert (await graph.send("DELETE", path)).status == 404
    assert (await graph.send("POST", f"{path}/reauthorize")).status == 404
