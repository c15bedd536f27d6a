"""Why a share meeting is when it is: who is asked to a bad time, and what another start would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from teams_app.cards.elements import Json, box, card, heading, small, text, title
from teams_app.cards.figures import counted, day_and_clock
from teams_app.cards.text import one_line, plain, unformatted
from teams_app.cards.week_quality import clashes_of
from teams_app.okr import OtherStart, Role, ShareMeeting, UnitKind

SHOWN_PEOPLE = 10
SHOWN_STARTS = 8
LONGEST_REASON = 400
ALL_FIT = "Everybody who is required is free and at work then."
NOT_KNOWN = "The planner has told nothing else about this time."


def why_card(meeting: ShareMeeting, time_zone: str) -> Json:
    """A share meeting, loaded as ``storage.queries.sharing.newest_meeting_of_unit`` does.

    :param time_zone: IANA zone of who reads it, for what cannot show each reader's own.
    """
    name, cycle = _name(meeting), meeting.week.cycle.name
    body = [
        small(f"Share week · {one_line(cycle)} · proposal {meeting.week.number}"),
        title(f"{one_line(name)} {_when(meeting)}", spacing="Small"),
        *_people(meeting),
        *_starts(meeting),
        *_relaxations(meeting),
    ]
    return card(body, [], fallback=_fallback(meeting, name, ZoneInfo(time_zone)))


def dearness(start: OtherStart) -> str:
    """What another start would cost, or why the meeting cannot be then."""
    if start.cost is None:
        return start.why_not or "cannot be had"
    if start.cost <= 0:
        return "just as good"
    return f"worse by {counted(start.cost, 'point', 'points')}"


def points_told(points_of_a_person: int) -> str:
    """What points are."""
    return (
        f"A required person who is busy counts {points_of_a_person:,} points. Other starts are told as if "
        "everything else stayed where it is."
    )


def _when(meeting: ShareMeeting) -> str:
    return f"meets {day_and_clock(meeting.starts_at)}" if meeting.starts_at else "has no time"


def _people(meeting: ShareMeeting) -> Iterator[Json]:
    """Who is asked to a bad time; or why there is none."""
    if meeting.starts_at is None:
        yield text(_sentence(meeting.unplaced_reason), spacing="Small")
        return
    clashes = clashes_of([meeting])
    if not clashes:
        yield text(ALL_FIT, spacing="Small")
        return
    required = sum(invitee.role is Role.REQUIRED for invitee in meeting.invitees)
    lines = [f"- **{one_line(one.person.name)}** is {trouble}" for _, one, trouble in clashes[:SHOWN_PEOPLE]]
    if len(clashes) > SHOWN_PEOPLE:
        lines.append(f"- and {len(clashes) - SHOWN_PEOPLE} more")
    yield text(f"{len(clashes):,} of {required:,} required are asked to a bad time:", spacing="Small")
    yield text("\n".join(lines), spacing="Small")


def _starts(meeting: ShareMeeting) -> Iterator[Json]:
    why = meeting.why
    for words, starts in (
        ("Why not at a better time", [one for one in why.other_starts if one.cost is None]),
        ("The next best times", [one for one in why.other_starts if one.cost is not None]),
    ):
        if starts:
            yield box([heading(words), text(_listed(starts), spacing="Small")], spacing="Large")
    if why.other_starts:
        yield small(points_told(why.points_of_a_person))
    elif meeting.starts_at is not None and clashes_of([meeting]):
        yield small(NOT_KNOWN)


def _listed(starts: Sequence[OtherStart]) -> str:
    return "\n".join(
        f"- **{day_and_clock(one.start)}**: {one_line(dearness(one), LONGEST_REASON)}"
        for one in starts[:SHOWN_STARTS]
    )


def _relaxations(meeting: ShareMeeting) -> Iterator[Json]:
    if sentences := meeting.why.relaxations:
        lines = [f"- {one_line(words, LONGEST_REASON)}" for words in sentences[:SHOWN_STARTS]]
        yield box(
            [heading("What would give it a time"), text("\n".join(lines), spacing="Small")], spacing="Large"
        )


def _sentence(words: str) -> str:
    flat = " ".join(words.split())
    return plain(flat[:1].upper() + flat[1:], LONGEST_REASON)


def _name(meeting: ShareMeeting) -> str:
    return "Leadership team" if meeting.unit.kind is UnitKind.ORGANIZATION else meeting.unit.name


def _fallback(meeting: ShareMeeting, name: str, zone: ZoneInfo) -> str:
    if meeting.starts_at is None:
        return f"{unformatted(name)} has no time: {unformatted(meeting.unplaced_reason)}"
    start = meeting.starts_at.astimezone(zone)
    bad = counted(len(clashes_of([meeting])), "person is", "people are")
    when = f"{start:%A} {start.day} {start:%B, %H:%M}"
    return f"{unformatted(name)} meets {when}. {bad} asked to a bad time."
