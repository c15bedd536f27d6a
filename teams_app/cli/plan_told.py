"""A plan in words and columns. Plain text: a table of a thousand meetings is there at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from teams_app.cli.columns import in_columns, wrapped
from teams_app.planning import Plan, Problem
from teams_app.planning.moves import Booking, Move
from teams_app.planning.plan import Alternative, Placed, Trouble, Unplaced

NAMED = 8  # people that a move names


def plan_told(plan: Plan) -> str:
    """All meetings in the order of the plan, what is not placed, and how good it is."""
    rows = [(at(one.start), one.id, one.room or "", troubles(one.bad)) for one in plan.meetings]
    return "\n".join(
        [
            f"{len(plan.meetings):,} meetings, {plan.bad_attendances:,} bad attendances",
            *in_columns(("Start (UTC)", "Meeting", "Room", "At a bad time"), rows),
            *rest_told(plan),
        ]
    )


def replanned_told(problem: Problem, plan: Plan, moves: Sequence[Move]) -> str:
    """What moves against what is booked, who is affected, and how good the plan is."""
    required = {meeting.id: meeting.required for meeting in problem.meetings}
    rows = [
        (
            move.id,
            at(move.booked.start),
            at(move.planned.start) if move.planned else "not placed",
            room_told(move.booked, move.planned),
            people(required[move.id]),
        )
        for move in moves
    ]
    booked = sum(meeting.current is not None for meeting in problem.meetings)
    head = f"{len(moves):,} of {booked:,} booked meetings change"
    table = in_columns(("Meeting", "From (UTC)", "To", "Room", "Affected"), rows) if rows else []
    return "\n".join([head, *table, *rest_told(plan)])


def rest_told(plan: Plan) -> Iterator[str]:
    """What is not placed, what clashes, and how good the plan is."""
    for unplaced in plan.unplaced:
        yield from unplaced_told(unplaced)
    for clash in plan.clashes:
        yield from wrapped("Clash: ", clash)
    proven = "proven optimal" if plan.proven_optimal else f"gap {plan.gap:.2%}"
    yield f"cost {plan.cost:,}, bound {plan.lower_bound:,}, {proven}, {plan.seconds:.2f} s"


def unplaced_told(unplaced: Unplaced) -> Iterator[str]:
    yield from wrapped(f"Not placed: {unplaced.id}: ", unplaced.reason)
    for relaxation in unplaced.relaxations:
        yield from wrapped("    would help: ", relaxation)


def explained(plan: Plan, name: str) -> str:
    """Why a meeting is when it is: who comes at a bad time, and what the next best starts would cost."""
    placed = next((one for one in plan.meetings if one.id == name), None)
    if placed is None:
        return "\n".join(line for one in plan.unplaced if one.id == name for line in unplaced_told(one))
    return "\n".join(placed_explained(placed))


def placed_explained(placed: Placed) -> Iterator[str]:
    place = f", {placed.room}" if placed.room else ""
    yield f"{placed.id}: {at(placed.start)} to {placed.end.astimezone(UTC):%H:%M} UTC{place}"
    yield from wrapped("    at a bad time: ", troubles(placed.bad) or "nobody")
    for other in placed.alternatives:
        yield from wrapped(f"    {at(other.start)}: ", alternative_told(other))


def alternative_told(other: Alternative) -> str:
    costs = "" if other.cost is None else f"would cost {other.cost:,} more"
    return "; ".join(part for part in (costs, other.why_not) if part)


def troubles(bad: Sequence[Trouble]) -> str:
    """``busy: ann, bob; tentative: cleo``."""
    by_reason = sorted(bad, key=lambda trouble: trouble.reason)
    return "; ".join(
        f"{reason.replace('_', ' ')}: {', '.join(trouble.person for trouble in theirs)}"
        for reason, theirs in groupby(by_reason, key=lambda trouble: trouble.reason)
    )


def people(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"{len(names):,}: {', '.join(names[:NAMED])}{more}"


def room_told(booked: Booking, planned: Booking | None) -> str:
    """``r1``, or ``r1 → r2`` where it changes."""
    before, after = booked.room, booked.room if planned is None else planned.room
    return (before or "") if before == after else f"{before or 'none'} → {after or 'none'}"


def at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%a %d %b %H:%M}"
