"""Problems and plans as files: what is read, what is written, and every fault in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from teams_app.planning.faults import ProblemFaults
from teams_app.planning.files import read_problem, write_plan
from teams_app.planning.problem import Preferred, Weights
from teams_app.planning.solver import solve

from .weeks import at

Json = dict[str, Any]


def sound() -> Json:
    """Two people, a room, and two meetings one after the other."""
    hours = {"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "17:00"}
    ann = {"time_zone": "Europe/Berlin", "working_hours": hours, "availability": "0" * 96}
    return {
        "window": {"start": "2026-12-07T00:00:00Z", "days": 1, "slot_minutes": 15},
        "start_step_minutes": 30,
        "people": {"ann": ann, "bob": ann | {"time_zone": "UTC", "working_hours": {**hours}}},
        "rooms": {"r1": {"capacity": 4, "availability": "0" * 96}},
        "meetings": [one("m1", needs_room=True), one("m2", after=["m1"], gap_minutes=30)],
    }


def one(name: str, **given: Any) -> Json:
    made = {"id": name, "level": "team", "duration_minutes": 60, "required": ["ann", "bob"], "optional": []}
    limits = {"earliest": None, "latest": None, "fixed_start": None}
    return made | {"after": [], "gap_minutes": 0, "needs_room": False} | limits | given


def written(folder: Path, made: object) -> Path:
    path = folder / "problem.json"
    path.write_text(made if isinstance(made, str) else json.dumps(made), "utf-8")
    return path


def faults(folder: Path, made: object) -> list[str]:
    with pytest.raises(ProblemFaults) as caught:
        read_problem(written(folder, made))
    return caught.value.faults


def test_a_plan_is_written_in_its_format(tmp_path: Path) -> None:
    plan = solve(read_problem(written(tmp_path, sound())))
    write_plan(tmp_path / "plan.json", plan)
    told = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    times = {"start": "2026-12-07T09:00:00Z", "end": "2026-12-07T10:00:00Z"}
    assert told["meetings"][0] == {"id": "m1", **times, "room": "r1", "bad": [], "alternatives": []}
    assert told["meetings"][1]["start"] == "2026-12-07T10:30:00Z"
    assert (told["unplaced"], told["gap"], told["proven_optimal"]) == ([], 0.0, True)
    assert told["lower_bound"] == told["cost"] == plan.cost


def test_what_may_be_absent_may_be_absent(tmp_path: Path) -> None:
    made = read_problem(written(tmp_path, sound()))
    assert made.weights == Weights()
    assert made.lunch is None


def test_wishes_and_weights_are_read(tmp_path: Path) -> None:
    made: Json = sound() | {"weights": {"busy": 7}, "lunch": {"start": "12:00", "end": "13:00"}}
    span = {"start": "2026-12-07T10:00:00Z", "end": "2026-12-07T12:00:00Z"}
    preferred = ["2026-12-07T09:00:00Z", span]
    made["meetings"][0] |= {"current": "2026-12-07T09:00:00Z", "preferred": preferred, "avoid_days": [5]}
    read = read_problem(written(tmp_path, made))
    assert read.weights.busy == 7
    assert read.lunch is not None
    assert read.meetings[0].preferred == (Preferred(at("09:00")), Preferred(at("10:00"), at("12:00")))
    assert (read.meetings[0].current, read.meetings[0].avoid_days) == (at("09:00"), (5,))


def test_every_fault_has_its_line(tmp_path: Path) -> None:
    made = sound()
    made["people"]["ann"] |= {"availability": "0" * 95 + "x0", "time_zone": "Europe/Atlantis"}
    made["meetings"][0] |= {"required": ["ann", "zoe"], "after": ["m2"], "duration_minutes": 1500}
    made["meetings"][1] |= {"optional": ["ann", "ann"], "gap_minutes": -5, "level": "club"}
    made["meetings"].append(
        one("m3", after=["m9"], latest="2026-12-07T09:00:00Z", earliest="2026-12-07T10:00:00Z")
    )
    made["meetings"].append(one("m3", fixed_start="2026-12-08T09:00:00Z"))
    assert faults(tmp_path, made) == [
        "meeting m3: the id is used 2 times",
        "person ann: availability has 97 digits, the window has 96 slots",
        "person ann: availability has 'x', only the digits 0 to 4 are known",
        "person ann: time zone 'Europe/Atlantis' is unknown",
        "meeting m1: required person zoe is unknown",
        "meeting m1: duration is 1500 minutes, longer than the window of 1440",
        "meeting m2: optional person ann is named 2 times",
        "meeting m2: level 'club' is not one of leadership, department, team",
        "meeting m2: gap_minutes is -5, must not be negative",
        "meeting m3: comes after m9, which is unknown",
        "meeting m3: latest 2026-12-07T09:00:00Z is not after earliest 2026-12-07T10:00:00Z",
        "meeting m3: fixed_start 2026-12-08T09:00:00Z does not fit into the window",
        "the order of the meetings is a cycle: m1 before m2 before m1",
    ]


def test_wrong_types_and_missing_fields_are_named(tmp_path: Path) -> None:
    made = sound()
    del made["meetings"][0]["duration_minutes"]
    made["meetings"][1] |= {"required": "ann", "needs_room": "yes", "earliest": "2026-12-07T09:00:00"}
    made["people"]["bob"]["working_hours"]["start"] = "nine"
    made["rooms"]["r1"] = 12
    assert faults(tmp_path, made) == [
        "person bob: working_hours: start is 'nine', not a time of day, such as 09:00",
        "rooms: r1 is 12, not an object",
        "room r1: capacity is missing",
        "room r1: availability is missing",
        "meeting m1: duration_minutes is missing",
        "meeting m2: required is 'ann', not a list of ids",
        "meeting m2: needs_room is 'yes', not true or false",
        "meeting m2: earliest is '2026-12-07T09:00:00', not a time with zone, such as 2026-12-07T09:00:00Z",
    ]


def test_a_window_that_is_none_is_named(tmp_path: Path) -> None:
    made = sound() | {"window": {"start": "2026-12-07T00:00:00Z", "days": 0, "slot_minutes": 17}}
    assert faults(tmp_path, made) == [
        "window: days is 0, must be at least 1",
        "window: slot_minutes is 17, must divide a day into whole slots",
    ]


def test_unknown_and_negative_weights_are_named(tmp_path: Path) -> None:
    assert faults(tmp_path, sound() | {"weights": {"buzy": 1}}) == ["weights: buzy is unknown"]
    assert faults(tmp_path, sound() | {"weights": {"busy": -1}}) == [
        "weights: busy is -1, must be from 0 to 1000000"
    ]


def test_two_people_of_one_name_are_named(tmp_path: Path) -> None:
    text = json.dumps(sound()).replace('"bob": {', '"ann": {', 1).replace(', "bob"]', "]")
    assert faults(tmp_path, text) == ["ann: the name is used twice in one object"]


@pytest.mark.parametrize(
    "text", ["", "{", "[1,", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
)
def test_what_is_not_json_says_where(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert fault.startswith("problem.json: line 1, column ")


def test_what_is_not_utf8_says_where(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(b'{"window": "\xff"}')
    with pytest.raises(ProblemFaults, match="not UTF-8 text"):
        read_problem(path)


@pytest.mark.parametrize("made", [[], 3, None, {}, {"window": []}, {"meetings": [4]}])
def test_what_is_no_problem_at_all_has_faults(tmp_path: Path, made: object) -> None:
    assert faults(tmp_path, made)
