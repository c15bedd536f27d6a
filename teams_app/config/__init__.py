"""The settings of a process: one value object, read once and checked."""

from teams_app.config.checks import check_for_serving
from teams_app.config.clouds import cloud_of, is_loopback
from teams_app.config.settings import LUNCH, MEETING_MINUTES, PLANNER_WEIGHTS, Settings, load_settings

__all__ = [
    "LUNCH",
    "MEETING_MINUTES",
    "PLANNER_WEIGHTS",
    "Settings",
    "check_for_serving",
    "cloud_of",
    "is_loopback",
    "load_settings",
]
