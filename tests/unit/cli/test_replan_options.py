"""What ``week replan`` and ``week moves`` take; what they cannot read is one sentence, at once."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from teams_app.cli import week
from teams_app.errors import BadInput


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["replan", "--declined", "Li Chen"], "PERSON@UNIT"),
        (["replan", "--declined", "@support"], "PERSON@UNIT"),
        (["replan", "--declined", "li.chen@"], "PERSON@UNIT"),
        (["replan", "--move", "mobile"], "UNIT=TIME"),
        (["replan", "--move", "mobile=soon"], "UNIT=TIME"),
        (["replan", "--move", "mobile=2027-01-14T14:30"], "offset"),
        (["replan", "--move", "=2027-01-14T14:30+01:00"], "unit"),
        (["moves", "confirm"], "NUMBER"),
        (["moves", "keep"], "NUMBER"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(arguments: list[str], words: str) -> None:
    error = CliRunner().invoke(week.app, arguments).exception
    assert isinstance(error, BadInput)
    assert words in str(error)


def test_only_two_decisions_are_known() -> None:
    result = CliRunner().invoke(week.app, ["moves", "forget", "1"])
    assert (result.exit_code, "forget" in result.output) == (2, True)
