"""Why a meeting is when it is: its other starts and what they would cost, or what would place it at all."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from teams_app.planning.arrays import NEVER
from teams_app.planning.bookings import Bookings
from teams_app.planning.obstacles import Obstacle, obstacles_of, said
from teams_app.planning.plan import Alternative

BETTER, NEXT = 3, 3  # starts that are told of each meeting
RELAXATIONS = 3
MOST_NAMES = 3  # of one kind in one line


def alternatives_of(bookings: Bookings, number: int) -> tuple[Alternative, ...]:
    """The best starts that it cannot have, and the next best ones that it could, all else as planned."""
    model, seat = bookings.model, bookings.remove(number)
    prices = model.wanted[number]
    free, now = bookings.open_starts(number), prices[seat.start]
    free[seat.start] = False
    order = np.argsort(prices, kind="stable")
    closed = order[(prices[order] < now) & ~free[order]][:BETTER].tolist()
    obstacles = obstacles_of(bookings, number) if closed else []
    bookings.restore({number: seat})
    return (
        *(Alternative(moment(bookings, n), None, why_not(obstacles, n)) for n in closed),
        *(Alternative(moment(bookings, n), int(prices[n] - now)) for n in order[free[order]][:NEXT].tolist()),
    )


def relaxations_of(bookings: Bookings, number: int) -> tuple[str, ...]:
    """The fewest changes that would place a meeting beside all others, the cheapest starts first."""
    obstacles, prices = obstacles_of(bookings, number), bookings.model.wanted[number]
    starts = [n for n in np.argsort(prices, kind="stable").tolist() if prices[n] < NEVER]
    starts = [n for n in starts if any(one.blocked[n] for one in obstacles)]
    if not starts:
        return ()
    count = np.sum([one.blocked for one in obstacles], axis=0)
    fewest = min(int(count[n]) for n in starts)
    first: dict[str, int] = {}
    for n in starts:
        if count[n] == fewest:
            first.setdefault(without(obstacles, n), n)
    return tuple(
        f"It could be on {moment(bookings, n):%a %Y-%m-%d at %H:%M %Z} if {sentence}."
        for sentence, n in [*first.items()][:RELAXATIONS]
    )


def moment(bookings: Bookings, step: int) -> datetime:
    grid = bookings.model.grid
    return grid.moment(step * grid.step_minutes)


def why_not(obstacles: list[Obstacle], start: int) -> str:
    return said((one.why for one in obstacles if one.blocked[start]), "; ", MOST_NAMES)


def without(obstacles: list[Obstacle], start: int) -> str:
    return said((one.without for one in obstacles if one.blocked[start]), " and ")
