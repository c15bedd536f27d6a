"""The classes are what the use cases ask for; a type checker sees this, and so does a run."""

from __future__ import annotations

from graph.calendars import GraphCalendars
from graph.client import GraphClient
from graph.directory import GraphDirectory
from graph.messages import GraphChannelHistory
from teams_app.services.ports import Calendars, ChannelHistory, Directory


def ports_of(client: GraphClient) -> tuple[Calendars, Directory, ChannelHistory]:
    return GraphCalendars(client), GraphDirectory(client), GraphChannelHistory(client)


def test_graph_offers_what_the_use_cases_need() -> None:
    for port, offered in (
        (Calendars, GraphCalendars),
        (Directory, GraphDirectory),
        (ChannelHistory, GraphChannelHistory),
    ):
        wanted = {name for name in vars(port) if not name.startswith("_")}
        assert wanted <= set(dir(offered))
