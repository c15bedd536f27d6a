"""What goes wrong becomes a sentence for whoever waits, and an error for Teams where nobody does."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest
from small_company import SmallCompany, said
from structlog.testing import capture_logs

from teams_app.bot.handler import BotHandler
from teams_app.bot.turn import Turn
from teams_app.cards import Links
from teams_app.errors import Unavailable
from teams_app.storage.database import open_database
from tests.integration.lone_world import NotAsked

WORDS = "my salary is 123"


@pytest.fixture
async def away(company: SmallCompany) -> AsyncGenerator[SmallCompany]:
    """The same company while its database is away."""
    database = open_database("postgresql://nobody@127.0.0.1:1/none")
    yield replace(company, handle=handler(company, database=database))
    await database.close()


def handler(company: SmallCompany, **changed: Any) -> BotHandler:
    return BotHandler(Turn(replace(company.world, **changed), Links("app-1")))


async def test_in_a_chat_it_is_said(away: SmallCompany) -> None:
    assert "database is away" in said(await away.send("noor", text="plan"))


async def test_on_a_card_it_is_said(away: SmallCompany) -> None:
    answer = await away.act("week.confirm", cycle="2027-Q1", plan=1)
    assert "database is away" in answer["value"]


async def test_a_reply_is_left_to_teams_to_send_again(away: SmallCompany, company: SmallCompany) -> None:
    with pytest.raises(Unavailable):
        await away.reply("Well done")
    await company.reply("Well done")
    assert len(await company.comments()) == 1


async def test_a_fault_of_ours_has_a_number_and_leaks_nothing(company: SmallCompany) -> None:
    broken = replace(company, handle=handler(company, jobs=NotAsked()))
    with capture_logs() as logs, pytest.raises(Unavailable) as told:
        await broken.reply(WORDS)
    assert await company.comments() == []
    assert logs[-1]["reference"] in str(told.value)
    assert WORDS not in f"{logs}{told.value}"


async def test_a_fault_of_ours_is_said_in_a_chat(company: SmallCompany) -> None:
    broken = replace(company, handle=handler(company, jobs=NotAsked()))
    assert "tell your administrator this number" in said(await broken.send("noor", text="plan"))
