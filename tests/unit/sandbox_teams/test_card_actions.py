"""Finding actions on cards, and their inputs."""

from __future__ import annotations

from typing import Any

import pytest

from teams_app.sandbox.acting.card_actions import InputMissing, NotOnThisCard, find_action

CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "body": [
        {"type": "Container", "items": [{"type": "Input.Text", "id": "why", "value": "because"}]},
        {"type": "Input.Toggle", "id": "agree"},
        {"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "Answer", "data": {"c": 1}}]},
    ],
    "actions": [
        {"type": "Action.Execute", "title": "Save", "verb": "prep.save", "data": {"v": 1}},
        {"type": "Action.Execute", "title": "Later", "verb": "prep.later", "associatedInputs": "none"},
        {
            "type": "Action.ShowCard",
            "title": "Re-plan",
            "card": {
                "type": "AdaptiveCard",
                "body": [
                    {"type": "Input.Number", "id": "days", "isRequired": True, "errorMessage": "How many?"}
                ],
                "actions": [{"type": "Action.Execute", "title": "Plan again", "verb": "week.replan"}],
            },
        },
    ],
}


def test_inputs_are_merged_into_the_data_as_texts() -> None:
    data = find_action([CARD], "Save").data({"agree": True})
    assert data == {"v": 1, "why": "because", "agree": "true"}


def test_an_action_in_the_body_takes_the_cards_inputs_too() -> None:
    assert find_action([CARD], "Answer").data({}) == {"c": 1, "why": "because", "agree": "false"}


def test_an_action_without_associated_inputs_sends_none() -> None:
    assert find_action([CARD], "Later").data({"why": "no"}) is None


def test_a_shown_cards_action_takes_its_own_inputs_and_the_outer_ones() -> None:
    assert find_action([CARD], "Plan again").data({"days": 5}) == {
        "why": "because",
        "agree": "false",
        "days": "5",
    }


def test_a_required_input_that_is_empty_sends_nothing() -> None:
    with pytest.raises(InputMissing, match=r"How many\?"):
        find_action([CARD], "Plan again").data({})


def test_a_missing_action_is_named_with_those_there_are() -> None:
    with pytest.raises(NotOnThisCard, match="Answer, Save, Later, Re-plan, Plan again"):
        find_action([CARD], "Confirm")
