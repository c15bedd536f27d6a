"""The card of a share week: what it says in each of its states, however many meetings there are."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest

from teams_app.cards import week_card
from teams_app.cards.week_quality import double_bookings
from teams_app.okr import Invitee, MeetingState, Role, ShareWeek, Trouble, UnitKind, WeekState
from tests.unit.cards.onboarding import AMINA, FELIX, LINKS, NOOR, PRODUCT
from tests.unit.cards.reading import actions, element, elements, said, size, texts
from tests.unit.cards.weeks import MONDAY, invitee, meeting, meetings_of, unplaced, week


def clashing() -> list[Invitee]:
    return [invitee(FELIX, trouble=Trouble.BUSY), invitee(NOOR, trouble=Trouble.OUT_OF_OFFICE)]


def shown(one: ShareWeek, zone: str = "Europe/Berlin") -> dict[str, Any]:
    return week_card(one, LINKS, zone)


def headline(one: ShareWeek) -> str:
    return texts(shown(one))[1]


def test_a_proposal_asks_to_be_confirmed() -> None:
    card = shown(week(meetings_of(14)))
    assert texts(card)[:2] == [
        "Share week · Q1 2027 · proposal 4",
        "19 share meetings, ready for you to confirm",
    ]
    assert texts(card)[2].endswith("5 people. Nobody is invited before you confirm.")
    assert (
        card["fallbackText"] == "Share week Q1 2027, proposal 4: 19 share meetings, ready for you to confirm."
    )


def test_the_button_says_how_many_people_it_invites() -> None:
    """The organizer of a meeting is in it without an invitation."""
    buttons = actions(shown(week(meetings_of(1))))
    assert list(buttons) == ["Confirm and invite 4", "Change in the calendar", "Re-plan"]
    confirm = buttons["Confirm and invite 4"]
    assert confirm["verb"] == "week.confirm"
    assert confirm["data"] == {"v": 1, "cycle": "2027-Q1", "plan": 4}


def test_planning_again_starts_from_what_was_asked_for() -> None:
    inputs = actions(shown(week(meetings_of(1), is_bottom_up=True, days=7)))["Re-plan"]["card"]["body"]
    assert [one["value"] for one in inputs] == ["bottom_up", "2026-12-07", 7]


def test_three_figures_tell_how_good_the_plan_is() -> None:
    busy = meeting(invitees=[*clashing(), invitee(AMINA), invitee(FELIX, Role.OPTIONAL)])
    card = shown(week([busy]))
    figures = [one["text"] for one in elements(card) if one.get("size") == "ExtraLarge"]
    assert figures == ["0", "2", "Best"]
    assert "of 3 required at a bad time" in texts(card)


@pytest.mark.parametrize(
    ("cost", "bound", "figure"),
    [(1000, 999, "0.1\u00a0%"), (1000, 950, "5.0\u00a0%"), (100, 60, "40\u00a0%")],
)
def test_a_plan_that_may_not_be_the_best_says_by_how_much(cost: int, bound: int, figure: str) -> None:
    card = shown(week(meetings_of(1), cost=cost, lower_bound=bound))
    assert figure in texts(card)
    assert "from the best plan at most: proven" in texts(card)


def test_double_bookings_count_people_who_are_required_twice_at_once() -> None:
    late = MONDAY + timedelta(minutes=45)
    assert double_bookings([meeting(), meeting("Mobile")]) == 5
    assert double_bookings([meeting(), meeting("Mobile", starts_at=late)]) == 0
    optional = meeting("Mobile", invitees=[invitee(AMINA, Role.OPTIONAL)])
    assert double_bookings([meeting(), optional]) == 0


def test_who_cannot_easily_come_is_named_with_the_place_and_the_reason() -> None:
    card = shown(week([meeting(invitees=clashing())]))
    assert "▲ 2 people cannot easily come" in texts(card)
    moment = "{{DATE(2026-12-07T09:00:00Z,SHORT)}}, {{TIME(2026-12-07T09:00:00Z)}}"
    assert f"- **Felix Maurer** is busy: Onboarding, {moment}" in said(card)
    assert "▲ Noor Haddad is out of office" in texts(card)


def test_of_many_clashes_five_are_listed() -> None:
    card = shown(week([meeting(f"Team {number}", invitees=clashing()[:1]) for number in range(9)]))
    assert "- and 4 more in the calendar" in said(card)
    assert said(card).count("- **Felix Maurer** is busy") == 5
    assert "▲ 1 person cannot easily come" in texts(card)


def test_without_clashes_there_is_no_such_section() -> None:
    assert "cannot easily come" not in said(shown(week(meetings_of(3))))


def test_one_meeting_that_could_not_be_placed_is_explained() -> None:
    card = shown(week([meeting(), unplaced("Mobile", "Tomás Vidal is away all week.")]))
    assert texts(card)[1] == "1 of 2 share meetings can be confirmed"
    assert "× Mobile could not be placed" in texts(card)
    assert "Tomás Vidal is away all week." in texts(card)
    assert "meeting not placed" in texts(card)


def test_several_that_could_not_be_placed_are_listed() -> None:
    card = shown(week([meeting(), *(unplaced(f"Team {number}", "No room.") for number in range(12))]))
    assert "× 12 share meetings could not be placed" in texts(card)
    assert "**Team 9:** No room." in texts(card)
    assert "and 2 more in the calendar" in texts(card)


def test_where_nothing_could_be_placed_there_is_nothing_to_confirm() -> None:
    card = shown(week([unplaced("Mobile", "No room.")]))
    assert texts(card)[1] == "No share meeting could be placed"
    assert list(actions(card)) == ["Change in the calendar", "Re-plan"]


@pytest.mark.parametrize(("number", "words"), [(1, "1 calendar"), (3, "3 calendars")])
def test_calendars_that_could_not_be_read_are_told(number: int, words: str) -> None:
    told = texts(shown(week(meetings_of(1), unread_mailboxes=number)))[2]
    assert told.endswith(f"{words} could not be read.")


def test_a_confirmed_week_is_told_as_it_is_booked() -> None:
    meetings = meetings_of(1, state=MeetingState.BOOKED)
    assert headline(week(meetings, state=WeekState.CONFIRMED)) == "6 share meetings are booked"
    meetings[0].state = MeetingState.BOOKING
    card = shown(week(meetings, state=WeekState.CONFIRMED))
    assert texts(card)[1] == "5 of 6 share meetings are booked"
    assert "45 min · Amina Diallo, 5 people · being booked" in texts(card)
    assert list(actions(card)) == ["See it in the calendar"]


def test_a_single_meeting_is_not_many() -> None:
    assert headline(week([meeting()])) == "1 share meeting, ready for you to confirm"
    booked = meeting(state=MeetingState.BOOKED)
    assert headline(week([booked], state=WeekState.CONFIRMED)) == "1 share meeting is booked"


def test_what_could_not_be_booked_is_told_first() -> None:
    failed = meeting("Mobile", state=MeetingState.BOOKING, problem="The mailbox is full.")
    card = shown(week([meeting(state=MeetingState.BOOKED), failed], state=WeekState.CONFIRMED))
    assert texts(card)[3:5] == ["× 1 share meeting could not be booked", "**Mobile:** The mailbox is full."]
    assert "× Not booked yet" in texts(card)


def test_a_replaced_proposal_is_short() -> None:
    card = shown(week(meetings_of(14), state=WeekState.REPLACED))
    assert texts(card)[1:] == [
        "A newer proposal has replaced this one",
        "Nothing was booked from it. Write **week** to see the newest one.",
    ]


def test_a_cancelled_week_says_what_is_still_to_be_withdrawn() -> None:
    meetings = meetings_of(1, state=MeetingState.CANCELLED)
    card = shown(week(meetings, state=WeekState.CANCELLED))
    assert texts(card)[1] == "The share week is cancelled"
    assert "withdrawn" not in texts(card)[2]
    meetings[0].state = MeetingState.CANCELLING
    card = shown(week(meetings, state=WeekState.CANCELLED))
    assert texts(card)[2].endswith("1 invitation is still to be withdrawn.")


def test_meetings_are_grouped_by_the_readers_own_days() -> None:
    """Ten in the evening in Berlin is the next day in Kolkata, and the same evening in Lisbon."""
    evening = MONDAY.replace(hour=21)
    meetings = [
        meeting("Product", UnitKind.DEPARTMENT),
        meeting("Market", UnitKind.DEPARTMENT, starts_at=evening),
    ]
    days = "**{{DATE("
    assert said(shown(week(meetings), "Europe/Lisbon")).count(days) == 1
    assert said(shown(week(meetings), "Asia/Kolkata")).count(days) == 2


def test_a_week_of_one_day_names_it_once() -> None:
    assert texts(shown(week([meeting()])))[2].startswith("{{DATE(2026-12-07T09:00:00Z,SHORT)}}, 5 people.")


def test_rooms_are_counted_and_named() -> None:
    card = shown(week([meeting(room="Fjord room"), meeting("Mobile", room="Oak room")]))
    assert "5 people, 2 rooms." in texts(card)[2]
    assert "45 min · Amina Diallo, 5 people · Fjord room" in texts(card)


def test_rooms_that_could_not_be_read_are_counted() -> None:
    told = texts(shown(week([meeting()], unread_rooms=2)))[2]
    assert told.endswith("2 rooms’ calendars could not be read: nobody meets there.")


def test_a_part_of_the_organization_is_named() -> None:
    card = shown(week([meeting()], root_unit=PRODUCT))
    assert texts(card)[0] == "Share week · Q1 2027 · Product · proposal 4"
    assert card["fallbackText"].startswith("Share week Q1 2027, Product, proposal 4: 1 share meeting")


def test_a_part_has_no_order_after_what_is_not_in_it() -> None:
    part = [meeting("Product", UnitKind.DEPARTMENT), meeting("Mobile")]
    told = texts(shown(week(part)))
    assert "1 meeting" in told
    assert "1 meeting, after its department’s" in told


def test_the_order_of_the_levels_is_told_as_it_was_planned() -> None:
    assert "4 meetings, each after the leadership meeting" in texts(shown(week(meetings_of(2))))
    bottom_up = texts(shown(week(meetings_of(2), is_bottom_up=True)))
    assert "4 meetings, each after its teams’ meetings" in bottom_up
    assert "after all departments" in bottom_up


def test_team_meetings_are_folded_and_two_buttons_take_turns() -> None:
    card = shown(week(meetings_of(14)))
    assert element(card, "teams")["isVisible"] is False
    assert element(card, "teams-hide")["isVisible"] is False
    assert "isVisible" not in element(card, "teams-show")
    show = element(card, "teams-show")["actions"][0]
    assert show["title"] == "Show the 14 team meetings"
    assert show["targetElements"] == ["teams", "teams-show", "teams-hide"]


def test_above_forty_team_meetings_the_list_is_left_to_the_calendar() -> None:
    assert element(shown(week(meetings_of(40))), "teams")
    card = shown(week(meetings_of(55)))
    assert texts(card)[1] == "60 share meetings, ready for you to confirm"
    assert "The calendar shows them all." in texts(card)
    assert not [one for one in elements(card) if one.get("id") == "teams"]


def test_nineteen_meetings_take_less_than_thirty_kilobytes() -> None:
    assert size(shown(week(meetings_of(14)))) < 30_000


def test_a_card_that_would_be_too_large_leaves_lists_to_the_calendar() -> None:
    """Long names, and everybody away: 41 meetings would take half a megabyte."""

    def away() -> list[Invitee]:
        return [invitee(FELIX, trouble=Trouble.OUT_OF_OFFICE) for _ in range(30)]

    long = [meeting("🎉" * 300, one.unit.kind, invitees=away(), room="*" * 300) for one in meetings_of(36)]
    card = shown(week(long))
    assert size(card) < 80_000
    assert "The calendar shows them all." in texts(card)


def test_double_bookings_are_those_of_all_pairs_of_meetings() -> None:
    random = Random(7)
    made = [
        meeting(
            starts_at=MONDAY + timedelta(minutes=15 * random.randrange(40)),
            minutes=random.choice((30, 45, 90)),
            invitees=[invitee(one) for one in (AMINA, FELIX, NOOR) if random.random() < 0.6],
        )
        for _ in range(60)
    ]
    people = [{one.person_id for one in each.invitees} for each in made]
    at_once = sum(
        len(people[a] & people[b])
        for a, b in combinations(range(60), 2)
        if made[a].starts_at < made[b].ends_at and made[b].starts_at < made[a].ends_at  # type: ignore[operator]
    )
    assert double_bookings(made) == at_once > 0
