"""Tiny weeks for property tests: small enough to try every plan, with every hard rule in them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from teams_app.planning.problem import Meeting, Person, Problem, Room, Span, Weights, Window

from .weeks import MONDAY

SLOT = 180  # minutes; starts lie as far apart
SLOTS = 8
HOUR = timedelta(hours=1)

moments = st.integers(0, 23).map(lambda hour: MONDAY + hour * HOUR)
spans = st.tuples(moments, st.integers(1, 6)).map(lambda pair: Span(pair[0], pair[0] + pair[1] * HOUR))


def calendars(digits: str) -> st.SearchStrategy[str]:
    return st.text(digits, min_size=SLOTS, max_size=SLOTS)


def starts(minutes: int) -> st.SearchStrategy[int]:
    """Whole steps at which a meeting of that length fits into the day."""
    return st.integers(0, (24 * 60 - minutes) // SLOT)


@st.composite
def people(draw: st.DrawFn, number: int) -> Person:
    declined = draw(st.lists(spans, max_size=1)) if draw(st.integers(0, 3)) == 0 else []
    return Person(f"p{number}", "UTC", draw(calendars("000123")), declined=tuple(declined))


@st.composite
def meetings(draw: st.DrawFn, number: int, names: list[str], earlier: list[str], has_rooms: bool) -> Meeting:
    invited = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    required = draw(st.integers(1, len(invited)))
    minutes = draw(st.sampled_from((90, 180, 300)))
    after = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
    kind = draw(st.sampled_from(("free", "free", "free", "fixed", "booked", "limited")))
    step = MONDAY + timedelta(minutes=SLOT * draw(starts(minutes)))
    off = timedelta(minutes=30 * draw(st.integers(0, 1))) if step.hour < 15 else timedelta()
    return Meeting(
        id=f"m{number}",
        level="team",
        duration_minutes=minutes,
        required=tuple(invited[:required]),
        optional=tuple(invited[required:]),
        after=tuple(after),
        gap_minutes=draw(st.sampled_from((0, 0, 60))),
        needs_room=has_rooms and draw(st.booleans()),
        earliest=step if kind == "limited" else None,
        fixed_start=step + off if kind == "fixed" else None,
        current=step if kind == "booked" else None,
    )


@st.composite
def tiny_weeks(draw: st.DrawFn) -> Problem:
    """A day of eight starts, up to four meetings in any order that is no circle, up to two rooms."""
    everybody = [draw(people(n)) for n in range(draw(st.integers(1, 4)))]
    rooms = [
        Room(f"r{n}", draw(st.integers(1, 3)), draw(calendars("0002")))
        for n in range(draw(st.integers(0, 2)))
    ]
    names, made = [one.id for one in everybody], list[Meeting]()
    for n in draw(st.permutations(range(draw(st.integers(1, 4))))):
        made.append(draw(meetings(n, names, [one.id for one in made], bool(rooms))))
    weights = Weights(lateness=draw(st.sampled_from((0, 1, 100))))
    return Problem(Window(MONDAY, 1, SLOT), tuple(everybody), tuple(rooms), tuple(made), SLOT, weights)
