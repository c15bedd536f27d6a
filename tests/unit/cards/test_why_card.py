"""The card that says why a share meeting is when it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from teams_app.cards import why_card
from teams_app.okr import Explanation, OtherStart, Trouble
from tests.unit.cards.onboarding import AMINA, FELIX
from tests.unit.cards.reading import texts
from tests.unit.cards.weeks import MONDAY, invitee, meeting, unplaced, week

AT_TEN = "{{DATE(2026-12-07T10:00:00Z,SHORT)}}, {{TIME(2026-12-07T10:00:00Z)}}"


def told(one: Any) -> list[str]:
    one.week = week([])
    return texts(why_card(one, "Europe/Berlin"))


def busy(*starts: OtherStart) -> Any:
    return meeting(
        invitees=[invitee(FELIX, trouble=Trouble.BUSY), invitee(AMINA)],
        explanation=Explanation(starts).to_json(),
    )


def at_ten(cost: int | None, why_not: str = "") -> OtherStart:
    return OtherStart(MONDAY + timedelta(hours=1), cost, why_not)


def test_a_good_time_needs_no_more_than_a_sentence() -> None:
    assert told(meeting())[2:] == ["Everybody who is required is free and at work then."]


def test_who_is_asked_to_a_bad_time_is_named() -> None:
    assert told(busy())[2:4] == ["1 of 2 required are asked to a bad time:", "- **Felix Maurer** is busy"]


def test_better_times_come_with_what_is_in_the_way_and_worse_ones_with_their_price() -> None:
    words = told(busy(at_ten(None, "not ended by then: Product"), at_ten(1219), at_ten(0)))
    assert words[4:6] == ["Why not at a better time", f"- **{AT_TEN}**: not ended by then: Product"]
    assert words[6:8] == [
        "The next best times",
        f"- **{AT_TEN}**: worse by 1,219 points\n- **{AT_TEN}**: just as good",
    ]
    assert words[8].startswith("A required person who is busy counts 1,000 points.")


def test_what_would_give_a_time_is_told() -> None:
    why = Explanation(relaxations=("It could be on Monday at 10:00 UTC if Ann were not required.",))
    words = told(unplaced("Onboarding", "order: no start is left", explanation=why.to_json()))
    assert words[1:] == [
        "Onboarding has no time",
        "Order: no start is left",
        "What would give it a time",
        "- It could be on Monday at 10:00 UTC if Ann were not required.",
    ]


def test_after_a_move_nothing_is_known_any_more() -> None:
    moved = busy(at_ten(5))
    moved.move(MONDAY, None, is_confirmed=False)
    assert told(moved)[4:] == ["The planner has told nothing else about this time."]
