"""The card of an OKR: what it says in each of its states."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from teams_app.cards import okr_card
from teams_app.cards.figures import number
from teams_app.cards.okr import status_of
from teams_app.cards.thread import INVITATION
from teams_app.okr import CommentKind, Objective, Status, ThreadSummary
from tests.unit.cards.onboarding import (
    AMINA,
    FELIX,
    LINKS,
    NOOR,
    ONBOARDING,
    PRODUCT,
    TIDEWELL,
    WRITTEN,
    busy_thread,
    comment,
    key_result,
    objective,
    person,
    thread,
)
from tests.unit.cards.reading import actions, elements, said, texts


def shown(one: Objective, summary: ThreadSummary | None = None) -> dict[str, Any]:
    return okr_card(one, summary or thread(), LINKS)


def started(**values: Any) -> Objective:
    return objective(key_results=[key_result(**values)])


def test_it_begins_with_unit_cycle_title_and_people() -> None:
    assert texts(shown(objective()))[0] == "Onboarding team · Q1 2027"
    assert texts(shown(objective()))[2:4] == [
        "A new customer's first job is done on day two",
        "Owner **Amina Diallo**, with Felix Maurer and Noor Haddad",
    ]


def test_an_owner_alone_is_named_alone() -> None:
    assert "Owner **Amina Diallo**\n" in said(shown(objective(contributors=[AMINA])))


def test_of_many_contributors_five_are_named() -> None:
    many = [person(number, f"Person {number}") for number in range(20, 32)]
    assert "Person 23, Person 24 and 7 more" in said(shown(objective(contributors=many)))


@pytest.mark.parametrize(
    ("unit", "name"),
    [(ONBOARDING, "Onboarding team"), (PRODUCT, "Product department"), (TIDEWELL, "Tidewell")],
)
def test_a_unit_is_named_with_its_kind(unit: Any, name: str) -> None:
    assert texts(shown(objective(unit=unit)))[0] == f"{name} · Q1 2027"


def test_it_says_what_it_contributes_to() -> None:
    link = f"[Customers see value in their first week]({LINKS.objective('PRD-1')})"
    assert f"↑ Contributes to {link} · Product department" in texts(shown(objective()))


def test_through_a_key_result_it_links_to_that_key_results_okr() -> None:
    parent = key_result("Six days to the first invoice")
    parent.objective = objective(unit=PRODUCT)
    link = f"[Six days to the first invoice]({LINKS.objective('ONB-1')})"
    card = shown(objective(parent=None, parent_key_result=parent))
    assert f"↑ Contributes to {link} · Product department" in texts(card)


def test_what_contributes_to_nothing_is_shown_as_such() -> None:
    assert "▲ Contributes to nothing yet" in texts(shown(objective(parent=None)))


def test_an_okr_of_the_organization_needs_no_parent() -> None:
    assert "An OKR of the organization" in texts(shown(objective(parent=None, unit=TIDEWELL)))


def test_before_the_start_only_the_way_is_shown() -> None:
    card = shown(started(status=Status.NOT_STARTED, current=9))
    assert "Key results" in texts(card)
    assert "9\u00a0→\u00a0**2**\u00a0days" in texts(card)
    assert not [one for one in elements(card) if one.get("type") == "ProgressBar"]


def test_a_long_measure_leaves_the_line_to_the_title() -> None:
    """Beside it on a phone, the title would be one word wide."""
    short = shown(started(status=Status.NOT_STARTED, current=9))
    long = shown(started(status=Status.NOT_STARTED, current=9, measure="working days"))
    assert "9\u00a0→\u00a0**2**\u00a0working days" in texts(long)
    sets = [len([one for one in elements(card) if one.get("type") == "ColumnSet"]) for card in (short, long)]
    assert sets == [2, 1]


def test_a_key_result_at_its_start_that_is_at_risk_has_a_bar() -> None:
    card = shown(started(status=Status.AT_RISK, current=9))
    assert "**0\u00a0%** · ▲ At risk" in texts(card)


def test_a_running_key_result_says_its_values_beside_the_bar() -> None:
    card = shown(started())
    assert texts(card)[-5:-1] == [
        "Days from contract to the first job",
        "■■■■■■■□□□",
        "**70\u00a0%** · ● On track",
        "Start 9 → now **4.1** → target 2\u00a0days",
    ]


def test_without_key_results_it_is_not_ready() -> None:
    assert "▲ Not ready: no key results yet" in texts(shown(objective(key_results=[])))


def test_of_many_key_results_ten_are_shown() -> None:
    card = shown(objective(key_results=[key_result(f"Result {number}") for number in range(12)]))
    assert "Result 9" in texts(card)
    assert "Result 10" not in texts(card)
    assert "and 2 more key results" in texts(card)


@pytest.mark.parametrize(
    ("states", "worst"),
    [
        ([Status.ON_TRACK, Status.BEHIND, Status.AT_RISK], Status.BEHIND),
        ([Status.ON_TRACK, Status.AT_RISK], Status.AT_RISK),
        ([Status.NOT_STARTED, Status.ON_TRACK], Status.ON_TRACK),
        ([Status.CLOSED, Status.POSTPONED], Status.POSTPONED),
        ([Status.CLOSED, Status.CLOSED], Status.CLOSED),
        ([], Status.NOT_STARTED),
    ],
)
def test_an_okr_is_as_well_as_its_worst_key_result(states: list[Status], worst: Status) -> None:
    assert status_of(objective(key_results=[key_result(status=state) for state in states])) is worst


@pytest.mark.parametrize("status", Status)
def test_a_status_is_told_in_words_as_well(status: Status) -> None:
    badge = next(one for one in elements(shown(started(status=status))) if one.get("type") == "Badge")
    assert badge["text"] in badge["fallback"]["text"]
    assert len(badge["fallback"]["text"].split(" ", 1)[0]) == 1


@pytest.mark.parametrize(
    ("value", "measure", "words"),
    [
        ("9", "", "9"),
        ("4.10", "days", "4.10"),
        ("80", "%", "80\u00a0%"),
        ("1900", "ms", "1900"),
        ("19000", "", "19\u00a0000"),
        ("-1234567.5", "", "-1\u00a0234\u00a0567.5"),
        ("1E+3", "", "1000"),
        ("1E+40", "", "1e+40"),
    ],
)
def test_numbers_are_shown_as_their_owner_wrote_them(value: str, measure: str, words: str) -> None:
    assert number(Decimal(value), measure) == words


def test_an_empty_thread_invites() -> None:
    assert texts(shown(objective()))[-1] == INVITATION


def test_the_latest_comments_stand_with_kind_author_and_time() -> None:
    heads = [text for text in texts(shown(objective(), busy_thread())) if "{{TIME" in text]
    moment = "{{DATE(2027-02-05T14:05:00Z,SHORT)}}, {{TIME(2027-02-05T14:05:00Z)}}"
    assert heads == [
        f"**Felix Maurer** · ? question · {moment}",
        f"**Noor Haddad** · ♥ recognition · {moment}",
        f"**Amina Diallo** · {moment} · edited",
    ]


def test_the_number_of_comments_and_questions_is_a_heading() -> None:
    assert "3 comments, 1 question" in texts(shown(objective(), busy_thread()))
    assert "1 comment" in texts(shown(objective(), thread(comment("Yes."))))


@pytest.mark.parametrize("kind", [CommentKind.FEEDBACK, CommentKind.NEED, CommentKind.CHALLENGE])
def test_other_kinds_of_comments_are_named(kind: CommentKind) -> None:
    assert f" · {kind.value} · " in said(shown(objective(), thread(comment("Yes.", kind=kind))))


def test_a_deleted_comment_is_not_shown() -> None:
    card = shown(objective(), thread(comment("Gone.", deleted_at=WRITTEN), comment("Here.", NOOR)))
    assert "Gone." not in said(card)
    assert "Here." in texts(card)


def test_a_long_comment_is_cut_at_three_lines() -> None:
    card = shown(objective(), thread(comment("one\ntwo\nthree\nfour" + " and more" * 200, FELIX)))
    words = next(one for one in elements(card) if str(one.get("text")).startswith("one"))
    assert words["text"] == "one\n\ntwo\n\nthree …"
    assert words["maxLines"] == 3


def test_its_buttons_open_dialogs_and_the_tab() -> None:
    buttons = actions(shown(objective()))
    assert list(buttons) == ["Comment", "Ask", "Recognise", "Open"]
    asked = buttons["Ask"]["data"]
    assert asked["msteams"] == {"type": "task/fetch"}
    assert (asked["dialog_id"], asked["okr"], asked["kind"]) == ("comment", "ONB-1", "question")
    assert buttons["Open"]["url"] == LINKS.objective("ONB-1")


def test_it_has_no_inputs_since_an_update_would_wipe_them() -> None:
    kinds = {str(one.get("type")) for one in elements(shown(objective(), busy_thread()))}
    assert not [kind for kind in kinds if kind.startswith("Input.")]


def test_a_notification_says_whose_okr_it_is_and_how_it_goes() -> None:
    assert shown(objective(), busy_thread())["fallbackText"] == (
        "A new customer's first job is done on day two. Onboarding team, Q1 2027, owner Amina Diallo: "
        "on track. 3 comments, 1 question."
    )
