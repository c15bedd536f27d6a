"""The planner's command for the tests beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.small_plan import Planner


@pytest.fixture
def planner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Planner:
    return Planner(tmp_path, capsys)
