"""``okr-share plan``: the table, the explanation, and what is wrong in one sentence."""

from __future__ import annotations

import pytest

from tests.unit.cli.small_plan import NINE, Planner, meeting, person, problem

OUT_AT_TEN = "0" * 40 + "3333" + "0" * 52


def test_a_plan_is_written_and_shown(planner: Planner) -> None:
    ended = planner.run(problem())
    assert ended.status == 0
    assert ended.out.splitlines() == [
        "2 meetings, 0 bad attendances",
        "Start (UTC)       Meeting  Room  At a bad time",
        "────────────────  ───────  ────  ─────────────",
        "Mon 07 Dec 09:00  m1",
        "Mon 07 Dec 10:00  m2",
        ended.out.splitlines()[-1],
    ]
    assert [one["id"] for one in planner.plan()["meetings"]] == ["m1", "m2"]


def test_without_a_table_nothing_is_said(planner: Planner) -> None:
    ended = planner.run(problem(), "--json")
    assert (ended.out, ended.err) == ("", "")
    assert planner.out.exists()


def test_who_is_asked_to_a_bad_time_is_shown_with_the_reason(planner: Planner) -> None:
    asked = problem(meetings=[meeting("m1", "bob", fixed_start="2026-12-07T10:00:00Z")])
    asked["people"]["bob"] = person(OUT_AT_TEN)
    assert "Mon 07 Dec 10:00  m1             out of office: bob\n" in planner.run(asked).out


def test_what_is_not_placed_is_shown_with_its_reason(planner: Planner) -> None:
    ended = planner.run(problem(meetings=[meeting("m1", "bob", latest="2026-12-07T00:30:00Z")]))
    assert ended.status == 0
    assert "Not placed: m1: " in ended.out
    assert planner.plan()["unplaced"][0]["id"] == "m1"


def test_why_a_meeting_is_when_it_is(planner: Planner) -> None:
    asked = problem()
    asked["people"]["bob"] = person("2" * 96)
    ended = planner.run(asked, "--json", "--why", "m1")
    assert ended.out.startswith("m1: Mon 07 Dec 09:00 to 10:00 UTC\n    at a bad time: busy: bob\n")


def test_all_of_them_are_explained(planner: Planner) -> None:
    told = planner.run(problem(), "--json", "--explain").out
    assert told.count("at a bad time: nobody") == 2


FORM = "it has to be MEETING=TIME, with a time such as 2026-12-07T09:00:00Z."
UNFIT = "meeting m1: fixed_start 2026-12-09T09:00:00Z does not fit into the window."


@pytest.mark.parametrize(
    ("option", "wish", "wrong"),
    [
        ("why", "m9", "there is no such meeting."),
        ("fix", "m1", FORM),
        ("fix", "m1=2026-12-07T09:00:00", FORM),
        ("fix", f"m9={NINE}", "there is no such meeting."),
        ("fix", "m1=2026-12-09T09:00:00Z", UNFIT),
        ("declined", "bob", "it has to be PERSON@MEETING."),
        ("declined", "bob@m9", "there is no such person or no such meeting."),
        ("declined", "bob@m2", "bob is not asked to m2."),
        ("declined", "bob@m1", "m1 is not booked; --booked names the plan that is."),
    ],
)
def test_a_wrong_option_is_one_sentence(planner: Planner, option: str, wish: str, wrong: str) -> None:
    ended = planner.run(problem(), f"--{option}", wish)
    assert (ended.status, ended.out, ended.err) == (2, "", f"--{option} {wish}: {wrong}\n")
    assert not planner.out.exists()


def test_each_fault_of_a_problem_is_a_line(planner: Planner) -> None:
    asked = problem(meetings=[meeting("m1", "zoe", duration_minutes=0, level="cl\nub")])
    ended = planner.run(asked)
    assert ended.err.splitlines() == [
        "meeting m1: required person zoe is unknown",
        r"meeting m1: level 'cl\nub' is not one of leadership, department, team",
        "meeting m1: duration is 0 minutes, must be at least 1",
    ]
    assert (ended.status, planner.out.exists()) == (2, False)


def test_where_nothing_can_be_written_is_told_before_planning(planner: Planner) -> None:
    ended = planner.run(problem(), "--out", str(planner.folder / "nowhere" / "plan.json"))
    assert ended.status == 2
    assert ended.err.endswith("plan.json cannot be written: it is not a file in a folder that is there.\n")
