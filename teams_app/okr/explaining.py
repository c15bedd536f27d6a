"""Why a share meeting is when it is, as the planner told it; kept with the meeting as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class OtherStart:
    """Another start of a meeting, all else as planned.

    ``cost`` is what it would cost more, in points; None where the meeting cannot be then, for the reason in
    ``why_not``.
    """

    start: datetime
    cost: int | None
    why_not: str = ""


@dataclass(frozen=True)
class Explanation:
    """``other_starts`` of a meeting with a time: first better ones that it cannot have, then the next best.

    ``relaxations`` of one without: the smallest changes that would give it a time, a sentence each.
    ``points_of_a_person`` is what one required person who is busy costs.
    """

    other_starts: tuple[OtherStart, ...] = ()
    relaxations: tuple[str, ...] = ()
    points_of_a_person: int = 1000

    def to_json(self) -> dict[str, Any]:
        starts = [
            {"start": one.start.isoformat(), "cost": one.cost, "why_not": one.why_not}
            for one in self.other_starts
        ]
        return {
            "other_starts": starts,
            "relaxations": list(self.relaxations),
            "points_of_a_person": self.points_of_a_person,
        }


def explanation_of(values: dict[str, Any]) -> Explanation:
    """What ``to_json`` has made; nothing is known of a meeting that was planned before or moved since."""
    starts = (
        OtherStart(datetime.fromisoformat(one["start"]), one["cost"], one["why_not"])
        for one in values.get("other_starts", ())
    )
    points = values.get("points_of_a_person", Explanation.points_of_a_person)
    return Explanation(tuple(starts), tuple(values.get("relaxations", ())), points)
