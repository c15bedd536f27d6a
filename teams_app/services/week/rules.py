"""What the planner is to keep and to avoid, as the settings say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from teams_app.config import LUNCH, MEETING_MINUTES, Settings
from teams_app.okr import UnitKind
from teams_app.planning import Lunch
from teams_app.planning.problem import Weights


@dataclass(frozen=True)
class Rules:
    """``minutes`` is how long a share meeting of a kind of unit is; ``gap`` lies between those in order.

    ``unread`` is what a calendar that cannot be read counts as: free, tentative or busy.
    """

    weights: Weights = field(default_factory=Weights)
    minutes: Mapping[UnitKind, int] = field(
        default_factory=lambda: {kind: MEETING_MINUTES[kind] for kind in UnitKind}
    )
    lunch: Lunch | None = field(default_factory=lambda: Lunch(*LUNCH))
    gap: timedelta = timedelta()
    unread: str = "free"


def rules_of(settings: Settings) -> Rules:
    return Rules(
        weights=replace(Weights(), **settings.planner_weights),
        minutes={kind: settings.meeting_minutes[kind] for kind in UnitKind},
        lunch=Lunch(*settings.lunch) if settings.lunch else None,
        gap=timedelta(minutes=settings.meeting_gap),
        unread=settings.unread_calendars,
    )
