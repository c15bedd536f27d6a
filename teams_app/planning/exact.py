"""The remainder, exactly: what bounds could not decide is a small integer programme, which HiGHS solves.

Each meeting has one binary variable for each of its starts that are left: it has begun by then (order
encoding). So a rule of the order is a row of two nonzeros, and being in a cell a difference of two. A meeting
that needs a room has one variable more for each start and room. https://highs.dev
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import highspy
import numpy as np

# The public subclass prints a banner before it can be silenced.
from highspy.highs import _Highs as Highs  # pyright: ignore[reportPrivateUsage]

from teams_app.planning.arrays import Flags, Numbers
from teams_app.planning.bound import OUT
from teams_app.planning.conflicts import Groups
from teams_app.planning.model import NO_ROOM, Model, Seat

Term = tuple[int, int]  # column and factor


@dataclass
class Programme:
    """Columns from 0 to 1 and rows with upper limits, as they are collected."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    rows: dict[tuple[Term, ...], tuple[float, int]] = field(default_factory=dict)

    def column(self, cost: int = 0, lower: int = 0, upper: int = 1) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.costs.append(cost)
        return len(self.costs) - 1

    def at_most(self, limit: int, terms: Iterable[Term]) -> None:
        self._row(-highspy.kHighsInf, limit, terms)

    def equals(self, value: int, terms: Iterable[Term]) -> None:
        self._row(value, value, terms)

    def _row(self, least: float, most: int, terms: Iterable[Term]) -> None:
        row = tuple(sorted(terms))
        if row:
            known = self.rows.get(row)
            self.rows[row] = (least, min(most, known[1]) if known else most)

    def minimum(self, most_nodes: int) -> Solution:
        """Solve with one thread, so that the same programme has the same solution everywhere."""
        solver = Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),  # costs are whole
            ("mip_max_nodes", most_nodes),
        ):
            solver.setOptionValue(name, value)
        solver.passModel(self._lp())
        solver.run()
        found = solver.getInfo()
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        return Solution(optimal, values, found.mip_dual_bound)

    def _lp(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.rows)
        lp.col_cost_ = np.array(self.costs, dtype=np.float64)
        lp.col_lower_ = np.array(self.lower, dtype=np.float64)
        lp.col_upper_ = np.array(self.upper, dtype=np.float64)
        limits = list(self.rows.values())
        lp.row_lower_ = np.array([least for least, _ in limits], dtype=np.float64)
        lp.row_upper_ = np.array([most for _, most in limits], dtype=np.float64)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in self.rows)])
        lp.a_matrix_.index_ = np.array([column for row in self.rows for column, _ in row])
        lp.a_matrix_.value_ = np.array([factor for row in self.rows for _, factor in row], dtype=np.float64)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.costs)
        return lp


@dataclass(frozen=True)
class Solution:
    """``values`` by column, whole; ``bound`` is the solver's own, in points."""

    is_optimal: bool
    values: Numbers
    bound: float


class Remainder:
    """The meetings with the starts that are left to them.

    ``open_starts`` is meeting by start; ``may_be_out`` by meeting. Fixed meetings have no part in it: what
    they ask of the others is in the costs.
    """

    def __init__(self, model: Model, groups: Groups, open_starts: Flags, may_be_out: Flags) -> None:
        self.model = model
        self.movable = np.flatnonzero(~model.fixed).tolist()
        self.starts = {n: np.flatnonzero(open_starts[n]) for n in self.movable}
        self.programme = Programme()
        self.columns = {n: self._begun_by(n, bool(may_be_out[n])) for n in self.movable}
        self.in_room = {n: list(self._rooms_of(n)) for n in self.movable}
        self._keep_order()
        self._keep_apart(groups)
        self._keep_rooms_apart()
        self.out_columns = [self.columns[n][-1] for n in self.movable if may_be_out[n] and self.columns[n]]

    def solve(self, most_nodes: int) -> dict[int, Seat] | None:
        """The best seats, proven; None if they were not found within so many nodes.

        First as few meetings as possible are left out, which always counts most, then the costs.
        """
        programme = self.programme
        if self.out_columns:
            costs, programme.costs = programme.costs, [0] * len(programme.costs)
            for column in self.out_columns:
                programme.costs[column] = -1
            fewest = programme.minimum(most_nodes)
            programme.costs = costs
            if not fewest.is_optimal:
                return None
            placed = int(fewest.values[self.out_columns].sum())
            programme.at_most(-placed, ((column, -1) for column in self.out_columns))
        cheapest = programme.minimum(most_nodes)
        return self._seats(cheapest.values) if cheapest.is_optimal else None

    def _begun_by(self, meeting: int, may_be_out: bool) -> list[int]:
        """The meeting's columns, one a start."""
        costs = self.model.costs[meeting, self.starts[meeting]]
        steps = np.append(costs[:-1] - costs[1:], costs[-1:]).tolist()
        columns = [self.programme.column(cost) for cost in steps]
        if columns and not may_be_out:
            self.programme.lower[columns[-1]] = 1
        for earlier, later in pairwise(columns):
            self.programme.at_most(0, ((earlier, 1), (later, -1)))
        return columns

    def _begins_at(self, meeting: int, number: int) -> list[Term]:
        columns = self.columns[meeting]
        return [(columns[number], 1), *([(columns[number - 1], -1)] if number else [])]

    def _rooms_of(self, meeting: int) -> Iterator[tuple[int, Seat]]:
        """A column for each start and room that the meeting can have."""
        free = self.model.rooms.free[meeting]
        if free is None:
            return
        first = self.model.rooms.first[meeting]
        for number, start in enumerate(self.starts[meeting].tolist()):
            rooms = (first + np.flatnonzero(free[:, start])).tolist()
            columns = [self.programme.column() for _ in rooms]
            taken = [(column, -1) for column in columns]
            self.programme.equals(0, [*self._begins_at(meeting, number), *taken])
            yield from zip(columns, (Seat(start, room) for room in rooms), strict=True)

    def _keep_order(self) -> None:
        """What comes later has begun by a start only if what comes earlier had begun its lag before."""
        model = self.model
        for link in (link for links in model.order.before for link in links):
            if model.fixed[[link.earlier, link.later]].any():
                continue
            latest = (
                np.searchsorted(self.starts[link.earlier], self.starts[link.later] - link.lag, "right") - 1
            )
            for number, (there, following) in enumerate(zip(latest, [*latest[1:], -2], strict=False)):
                if there == following:
                    continue  # the next start asks for the same and more
                later = self.columns[link.later][number]
                if there < 0:
                    self.programme.upper[later] = 0
                else:
                    self.programme.at_most(0, ((later, 1), (self.columns[link.earlier][there], -1)))

    def _keep_apart(self, groups: Groups) -> None:
        """No more meetings of a group in one cell than it has room for."""
        cells = np.arange(groups.capacity.shape[1])
        begun = {n: np.searchsorted(self.starts[n], cells, "right") - 1 for n in self.movable}
        ended = {
            n: np.searchsorted(self.starts[n], cells - int(self.model.cells[n]), "right") - 1
            for n in self.movable
        }
        for members, capacity in zip(groups.members(), groups.capacity, strict=True):
            group = [n for n in members.tolist() if n in begun]
            if not group:
                continue
            possible = np.sum([begun[n] > ended[n] for n in group], axis=0)
            for cell in np.flatnonzero(possible > capacity).tolist():
                terms: list[Term] = []
                for n in group:
                    if begun[n][cell] > ended[n][cell]:
                        terms.append((self.columns[n][begun[n][cell]], 1))
                        terms += [
                            (self.columns[n][k], -1) for k in ended[n][cell : cell + 1].tolist() if k >= 0
                        ]
                self.programme.at_most(int(capacity[cell]), terms)

    def _keep_rooms_apart(self) -> None:
        """No room has two meetings in one cell, nor one where a fixed meeting has it."""
        by_cell: dict[tuple[int, int], list[Term]] = {}
        for meeting, columns in self.in_room.items():
            for column, seat in columns:
                for cell in range(seat.start, seat.start + int(self.model.cells[meeting])):
                    by_cell.setdefault((seat.room, cell), []).append((column, 1))
        for terms in by_cell.values():
            if len(terms) > 1:
                self.programme.at_most(1, terms)

    def _seats(self, values: Numbers) -> dict[int, Seat]:
        rooms = {n: [seat for column, seat in found if values[column]] for n, found in self.in_room.items()}
        seats: dict[int, Seat] = {}
        for n in self.movable:
            begun = values[self.columns[n]]
            start = int(self.starts[n][begun.argmax()]) if begun.any() else OUT
            seats[n] = rooms[n][0] if rooms[n] else Seat(start, NO_ROOM)
        return seats
