"""The process that plans: it serves, and it never outlives the one that it plans for."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from teams_app.errors import Unavailable
from teams_app.planning import Meeting, Person, Problem, Window
from teams_app.solving import Solver

WINDOW = Window(datetime(2027, 1, 11, tzinfo=UTC), 1)
PROBLEM = Problem(
    WINDOW, (Person("ann", "UTC", "0" * WINDOW.slots),), (), (Meeting("all", "leadership", 60, ("ann",)),)
)
KILLED = """
import asyncio, os, signal
from multiprocessing import active_children
from teams_app.solving import Solver
from tests.integration.week.test_planning_process import PROBLEM

async def plan_and_die():
    await Solver()(PROBLEM)
    print(active_children()[0].pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(plan_and_die())
"""


@pytest.fixture
async def solver() -> AsyncGenerator[Solver]:
    made = Solver()
    yield made
    made.close()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110 - processes tell nobody that they end
            await asyncio.sleep(0.02)


def children() -> set[BaseProcess]:
    return set(active_children())


def lives(pid: int) -> bool:
    """One that has ended and waits for somebody to ask how does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_a_plan_is_made_in_one_process_that_is_used_again(solver: Solver) -> None:
    before = children()
    plans = [await solver(PROBLEM) for _ in range(2)]
    assert plans[0].meetings == plans[1].meetings
    assert len(children() - before) == 1


async def test_closing_ends_it_in_the_middle_of_a_plan(solver: Solver) -> None:
    before = children()
    planning = asyncio.create_task(solver(PROBLEM))
    await until(lambda: bool(children() - before))
    solver.close()
    with pytest.raises(Unavailable):
        await planning
    await until(lambda: children() <= before)


async def test_when_it_is_killed_that_is_told_and_the_next_plan_is_made_by_another(solver: Solver) -> None:
    before = children()
    planning = asyncio.create_task(solver(PROBLEM))
    await until(lambda: bool(children() - before))
    for child in children() - before:
        child.kill()
    with pytest.raises(Unavailable, match="Nothing was changed; please try again"):
        await planning
    assert (await solver(PROBLEM)).meetings


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
async def test_it_ends_when_the_process_that_it_plans_for_is_killed() -> None:
    script = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    told, _ = await script.communicate()
    assert script.returncode == -signal.SIGKILL
    await until(lambda: not lives(int(told)))
