"""Organizers plan and confirm in their chat and with the week card; nobody else does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_company import SmallCompany, propose_weeks, said
from sqlalchemy import select

from teams_app.okr import MeetingState, Place, PlaceKind, ShareMeeting
from teams_app.services.effects import BookMeeting, ProposeWeek

CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"


@pytest.mark.parametrize("text", ["hi", "Hello", "HELP", " help. "])
async def test_a_greeting_is_answered(company: SmallCompany, text: str) -> None:
    [message] = (await company.send(text=text)).messages
    assert message["attachments"][0]["contentType"] == CARD


async def test_what_is_not_understood_is_answered_with_what_is(company: SmallCompany) -> None:
    assert "help" in said(await company.send(text="make me a sandwich"))


async def test_the_same_message_is_answered_once(company: SmallCompany) -> None:
    assert len((await company.send()).messages) == 1
    assert (await company.send()).messages == ()


@pytest.mark.parametrize(
    ("text", "first_day"),
    [
        ("plan", None),
        ("Plan the share week", None),
        ("plan the share week from 2027-01-11", date(2027, 1, 11)),
        ("plan from 2027-01-11", date(2027, 1, 11)),
    ],
)
async def test_an_organizer_plans(company: SmallCompany, text: str, first_day: date | None) -> None:
    assert "nobody is invited yet" in said(await company.send("noor", text=text))
    [job] = company.enqueued.jobs
    assert isinstance(job, ProposeWeek)
    assert job.request.first_day == first_day
    async with company.database.sessions() as session:
        place = (await session.scalars(select(Place).where(Place.id == job.place_id))).one()
    assert (place.kind, place.conversation_id) == (PlaceKind.PERSONAL, "a:noor")


async def test_a_day_that_is_none_is_a_sentence(company: SmallCompany) -> None:
    assert "2027-02-31" in said(await company.send("noor", text="plan from 2027-02-31"))
    assert company.enqueued.jobs == []


@pytest.mark.parametrize(
    ("text", "first_day"),
    [
        ("plan for Onboarding", None),
        ("Plan the share week for onboarding", None),
        ("plan share week for Onboarding from 2027-01-11", date(2027, 1, 11)),
    ],
)
async def test_an_organizer_plans_a_part(company: SmallCompany, text: str, first_day: date | None) -> None:
    assert "nobody is invited yet" in said(await company.send("noor", text=text))
    [job] = company.enqueued.jobs
    assert isinstance(job, ProposeWeek)
    assert (job.request.unit, job.request.first_day) == ("onboarding", first_day)


@pytest.mark.parametrize("text", ["plan for Retail", "week for Retail", "confirm Retail", "why Retail"])
async def test_a_unit_that_is_none_is_told_at_once(company: SmallCompany, text: str) -> None:
    await propose_weeks(company.database)
    assert "no unit “retail”" in said(await company.send("noor", text=text))
    assert company.enqueued.jobs == []


@pytest.mark.parametrize("text", ["why Onboarding", "Why does Onboarding meet then?"])
async def test_everybody_may_ask_why(company: SmallCompany, text: str) -> None:
    await propose_weeks(company.database)
    [message] = (await company.send("li", text=text)).messages
    assert "Onboarding meets" in message["attachments"][0]["content"]["body"][1]["text"]


@pytest.mark.parametrize(("text", "answer"), [("why?", "name the unit"), ("why Onboarding", "is planned")])
async def test_there_may_be_nothing_to_explain(company: SmallCompany, text: str, answer: str) -> None:
    assert answer in said(await company.send("li", text=text))


@pytest.mark.parametrize("text", ["plan", "confirm"])
async def test_only_organizers_plan_and_confirm(company: SmallCompany, text: str) -> None:
    await propose_weeks(company.database)
    assert "Only organizers" in said(await company.send("li", text=text))
    assert company.enqueued.jobs == []


@pytest.mark.parametrize("who", ["nobody", "left"])
@pytest.mark.parametrize("text", ["hello", "plan", "week"])
async def test_strangers_get_nothing(company: SmallCompany, who: str, text: str) -> None:
    assert (await company.send(who, text=text)).messages == ()
    assert company.enqueued.jobs == []


@pytest.mark.parametrize("text", ["week", "confirm"])
async def test_without_a_proposal_it_says_so(company: SmallCompany, text: str) -> None:
    assert "No share week" in said(await company.send("noor", text=text))


async def test_the_week_is_shown_as_a_card(company: SmallCompany) -> None:
    await propose_weeks(company.database)
    [message] = (await company.send(text="week")).messages
    assert message["attachments"][0]["contentType"] == CARD
    assert "text" not in message


async def test_an_organizer_confirms_in_the_chat(company: SmallCompany) -> None:
    await propose_weeks(company.database)
    assert said(await company.send("noor", text="confirm")).startswith("Confirmed. 1 share meeting is")
    assert any(isinstance(job, BookMeeting) for job in company.enqueued.jobs)


async def test_an_organizer_confirms_on_the_card(company: SmallCompany) -> None:
    await propose_weeks(company.database)
    answer = await company.act("week.confirm", cycle="2027-Q1", plan=1)
    assert (answer["statusCode"], answer["type"]) == (200, CARD)
    assert await meeting_states(company) == [MeetingState.BOOKING]


async def test_confirming_twice_books_once(company: SmallCompany) -> None:
    await propose_weeks(company.database)
    for _ in range(2):
        await company.act("week.confirm", cycle="2027-Q1", plan=1)
    assert sum(isinstance(job, BookMeeting) for job in company.enqueued.jobs) == 1


async def test_an_old_proposal_is_not_planned_again(company: SmallCompany) -> None:
    await propose_weeks(company.database, 2)
    answer = await company.act("week.replan", cycle="2027-Q1", plan=1)
    assert (answer["type"], answer["value"][:28]) == (SENTENCE, "There is a newer proposal. P")
    assert company.enqueued.jobs == []


async def test_an_organizer_plans_again_with_the_card(company: SmallCompany) -> None:
    await propose_weeks(company.database)
    wanted = {"order": "bottom_up", "first_day": "2027-01-11", "days": "4", "keep_moved": "true"}
    answer = await company.act("week.replan", cycle="2027-Q1", plan=1, **wanted)
    assert answer["type"] == SENTENCE
    [job] = company.enqueued.jobs
    assert isinstance(job, ProposeWeek)
    assert (job.request.is_bottom_up, job.request.first_day) == (True, date(2027, 1, 11))
    assert (job.request.days, job.request.cycle) == (4, "2027-Q1")


@pytest.mark.parametrize("verb", ["week.confirm", "week.replan"])
@pytest.mark.parametrize("who", ["li", "left", "nobody"])
async def test_nobody_else_decides_on_the_card(company: SmallCompany, verb: str, who: str) -> None:
    await propose_weeks(company.database)
    answer = await company.act(verb, who, cycle="2027-Q1", plan=1)
    assert answer["type"] == SENTENCE
    assert company.enqueued.jobs == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"cycle": "2027-Q1"},
        {"cycle": "2027-Q1", "plan": "many"},
        {"cycle": "2027-Q1", "plan": 99},
        {"cycle": 7, "plan": 1},
        {"cycle": "none", "plan": 1, "days": 0},
        {"cycle": "2027-Q1", "plan": 10**30},
        {"cycle": "2027-Q1", "plan": 1, "first_day": "soon", "days": 1.5},
    ],
)
@pytest.mark.parametrize("verb", ["week.confirm", "week.replan", "need.accept"])
async def test_odd_data_is_a_sentence(company: SmallCompany, verb: str, data: dict[str, Any]) -> None:
    answer = await company.act(verb, **data)
    if answer["type"] != CARD:
        assert answer["type"] == SENTENCE
        assert answer["value"].endswith(".")


@pytest.mark.parametrize("value", [None, 5, "x", [], {}, {"action": 5}, {"action": {"verb": 5}}])
async def test_an_action_without_a_verb_is_refused(company: SmallCompany, value: Any) -> None:
    outcome = await company.send("noor", type="invoke", name="adaptiveCard/action", value=value)
    assert outcome.body is not None
    assert (outcome.status, outcome.body["statusCode"]) == (200, 400)


@pytest.mark.parametrize(
    "name", ["application/search", "signin/failure", "message/submitAction", "message/fetchTask"]
)
async def test_invokes_that_the_stock_handler_refuses_are_answered(company: SmallCompany, name: str) -> None:
    assert (await company.send(type="invoke", name=name)).status == 200


async def test_an_unknown_invoke_is_left_to_the_door(company: SmallCompany) -> None:
    assert (await company.send(type="invoke", name="composeExtension/unknown")).status == 0


async def meeting_states(company: SmallCompany) -> list[MeetingState]:
    async with company.database.sessions() as session:
        return list(await session.scalars(select(ShareMeeting.state)))
