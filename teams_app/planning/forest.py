"""The links of the order that a forest keeps: a dynamic programme runs along it, in either direction.

A cascade from the top is a tree of meetings that come after their parent, a week from the bottom up one of
meetings that come before it; with mixtures both kinds meet in one tree. Links that would close a circle
stay outside.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from teams_app.planning.arrays import Flags, Numbers
from teams_app.planning.order import Link, Order


@dataclass(frozen=True)
class Forest:
    """Each meeting's parent, -1 for a root, and the link to it.

    ``is_later`` says that a meeting comes after its parent, otherwise before it. ``levels`` has the meetings
    by their distance from their root; within a level, children of one parent stand together.
    """

    parent: Numbers
    lag: Numbers
    is_later: Flags
    depth: Numbers
    levels: tuple[Numbers, ...]
    outside: tuple[Link, ...]

    @cached_property
    def children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for child, parent in enumerate(self.parent.tolist()):
            found[parent].append(child)
        return found

    def subtree(self, meeting: int) -> list[int]:
        """The meeting and all that hangs on it, the nearest first."""
        found, at = [meeting], 0
        while at < len(found):
            found += self.children.get(found[at], [])
            at += 1
        return found

    def window(self, meeting: int, parent_start: int, steps: int) -> tuple[int, int]:
        """The first start and the one behind the last that the parent's start leaves."""
        if self.is_later[meeting]:
            return min(steps, parent_start + int(self.lag[meeting])), steps
        return 0, max(0, parent_start - int(self.lag[meeting]) + 1)


def forest_of(order: Order, fixed: Flags) -> Forest:
    """A spanning forest of the order; what a fixed meeting asks of its neighbours is in their costs already.

    Links from one level to the next go first: those over several levels often follow from them.
    """
    links = [link for links in order.before for link in links if not fixed[[link.earlier, link.later]].any()]
    level = order.level
    links.sort(
        key=lambda one: (level[one.later] - level[one.earlier], -level[one.later], one.later, one.earlier)
    )
    kept, outside = spanning(links, len(level))
    return rooted(kept, outside, roots_first(order))


def spanning(links: Iterable[Link], count: int) -> tuple[list[Link], list[Link]]:
    """The links that join what was not joined before, and the others."""
    group = list(range(count))

    def find(node: int) -> int:
        while group[node] != node:
            group[node] = node = group[group[node]]
        return node

    kept: list[Link] = []
    outside: list[Link] = []
    for link in links:
        one, other = find(link.earlier), find(link.later)
        (outside if one == other else kept).append(link)
        group[other] = one
    return kept, outside


def roots_first(order: Order) -> list[int]:
    """Meetings by how good a root they make: the first or the last of many, the first by number of equals."""
    first = {n: len(order.descendants(n)) for n, links in enumerate(order.before) if not links}
    last = {n: len(order.ancestors(n)) for n, links in enumerate(order.behind) if not links}
    reach = {n: max(first.get(n, 0), last.get(n, 0)) for n in range(len(order.before))}
    return sorted(reach, key=lambda n: (-reach[n], n))


def rooted(kept: Sequence[Link], outside: Sequence[Link], roots: Sequence[int]) -> Forest:
    """The forest seen from the first root of each of its trees."""
    near: dict[int, list[Link]] = defaultdict(list)
    for link in kept:
        near[link.earlier].append(link)
        near[link.later].append(link)
    count = len(roots)
    parent, lag = np.full(count, -1, dtype=np.int64), np.zeros(count, dtype=np.int64)
    is_later, depth = np.zeros(count, dtype=bool), np.full(count, -1, dtype=np.int64)
    for root in roots:
        if depth[root] >= 0:
            continue
        depth[root] = 0
        waiting = deque([root])
        while waiting:
            node = waiting.popleft()
            for link in near[node]:
                child = link.later if link.earlier == node else link.earlier
                if depth[child] < 0:
                    parent[child], lag[child], is_later[child] = node, link.lag, child == link.later
                    depth[child] = depth[node] + 1
                    waiting.append(child)
    by_depth = (np.flatnonzero(depth == n) for n in range(int(depth.max(initial=-1)) + 1))
    levels = tuple(rows[np.argsort(parent[rows], kind="stable")] for rows in by_depth)
    return Forest(parent, lag, is_later, depth, levels, tuple(outside))
