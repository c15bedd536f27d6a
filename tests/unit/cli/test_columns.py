"""Tables of plain text."""

from __future__ import annotations

import pytest

from teams_app.cli.columns import in_columns, wrapped


def test_the_last_column_is_wrapped_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = [("m1", "ann, bob, cleo, dora, emil, finn, gina"), ("m10", "")]
    assert [*in_columns(("Id", "People"), rows)] == [
        "Id   People",
        "───  ───────────────────────────────────",
        "m1   ann, bob, cleo, dora, emil, finn,",
        "     gina",
        "m10",
    ]


def test_a_sentence_goes_on_under_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert [*wrapped("Not placed: ", "nobody has time on any of the days that are left")] == [
        "Not placed: nobody has time on any of the days",
        "            that are left",
    ]
