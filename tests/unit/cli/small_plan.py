"""A small problem in a file, and the command that plans it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from teams_app.cli import app
from teams_app.cli.exits import report_errors

Json = dict[str, Any]
NINE, TEN = "2026-12-07T09:00:00Z", "2026-12-07T10:00:00Z"


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    status: object
    out: str
    err: str


def problem(**given: Any) -> Json:
    """Ann and Bob have a meeting, and Ann one with Cleo after it; a Monday of UTC, all free."""
    people = {name: person() for name in ("ann@example.org", "bob", "cleo")}
    meetings = [
        meeting("m1", "ann@example.org", "bob"),
        meeting("m2", "ann@example.org", "cleo", after=["m1"]),
    ]
    window = {"start": "2026-12-07T00:00:00Z", "days": 1, "slot_minutes": 15}
    return {"window": window, "people": people, "rooms": {}, "meetings": meetings} | given


def person(availability: str = "0" * 96) -> Json:
    hours = {"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "17:00"}
    return {"time_zone": "UTC", "working_hours": hours, "availability": availability}


def meeting(name: str, *required: str, **given: Any) -> Json:
    return {"id": name, "level": "team", "duration_minutes": 60, "required": [*required]} | given


@dataclass(frozen=True)
class Planner:
    """``okr-share plan`` in a folder of its own."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def out(self) -> Path:
        return self.folder / "plan.json"

    def plan(self) -> Json:
        """What was written."""
        return json.loads(self.out.read_text("utf-8"))

    def run(self, asked: Json, *options: str) -> Ended:
        path = self.folder / "problem.json"
        path.write_text(json.dumps(asked), "utf-8")
        command = ["plan", "--problem", str(path), "--out", str(self.out), *options]
        with pytest.raises(SystemExit) as ended, report_errors():
            app(command)
        said = self.capsys.readouterr()
        return Ended(ended.value.code, said.out, said.err)

    def book(self, asked: Json) -> str:
        """Plan, and keep the plan as what is booked; its file."""
        assert self.run(asked).status == 0
        return str(self.out.rename(self.folder / "booked.json"))
