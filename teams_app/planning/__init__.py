"""The share week as one problem: a plan for all share meetings, with a proven lower bound of its cost."""

from teams_app.planning.check import bad_attendances, violations
from teams_app.planning.faults import ProblemFaults
from teams_app.planning.files import read_problem, write_plan
from teams_app.planning.plan import Plan, Progress
from teams_app.planning.problem import Lunch, Meeting, Person, Problem, Window, WorkingHours
from teams_app.planning.solver import solve

__all__ = [
    "Lunch",
    "Meeting",
    "Person",
    "Plan",
    "Problem",
    "ProblemFaults",
    "Progress",
    "Window",
    "WorkingHours",
    "bad_attendances",
    "read_problem",
    "solve",
    "violations",
    "write_plan",
]
