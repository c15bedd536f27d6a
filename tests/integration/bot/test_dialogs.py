"""The comment dialog: opened, sent once, and given back with its words when something is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from small_company import SmallCompany

from teams_app.bot.handler import BotHandler
from teams_app.bot.outcome import Outcome
from teams_app.bot.turn import Turn
from teams_app.cards import Links
from teams_app.cards.text import LONGEST_KEPT
from teams_app.okr import CommentKind, CommentSource, ObjectiveState
from teams_app.storage.database import open_database

ADD = {"verb": "comment.add", "okr": "o-17", "kind": "question", "nonce": "n-1"}


def task(outcome: Outcome) -> dict[str, Any]:
    assert outcome.status == 200
    assert outcome.body is not None
    return outcome.body["task"]


async def test_the_comment_button_opens_a_dialog_about_its_okr(company: SmallCompany) -> None:
    opened = task(await company.task("fetch", dialog_id="comment", okr="o-17", kind="question"))
    assert opened["type"] == "continue"
    assert opened["value"]["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "Every new rider" in json.dumps(opened["value"]["card"]["content"])


async def test_what_is_sent_becomes_a_comment_and_the_dialog_closes(company: SmallCompany) -> None:
    outcome = await company.task("submit", **ADD, text="Why two days?\n\nNot one?")
    [comment] = await company.comments()
    assert (outcome.status, outcome.body) == (200, None)
    assert (comment.text, comment.kind) == ("Why two days?\n\nNot one?", CommentKind.QUESTION)
    assert comment.source is CommentSource.DIALOG


async def test_sent_twice_is_stored_once(company: SmallCompany) -> None:
    await company.task("submit", **ADD, text="Why?")
    assert (await company.task("submit", **ADD, text="Why?")).status == 200
    assert len(await company.comments()) == 1


async def test_the_dialog_of_somebody_else_is_another_one(company: SmallCompany) -> None:
    await company.task("submit", "li", **ADD, text="Why?")
    await company.task("submit", "amina", **ADD, text="Why?")
    assert len(await company.comments()) == 2


async def test_an_opened_dialog_carries_what_makes_it_count_once(company: SmallCompany) -> None:
    opened = task(await company.task("fetch", dialog_id="comment", okr="o-17", kind="conversation"))
    actions = opened["value"]["card"]["content"]["actions"]
    data = next(action["data"] for action in actions if action["data"].get("verb") == "comment.add")
    for _ in range(2):
        await company.task("submit", **data, text="Once")
    assert len(await company.comments()) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 200_000])
async def test_what_cannot_be_stored_comes_back_with_its_words(company: SmallCompany, text: str) -> None:
    shown = task(await company.task("submit", **ADD, text=text))
    assert shown["type"] == "continue"
    told = json.dumps(shown, ensure_ascii=False)
    assert "please" in told.lower()
    assert text.strip()[:LONGEST_KEPT] in told
    assert await company.comments() == []


async def test_words_are_kept_while_the_database_is_away(company: SmallCompany) -> None:
    away = open_database("postgresql://nobody@127.0.0.1:1/none")
    turn = Turn(replace(company.world, database=away), Links("app"))
    shown = task(await replace(company, handle=BotHandler(turn)).task("submit", **ADD, text="My words"))
    content = shown["value"]["card"]["content"]
    assert "not saved yet" in content["fallbackText"]
    [words] = [each for each in content["body"] if each["type"] == "Input.Text"]
    await company.task("submit", **content["actions"][0]["data"], text=words["value"])
    assert [(comment.text, comment.kind) for comment in await company.comments()] == [
        ("My words", CommentKind.QUESTION)
    ]
    await away.close()


@pytest.mark.parametrize("kind", ["fetch", "submit"])
async def test_a_deleted_okr_is_a_sentence(company: SmallCompany, kind: str) -> None:
    await company.change("o-17", ObjectiveState.DELETED)
    shown = task(await company.task(kind, dialog_id="comment", text="hello", **ADD))
    assert (shown["type"], shown["value"][-1]) == ("message", ".")


@pytest.mark.parametrize("who", ["nobody", "left", "gast"])
@pytest.mark.parametrize("kind", ["fetch", "submit"])
async def test_who_may_not_see_it_learns_nothing(company: SmallCompany, kind: str, who: str) -> None:
    shown = task(await company.task(kind, who, dialog_id="comment", text="hello", **ADD))
    assert shown["type"] == "message"
    assert "rider" not in json.dumps(shown)
    assert await company.comments() == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"dialog_id": "settings", "verb": "nonsense"},
        {"dialog_id": "comment", "verb": "comment.add"},
        {"dialog_id": "comment", "verb": "comment.add", "okr": 5},
        {"dialog_id": "comment", "verb": "comment.add", "okr": "x" * 10_000},
    ],
)
@pytest.mark.parametrize("kind", ["fetch", "submit"])
async def test_odd_data_is_a_sentence(company: SmallCompany, kind: str, data: dict[str, Any]) -> None:
    assert task(await company.task(kind, **data))["type"] == "message"


async def test_cancelling_closes_the_dialog(company: SmallCompany) -> None:
    outcome = await company.task("submit", verb="dialog.close")
    assert (outcome.status, outcome.body) == (200, None)
