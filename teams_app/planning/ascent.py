"""Better prices step by step: the bound rises towards what any plan must cost.

Subgradient steps of Polyak's length (USSR Computational Mathematics 9, 1969), deflected so that they do not
zigzag (Camerini, Fratta and Maffioli, Mathematical Programming Study 3, 1975). Prices are rounded to whole
``SCALE``ths of a point before a bound is taken from them, so that it is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.bound import LookAhead, best_starts, look_ahead
from teams_app.planning.forest import Forest
from teams_app.planning.prices import Market

SCALE = 16
DEFLECTION = 1.5
PATIENCE = 8  # steps without a better bound until they are halved
SHORTEST = 1 / 64  # of the first step

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Priced:
    """The cheapest week at some prices.

    ``ahead`` is in ``SCALE``ths of a point with prices paid; ``income`` is what the capacities take in.
    ``starts`` are those of the cheapest week, ``excess`` how far it goes beyond what is allowed.
    """

    ahead: LookAhead
    income: int
    starts: Numbers
    excess: Numbers

    @property
    def bound(self) -> int:
        """In points, rounded up since all costs are whole."""
        return -((self.income - self.ahead.bound) // SCALE)

    @property
    def is_allowed(self) -> bool:
        return bool((self.excess <= 0).all())


class Ascent:
    """Raises the bound of one problem; ``best`` is the highest found so far."""

    def __init__(self, forest: Forest, market: Market, costs: Numbers, out: Numbers) -> None:
        self.forest, self.market = forest, market
        self.costs = np.where(costs >= NEVER, NEVER, costs * SCALE)
        self.out = np.where(out >= NEVER, NEVER, out * SCALE)
        self.flat: Reals = market.nothing().flat.astype(np.float64)
        self.direction: Reals = np.zeros_like(self.flat)
        self.best_flat = self.flat
        self.now = self.best = self._priced()
        self.size = 1.0
        self.waited = 0

    @property
    def is_done(self) -> bool:
        """No step would raise the bound by much: the steps have become short, or nothing is asked twice."""
        return self.size < SHORTEST or not self._slope().any()

    def step(self, target: int) -> Priced:
        """Change the prices and look again; ``target`` is the cost of the best known plan, in points."""
        self._turn(self._slope())
        distance = max(SCALE, target * SCALE - (self.now.ahead.bound - self.now.income))
        length = self.size * distance / float(self.direction @ self.direction)
        self.flat = np.maximum(0, self.flat + length * self.direction)
        self.now = self._priced()
        self._remember()
        return self.now

    def _priced(self) -> Priced:
        prices = self.market.prices(np.rint(self.flat).astype(np.int64))
        ahead = look_ahead(self.forest, self.market.charged(self.costs, prices), self.out)
        starts = best_starts(ahead)
        return Priced(ahead, self.market.taken_in(prices), starts, self.market.excess(starts))

    def _slope(self) -> Reals:
        """How the bound changes with each price; none falls below nothing."""
        slope = self.now.excess.astype(np.float64)
        slope[(slope < 0) & (self.flat <= 0)] = 0
        return slope

    def _turn(self, slope: Reals) -> None:
        length = float(self.direction @ self.direction)
        back = -DEFLECTION * float(slope @ self.direction) / length if length else 0.0
        self.direction = slope + max(0.0, back) * self.direction
        if not self.direction.any():
            self.direction = slope

    def _remember(self) -> None:
        if self.now.ahead.bound - self.now.income > self.best.ahead.bound - self.best.income:
            self.best, self.best_flat, self.waited = self.now, self.flat, 0
            return
        self.waited += 1
        if self.waited >= PATIENCE:
            self.size /= 2
            self.waited = 0
            self.flat, self.now = self.best_flat, self.best
            self.direction = np.zeros_like(self.flat)
