"""The search for the best plan: prices raise the bound, decodings at these prices lower the cost, and what is
left between them is settled exactly.

It stops by counts, never by the time, so that the same problem gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from teams_app.planning.arrays import NEVER, Flags
from teams_app.planning.ascent import SCALE, Ascent, Priced
from teams_app.planning.bookings import Bookings
from teams_app.planning.bound import OUT, least_with
from teams_app.planning.conflicts import Groups, groups_of
from teams_app.planning.decode import decode, kept, seated
from teams_app.planning.exact import Remainder
from teams_app.planning.improve import improve
from teams_app.planning.model import NO_ROOM, Model, Seat
from teams_app.planning.plan import Progress
from teams_app.planning.prices import Market

STEPS = 200  # of the prices, at most
BETWEEN_DECODINGS = 10
ROUNDS = 2  # of improvement after a decoding
LARGEST_REMAINDER = 6_000  # starts that HiGHS gets at most for a proof
NEAREST_OF_A_MEETING = 2  # starts, on average, that it gets for a better plan
NODES = 2_000  # of its search tree


class Search:
    """One problem's best plan so far and its bound; ``report`` is told of both as they get better."""

    def __init__(self, model: Model, report: Callable[[Progress], None]) -> None:
        self.model, self.report = model, report
        self.groups: Groups = groups_of(model.shared, model.order, model.rooms)
        market = Market(self.groups, model.forest.outside, model.cells, model.steps)
        self.ascent = Ascent(model.forest, market, model.costs, model.out)
        self.best = decode(model, self.ascent.now.ahead)
        self.cost, self.bound, self.steps = self.best.cost(), self.ascent.now.bound, 0
        self._tell()

    @property
    def is_proven(self) -> bool:
        return self.bound >= self.cost

    def run(self) -> None:
        self._improve(self.best, self.ascent.now)
        if self.model.booked:
            self._improve(kept(self.model, self.ascent.now.ahead), self.ascent.now)
        while not self.is_proven and not self.ascent.is_done and self.steps < STEPS:
            self.steps += 1
            found = self.ascent.step(self.cost)
            self._raise_bound(found.bound)
            if found.is_allowed:
                self._try_seats({n: Seat(int(start), NO_ROOM) for n, start in enumerate(found.starts)})
            if self.steps % BETWEEN_DECODINGS == 0:
                self._improve(decode(self.model, found.ahead), found)
        if not self.is_proven:
            self._settle()

    def _improve(self, bookings: Bookings, priced: Priced) -> None:
        improve(bookings, priced.ahead, self.bound, ROUNDS)
        self._consider(bookings)

    def _consider(self, bookings: Bookings) -> None:
        cost = bookings.cost()
        if cost < self.cost:
            self.best, self.cost = bookings, cost
            self._tell()

    def _raise_bound(self, bound: int) -> None:
        if bound > self.bound:
            self.bound = min(bound, self.cost)
            self._tell()

    def _tell(self) -> None:
        self.report(Progress(self.steps, self.cost, self.bound))

    def _settle(self) -> None:
        """Rule out every start that no better plan has, and let HiGHS do the rest.

        Where too much is left, it looks for a cheaper plan among the starts that cost least at the best
        prices. That proves nothing by itself, but a cheaper plan rules out more.
        """
        if self._left()[0].sum() > LARGEST_REMAINDER:
            open_starts, may_be_out = self._nearest(NEAREST_OF_A_MEETING * len(self.model.meetings))
            self._solve_among(open_starts, may_be_out)
        open_starts, may_be_out = self._left()
        if open_starts.sum() <= LARGEST_REMAINDER and self._solve_among(open_starts, may_be_out):
            self._raise_bound(self.cost)

    def _solve_among(self, open_starts: Flags, may_be_out: Flags) -> bool:
        """Consider the best plan with these starts; whether it was found."""
        seats = Remainder(self.model, self.groups, open_starts, may_be_out).solve(NODES)
        if seats is not None:
            self._try_seats(seats)
        return seats is not None

    def _left(self) -> tuple[Flags, Flags]:
        """The starts, and who may be left out, of plans that cost no more than the best known one."""
        priced = self.ascent.best
        value, out = least_with(priced.ahead)
        most = self.cost * SCALE + priced.income
        fixed = self.model.fixed
        return (value <= most) & ~fixed[:, None], (out <= most) & ~fixed

    def _nearest(self, count: int) -> tuple[Flags, Flags]:
        """So many starts with the least bounds, and all of the best known plan."""
        value, _ = least_with(self.ascent.best.ahead)
        value[self.model.fixed] = NEVER
        most = np.partition(value, count, axis=None)[count] if count < value.size else NEVER
        open_starts = (value <= most) & (value < NEVER)
        starts = self.best.starts
        placed = np.flatnonzero((starts != OUT) & ~self.model.fixed)
        open_starts[placed, starts[placed]] = True
        return open_starts, (starts == OUT) & ~self.model.fixed

    def _try_seats(self, seats: dict[int, Seat]) -> None:
        """Consider a plan with these seats, in the rooms that meetings have or else in those given."""
        starts = {n: Seat(seat.start, NO_ROOM) for n, seat in seats.items()}
        for these in (starts, seats):
            bookings = seated(self.model, these)
            if bookings is not None:
                self._consider(bookings)
                return
