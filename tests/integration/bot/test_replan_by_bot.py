"""Re-planning in the chat and with the card: what is understood, and who may decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from small_company import SmallCompany, propose_weeks, said
from sqlalchemy import select

from teams_app.okr import (
    ChangeKind,
    ChangeState,
    Invitee,
    MeetingState,
    Person,
    ShareMeeting,
    ShareWeek,
    WeekChange,
    WeekMove,
    WeekState,
)
from teams_app.services.effects import BookMeeting, MoveMeeting, PlanChange

CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"
NINE = datetime(2026, 12, 14, 9, tzinfo=UTC)
TWO = NINE + timedelta(hours=5)


@pytest.fixture
async def booked(company: SmallCompany) -> SmallCompany:
    """The one meeting of the week is in calendars; Noor leads it and organizes, Li and Amina are asked."""
    await propose_weeks(company.database)
    async with company.database.transaction() as session:
        week = (await session.scalars(select(ShareWeek))).one()
        meeting = (await session.scalars(select(ShareMeeting))).one()
        week.state, meeting.state = WeekState.CONFIRMED, MeetingState.BOOKED
        names = {person.name: person.id for person in await session.scalars(select(Person))}
        session.add_all(
            Invitee(meeting_id=meeting.id, person_id=names[who]) for who in ("Noor", "Li", "Amina")
        )
    return company


async def proposed(company: SmallCompany, state: ChangeState = ChangeState.PROPOSED) -> None:
    """A change that moves the meeting from nine to two."""
    async with company.database.transaction() as session:
        meeting = (await session.scalars(select(ShareMeeting))).one()
        li = (await session.scalars(select(Person).where(Person.name == "Li"))).one()
        change = WeekChange(
            week_id=meeting.week_id,
            number=1,
            kind=ChangeKind.DECLINED,
            state=state,
            meeting_id=meeting.id,
            person_id=li.id,
            troubles={str(meeting.id): {str(li.id): "busy"}},
        )
        session.add(change)
        await session.flush()
        session.add(
            WeekMove(change_id=change.id, meeting_id=meeting.id, from_start=NINE, to_start=TWO, asked=3)
        )


async def change_of(company: SmallCompany) -> WeekChange:
    async with company.database.sessions() as session:
        return (await session.scalars(select(WeekChange))).one()


async def starts(company: SmallCompany) -> datetime | None:
    async with company.database.sessions() as session:
        return await session.scalar(select(ShareMeeting.starts_at))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("re-plan", ChangeKind.LOOK_AGAIN),
        ("Replan.", ChangeKind.LOOK_AGAIN),
        ("re-plan onboarding declined by li", ChangeKind.DECLINED),
        (
            "RE-PLAN Onboarding was declined by li@tidewell.example: I am in Porto: all day",
            ChangeKind.DECLINED,
        ),
        ("re-plan Onboarding to 2026-12-14 14:30", ChangeKind.MOVED),
        ("re-plan Onboarding to 2026-12-14, 9:15", ChangeKind.MOVED),
        ("re-plan people", ChangeKind.PEOPLE),
        ("re-plan the people of Onboarding", ChangeKind.PEOPLE),
    ],
)
async def test_what_happened_is_noted_and_left_to_a_worker(
    booked: SmallCompany, text: str, kind: ChangeKind
) -> None:
    assert "fewest moves" in said(await booked.send("noor", text=text))
    change = await change_of(booked)
    assert (change.kind, change.state) == (kind, ChangeState.PLANNING)
    [job] = booked.enqueued.jobs
    assert isinstance(job, PlanChange)
    assert (job.change_id, job.place_id is not None) == (change.id, True)


async def test_a_note_keeps_its_letters_and_a_decline_its_time(booked: SmallCompany) -> None:
    await booked.send("noor", text="re-plan Onboarding declined by Li: I am in Porto: all day")
    change = await change_of(booked)
    assert change.note == "I am in Porto: all day"
    assert (change.declined_from, change.declined_until) == (NINE, NINE + timedelta(minutes=45))


async def test_a_time_is_meant_by_the_clock_of_who_writes(booked: SmallCompany) -> None:
    async with booked.database.transaction() as session:
        noor = (await session.scalars(select(Person).where(Person.name == "Noor"))).one()
        noor.time_zone = "Europe/Berlin"
    await booked.send("noor", text="re-plan Onboarding to 2026-12-14 14:30")
    assert (await change_of(booked)).wanted_start == NINE.replace(hour=13, minute=30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("re-plan everything now", "Please write one of these"),
        ("re-plan Nowhere declined by Li", "“Nowhere”"),
        ("re-plan Onboarding declined by Left", "“Left”"),
        ("re-plan Onboarding to 2026-12-44 14:30", "is not a time"),
        ("re-plan Onboarding to 2026-12-14 14:31", "quarter of an hour"),
        ("re-plan Onboarding to 2026-12-07 09:00", "over already"),
        ("re-plan without Blue room", "“Blue room”"),
    ],
)
async def test_what_cannot_be_is_a_sentence(booked: SmallCompany, text: str, words: str) -> None:
    assert words in said(await booked.send("noor", text=text))
    assert booked.enqueued.jobs == []


async def test_without_a_share_week_it_says_so(company: SmallCompany) -> None:
    assert "nothing to re-plan" in said(await company.send("noor", text="re-plan"))


@pytest.mark.parametrize("text", ["re-plan", "re-plan Onboarding declined by Li"])
async def test_others_are_told_who_may(booked: SmallCompany, text: str) -> None:
    assert "Only organizers" in said(await booked.send("li", text=text))
    assert booked.enqueued.jobs == []


async def test_the_move_is_confirmed_on_the_card(booked: SmallCompany) -> None:
    await proposed(booked)
    answer = await booked.act("replan.confirm", cycle="2027-Q1", plan=1, change=1)
    assert (answer["type"], await starts(booked)) == (CARD, TWO)
    assert "**Noor** confirmed it" in str(answer["value"])
    [job] = booked.enqueued.jobs
    assert isinstance(job, MoveMeeting)
    async with booked.database.sessions() as session:
        troubles = (await session.scalars(select(Invitee.trouble))).all()
        state = await session.scalar(select(ShareMeeting.state))
    assert (sorted(filter(None, troubles)), state) == (["busy"], MeetingState.MOVING)


async def test_confirming_twice_moves_once(booked: SmallCompany) -> None:
    await proposed(booked)
    answers = [await booked.act("replan.confirm", cycle="2027-Q1", plan=1, change=1) for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(booked.enqueued.jobs) == 1


async def test_the_move_is_not_made_on_the_card(booked: SmallCompany) -> None:
    await proposed(booked)
    answer = await booked.act("replan.keep", cycle="2027-Q1", plan=1, change=1)
    assert (answer["type"], await starts(booked)) == (CARD, NINE)
    assert "**Noor** decided so" in str(answer["value"])
    answer = await booked.act("replan.confirm", cycle="2027-Q1", plan=1, change=1)
    assert (answer["type"], "decided already" in answer["value"]) == (SENTENCE, True)
    assert booked.enqueued.jobs == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ChangeState.REPLACED, "newer proposal"),
        (ChangeState.PLANNING, "still being planned"),
        (ChangeState.IMPOSSIBLE, "no plan could be found"),
    ],
)
@pytest.mark.parametrize("verb", ["replan.confirm", "replan.keep"])
async def test_an_old_card_is_refused_with_a_sentence(
    booked: SmallCompany, verb: str, state: ChangeState, words: str
) -> None:
    await proposed(booked, state)
    answer = await booked.act(verb, cycle="2027-Q1", plan=1, change=1)
    assert (answer["type"], words in answer["value"]) == (SENTENCE, True)
    assert (await starts(booked), booked.enqueued.jobs) == (NINE, [])


@pytest.mark.parametrize("verb", ["replan.confirm", "replan.keep"])
@pytest.mark.parametrize("who", ["li", "gast", "left", "nobody"])
async def test_nobody_else_decides(booked: SmallCompany, verb: str, who: str) -> None:
    await proposed(booked)
    answer = await booked.act(verb, who, cycle="2027-Q1", plan=1, change=1)
    assert answer["type"] == SENTENCE
    assert (await change_of(booked)).state is ChangeState.PROPOSED


@pytest.mark.parametrize("verb", ["replan.confirm", "replan.keep"])
@pytest.mark.parametrize(
    "data", [{}, {"plan": 1, "change": 1}, {"cycle": "2027-Q1", "plan": 1, "change": 99}]
)
async def test_odd_data_is_a_sentence(booked: SmallCompany, verb: str, data: dict[str, object]) -> None:
    answer = await booked.act(verb, **data)
    assert (answer["type"], answer["value"][-1]) == (SENTENCE, ".")


@pytest.mark.parametrize("text", ["book again Onboarding", "Book again the share meeting of onboarding."])
async def test_what_was_deleted_in_outlook_is_booked_again(booked: SmallCompany, text: str) -> None:
    async with booked.database.transaction() as session:
        meeting = (await session.scalars(select(ShareMeeting))).one()
        meeting.state, meeting.event_id = MeetingState.DELETED, None
    assert "invited to the share meeting of Onboarding again" in said(await booked.send("noor", text=text))
    assert BookMeeting(meeting.id) in booked.enqueued.jobs
    async with booked.database.sessions() as session:
        again = (await session.scalars(select(ShareMeeting))).one()
    assert (again.state, again.version) == (MeetingState.BOOKING, 2)


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("noor", "book again", "name the unit too"),
        ("noor", "book again Nowhere", "no unit"),
        ("noor", "book again Onboarding", "was not deleted"),
        ("li", "book again Onboarding", "Only organizers"),
    ],
)
async def test_what_cannot_be_booked_again_is_a_sentence(
    booked: SmallCompany, who: str, text: str, words: str
) -> None:
    assert words in said(await booked.send(who, text=text))
    assert booked.enqueued.jobs == []
