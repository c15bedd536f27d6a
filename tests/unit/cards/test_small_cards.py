"""Dialogs, messages, welcome and help."""

from __future__ import annotations

import pytest

from teams_app.cards import comment_dialog, error_card, help_card, message_card, welcome_card
from teams_app.okr import CommentKind
from tests.unit.cards.onboarding import objective
from tests.unit.cards.reading import actions, element, said, texts


def test_a_comment_dialog_asks_for_kind_and_words() -> None:
    card = comment_dialog(objective(), kind=CommentKind.QUESTION, nonce="n-1")
    assert texts(card)[:2] == ["Onboarding team · Q1 2027", "A new customer's first job is done on day two"]
    assert element(card, "kind")["value"] == "question"
    assert "value" not in element(card, "text")
    assert element(card, "text")["placeholder"] == "What would you like to know?"
    post = actions(card)["Post"]["data"]
    assert post == {"v": 1, "verb": "comment.add", "okr": "ONB-1", "nonce": "n-1"}


def test_every_kind_of_comment_can_be_chosen() -> None:
    card = comment_dialog(objective(), kind=CommentKind.CONVERSATION, nonce="n-1")
    assert {one["value"] for one in element(card, "kind")["choices"]} == {kind.value for kind in CommentKind}


def test_what_was_wrong_is_said_and_the_words_are_kept() -> None:
    card = comment_dialog(
        objective(),
        kind=CommentKind.CONVERSATION,
        nonce="n-1",
        text="*a* [b](c)",
        problem="That is too long.",
    )
    assert "▲ That is too long." in texts(card)
    assert element(card, "text")["value"] == "*a* [b](c)"


def test_words_that_do_not_fit_are_not_cut_in_silence() -> None:
    card = comment_dialog(objective(), kind=CommentKind.NEED, nonce="n-1", text="x" * 20_000)
    assert len(element(card, "text")["value"]) == 15_000
    assert "Only the first 15,000 characters fit in here." in texts(card)
    assert "Only the first" not in said(error_card("x" * 15_000, {}))


def test_a_comment_that_was_not_saved_can_be_sent_again() -> None:
    again = {"okr": "ONB-1", "kind": "question", "nonce": "n-1"}
    card = error_card("My words", again, about="A new *OKR*", number="7F3A-19")
    assert texts(card)[:2] == [r"Comment on A new \*OKR\*", "Your comment is not saved yet"]
    assert element(card, "text")["value"] == "My words"
    assert actions(card)["Try again"]["data"] == {"v": 1, "verb": "comment.add", **again}
    assert actions(card)["Discard"]["data"]["verb"] == "dialog.close"
    assert "7F3A-19" in texts(card)[-1]


def test_without_a_number_or_an_okr_nothing_is_said_of_them() -> None:
    card = error_card("My words", {})
    assert texts(card)[0] == "Your comment is not saved yet"
    assert "administrator" not in said(card)


def test_a_message_has_a_headline_and_words() -> None:
    card = message_card("The share week could not be planned", "There is no cycle.")
    assert texts(card) == ["The share week could not be planned", "There is no cycle."]
    assert card["fallbackText"] == "The share week could not be planned: There is no cycle."


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Li Chen", "Hello Li, good to meet you"),
        ("Siobhán O'Connor", "Hello Siobhán, good to meet you"),
        ("ليلى منصور", "Hello \u2068ليلى\u2069, good to meet you"),
        ("  ", "Hello, good to meet you"),
    ],
)
def test_people_are_welcomed_by_their_first_name(name: str, greeting: str) -> None:
    assert texts(welcome_card(name, is_organizer=False))[0] == greeting


def test_organizers_can_plan_at_once() -> None:
    assert list(actions(welcome_card("Helena Brandt", is_organizer=True))) == [
        "Plan the share week",
        "Show the share week",
        "Help",
    ]
    assert list(actions(welcome_card("Li Chen", is_organizer=False))) == ["Show the share week", "Help"]


def test_a_button_writes_its_command_for_the_person() -> None:
    plan = actions(help_card(is_organizer=True))["Plan the share week"]
    assert plan["data"]["msteams"] == {"type": "imBack", "value": "plan the share week"}


def test_exactly_one_button_is_the_first_to_press() -> None:
    for is_organizer in (True, False):
        for card in (
            help_card(is_organizer=is_organizer),
            welcome_card("Li Chen", is_organizer=is_organizer),
        ):
            assert [one.get("style") for one in card["actions"]].count("positive") == 1


def test_only_organizers_are_told_how_to_plan() -> None:
    assert "**confirm**" in texts(help_card(is_organizer=True))
    assert "**confirm**" not in texts(help_card(is_organizer=False))
    assert "**week**" in texts(help_card(is_organizer=False))
