"""What a door (bot, tab, webhook, job, command) hands to the use cases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from teams_app.config import Settings
from teams_app.planning import Plan, Problem
from teams_app.services.ports import (
    Apps,
    Calendars,
    ChannelHistory,
    Clock,
    Directory,
    EventChanges,
    Jobs,
    Messenger,
    OnlineMeetings,
    Subscriptions,
)
from teams_app.storage.database import Database

Solve = Callable[[Problem], Awaitable[Plan]]  # in another process, so that the loop stays free


@dataclass(frozen=True)
class World:
    """One per process, built by the composition root."""

    settings: Settings
    database: Database
    jobs: Jobs
    clock: Clock
    calendars: Calendars
    online_meetings: OnlineMeetings
    directory: Directory
    history: ChannelHistory
    messenger: Messenger
    apps: Apps
    solve: Solve
    event_changes: EventChanges
    subscriptions: Subscriptions
