"""What ``rollout`` says of what it found and did, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.values import AppHome, AppScope, CatalogueApp
from teams_app.cli.rollout import rollout, tell, tell_plan, write_report
from teams_app.errors import BadInput
from teams_app.services.rollout import Action, Home, Line, Plan, Result

APP = CatalogueApp("c1", "a1", "OKR Share", "0.2.0")
TEAM = Home(AppHome(AppScope.TEAM, "t1"), "Onboarding")
LI = Home(AppHome(AppScope.PERSON, "p1"), "Li [green]Wen")
LINES = (
    Line(TEAM, Result.OLD, "0.1.0", "Version 0.1.0 is installed.", Action.UPGRADE, "i1"),
    Line(LI, Result.BLOCKED, reason="App is blocked by app permission policy."),
)


def test_a_plan_is_told_with_counts(capsys: pytest.CaptureFixture[str]) -> None:
    tell_plan(Plan(APP, LINES), is_check=False)
    said = capsys.readouterr().out
    assert "OKR Share 0.2.0 is in the catalogue." in said
    assert "2 homes: 1 to bring up to date, 1 to leave as they are." in said


def test_each_home_that_needs_somebody_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    tell(LINES)
    said = capsys.readouterr().out
    assert "Li [green]Wen" in said
    assert "App is blocked by app permission policy." in " ".join(said.split())


def test_where_all_is_well_only_counts_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    tell([Line(TEAM, Result.PRESENT, "0.2.0")])
    said = capsys.readouterr().out
    assert "already there" in said
    assert "Onboarding" not in said


def test_the_report_holds_everything(tmp_path: Path) -> None:
    write_report(tmp_path / "report.json", LINES)
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["counts"] == {"old version": 1, "blocked": 1}
    assert report["homes"][0]["action"] == "upgrade"


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        write_report(tmp_path / "nowhere" / "report.json", LINES)


def test_checking_and_removing_exclude_each_other() -> None:
    with pytest.raises(BadInput, match="--check only looks"):
        rollout(check=True, remove=True)
