"""CPU and requests of reading the directory of 10,000 people: ``python -m tests.benchmarks directory``.

The stand-in tenant runs in a process of its own. The baseline is Microsoft's SDK reading the same people
with the same fields and page size, as its documentation shows; it reads the first page only, once warm, and
is counted by the person. The runs go into a real PostgreSQL: all of it, then one per cent of changes.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientSession
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from graph.accounts import USER_FIELDS
from graph.directory import MANAGER, PAGE, GraphDirectory
from teams_app.app import open_world
from teams_app.config import Settings
from teams_app.services.directory.reading import Question, read_tenant
from teams_app.services.directory.rules_file import load_rules
from teams_app.services.directory.snapshot import Snapshot
from teams_app.services.directory.sync import sync_directory
from teams_app.storage.embedded import embedded_postgres
from teams_app.storage.migrate import migrate
from tests.benchmarks.figures import Figure
from tests.benchmarks.large_company import email, write_company
from tests.benchmarks.processes import server
from tests.benchmarks.tenant import counted_graph, cpu, sdk, settings_of

PEOPLE = 10_000
CHANGED = PEOPLE // 100
AT_MOST = 0.1  # of the SDK's CPU
Query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters


def run(people: int = PEOPLE) -> list[Figure]:
    """The bulk read beside the SDK's, then whole runs."""
    with tempfile.TemporaryDirectory(prefix="okr-directory-") as folder:
        company, data = Path(folder, "company"), Path(folder, "tenant")
        write_company(company, people)
        with server("tenant", str(company), str(data)):
            settings = settings_of(data / "settings.env", directory_map=company / "map.toml")
            figures = asyncio.run(_reads(settings, people))
            with embedded_postgres(Path(folder, "postgres"), durable=False) as url:
                migrate(url)
                return figures + asyncio.run(_runs(settings, url, people))


async def _reads(settings: Settings, people: int) -> list[Figure]:
    async with counted_graph(settings) as (client, token, counter):
        users, ours = await cpu(GraphDirectory(client).users)
        if len(users) < people:
            raise RuntimeError(f"{len(users)} of {people} people were read")
        requests = counter.reset()
        await _by_sdk(settings.graph_url, token, 1)
        read, theirs = await cpu(lambda: _by_sdk(settings.graph_url, token, PAGE))
        question = Question(load_rules(settings.directory_map), now=datetime.now(UTC), is_full=True)
        counter.reset()
        _, whole = await cpu(lambda: read_tenant(GraphDirectory(client), Snapshot(), question))
        each, sdk = ours / len(users) * 1000, theirs / read * 1000
        note = f"{len(users):,} people in {requests} requests"
        whole_note = f"people, groups, channels, mailboxes in {counter.reset():,} requests"
        return [
            Figure("people read, each", "ms", each, "the SDK, each", sdk, AT_MOST, note),
            Figure("everything read, a person", "ms", whole / people * 1000, note=whole_note),
        ]


async def _runs(settings: Settings, url: str, people: int) -> list[Figure]:
    async with open_world(settings, url) as (world, _):
        report, full = await cpu(lambda: sync_directory(world))
        if report.counts["people"] != people:
            raise RuntimeError(f"{report.counts} after the first run")
        acts = [
            {"act": "change", "email": email(number), "name": f"Person {number} the second"}
            for number in range(1, people, people // (people // 100))
        ]
        async with ClientSession() as http:
            await http.post(f"{settings.graph_url}/sandbox/api/directory", json={"acts": acts})
        changes, delta = await cpu(lambda: sync_directory(world))
        told = sum(len(lines) for topic, lines in changes.entries.items() if topic.value == "renamed")
        return [
            Figure("first run into the database, a person", "ms", full / people * 1000),
            Figure(
                f"a run after {told:,} changes", "s", delta, "the first run", full, note="mailboxes in turn"
            ),
        ]


async def _by_sdk(url: str, token: str, at_once: int) -> int:
    """A page, read as the SDK's documentation does it; how many people."""
    users = sdk(url, token).users
    query = Query(select=list(USER_FIELDS), expand=[MANAGER], top=at_once)
    page = await users.get(RequestConfiguration(query_parameters=query))
    if page is None or not page.value:
        raise RuntimeError("the SDK read nothing")
    return len(page.value)
