"""``okr-share plan --booked``: as little as can be moves, and the moves are told."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.small_plan import NINE, TEN, Json, Planner, problem

ELEVEN = "2026-12-07T11:00:00Z"


def starts(plan: Json) -> dict[str, str]:
    return {one["id"]: one["start"] for one in plan["meetings"]}


def test_what_is_booked_stays_without_a_reason_to_move(planner: Planner) -> None:
    ended = planner.run(problem(), "--booked", planner.book(problem()))
    assert ended.out.startswith("0 of 2 booked meetings change\n")
    assert planner.plan()["moves"] == []


def test_only_what_is_declined_moves(planner: Planner) -> None:
    booked = planner.book(problem())
    ended = planner.run(problem(), "--booked", booked, "--declined", "cleo@m2")
    assert starts(planner.plan()) == {"m1": NINE, "m2": ELEVEN}
    moved = {"id": "m2", "from": TEN, "to": ELEVEN, "from_room": None, "to_room": None}
    assert planner.plan()["moves"] == [moved]
    assert ended.out.splitlines()[:4] == [
        "1 of 2 booked meetings change",
        "Meeting  From (UTC)        To                Room  Affected",
        "───────  ────────────────  ────────────────  ────  ────────────────────────",
        "m2       Mon 07 Dec 10:00  Mon 07 Dec 11:00        2: ann@example.org, cleo",
    ]


def test_an_address_is_a_person(planner: Planner) -> None:
    booked = planner.book(problem())
    planner.run(problem(), "--booked", booked, "--declined", "ann@example.org@m2")
    assert starts(planner.plan()) == {"m1": NINE, "m2": ELEVEN}


def test_a_meeting_is_moved_by_hand_and_what_follows_it_makes_room(planner: Planner) -> None:
    booked = planner.book(problem())
    planner.run(problem(), "--booked", booked, "--fix", f"m1={TEN}")
    assert starts(planner.plan()) == {"m1": TEN, "m2": ELEVEN}


def test_a_room_that_is_gone_is_a_move(planner: Planner) -> None:
    rooms = {name: {"capacity": 9, "availability": "0" * 96} for name in ("r1", "r2")}
    asked = problem(rooms=rooms)
    asked["meetings"][0]["needs_room"] = True
    booked = planner.book(asked)
    del rooms["r1"]
    ended = planner.run(asked, "--booked", booked)
    assert planner.plan()["moves"] == [
        {"id": "m1", "from": NINE, "to": NINE, "from_room": "r1", "to_room": "r2"}
    ]
    assert "r1 → r2" in ended.out


def test_a_booked_meeting_that_finds_no_place_is_told(planner: Planner) -> None:
    booked = planner.book(problem())
    asked = problem()
    asked["meetings"][0]["latest"] = "2026-12-07T00:30:00Z"
    ended = planner.run(asked, "--booked", booked)
    assert {one["id"]: one["to"] for one in planner.plan()["moves"]} == {"m1": None, "m2": None}
    assert "m1       Mon 07 Dec 09:00  not placed" in ended.out
    assert "Not placed: m1: " in ended.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not a plan: booked.json: line 1, column 2: not JSON: "),
        ("[]", "is not a plan: the plan is not a JSON object."),
        ('{"meetings": {}}', "is not a plan: meetings is not a list."),
        (
            '{"meetings": [{"id": "m1"}, 7]}',
            "is not a plan: meetings: number 2 is not an object (and 2 faults more).",
        ),
        (json.dumps({"meetings": [{"id": "m7", "start": NINE}]}), "has none of the problem's meetings."),
    ],
)
def test_what_is_no_plan_is_one_sentence(planner: Planner, text: str, said: str) -> None:
    path = planner.folder / "booked.json"
    path.write_text(text, "utf-8")
    ended = planner.run(problem(), "--booked", str(path))
    assert (ended.status, planner.out.exists()) == (2, False)
    assert ended.err.startswith(f"{path} {said}")
    assert ended.err.count("\n") == 1
