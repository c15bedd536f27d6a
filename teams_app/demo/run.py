"""The demo from end to end: processes, the share week, the report."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import aiohttp

from graph.auth import TokenSource
from graph.credentials import Secret
from teams_app.config import Settings, load_settings
from teams_app.demo import contracts
from teams_app.demo.far_side import booked_events
from teams_app.demo.processes import Processes, Started
from teams_app.demo.report import Report, counts
from teams_app.demo.scenario import Scenario, Tell
from teams_app.demo.stand_in import StandIn
from teams_app.sample import TIDEWELL
from teams_app.storage.database import Database, open_database
from teams_app.storage.embedded import embedded_postgres
from teams_app.storage.migrate import migrate


@dataclass(frozen=True)
class Ports:
    """Where the stand-in tenant and the bot listen; https of the tenant is one above."""

    tenant: int = 9300
    bot: int = 3978


@dataclass(frozen=True)
class Stage:
    """Everything that runs for a demo."""

    settings: Settings
    database: Database
    stand_in: StandIn
    session: aiohttp.ClientSession
    processes: Processes
    serve: Started
    worker: Started
    values: dict[str, str]  # the settings of serve and worker
    journal: Path

    async def play(self, tell: Tell) -> Report:
        """One share week, and what came of it.

        :raises OkrError: it did not come to its end.
        """
        begun = perf_counter()
        await Scenario(self.stand_in, self.database, tell, self.processes.check_alive).run()
        people = (await self.stand_in.get("company"))["people"]
        token = await self.token()
        emails = [person["email"] for person in people if person["kind"] == "member"]
        events = await booked_events(self.settings, self.session, token, emails)
        found = await contracts.violations(self.journal, self.stand_in)
        for line in (found or ())[:10]:
            tell(line, 0, 0)
        return Report(
            **await counts(self.database, self.stand_in, events),
            contract_violations=None if found is None else len(found),
            seconds=round(perf_counter() - begun, 1),
        )

    async def token(self) -> str:
        """The app's own token for Graph."""
        settings = self.settings
        secret = Secret(settings.app_secret.get_secret_value())
        source = TokenSource(settings.authority, settings.app_id, secret, ca_file=settings.ca_file)
        return await source.token(f"{settings.graph_url}/.default")


@asynccontextmanager
async def set_stage(
    folder: Path, ports: Ports, tell: Tell, company: Path = TIDEWELL
) -> AsyncGenerator[Stage]:
    """Start everything below a data folder; at the end stop what was started, and only that.

    :param company: the folder of the files that the tenant is made of and that are imported.
    :raises OkrError: something does not start; one sentence.
    """
    journal, env_file = folder / "graph-calls.jsonl", folder / "sandbox.env"
    journal.unlink(missing_ok=True)
    with embedded_postgres(folder) as url, _processes(folder / "logs") as processes:
        tell("Database", 1, 1)
        await asyncio.to_thread(migrate, url)
        tenant_url, bot_url = f"http://127.0.0.1:{ports.tenant}", f"http://127.0.0.1:{ports.bot}"
        tenant = processes.start(
            "sandbox",
            [
                "sandbox",
                *("--port", str(ports.tenant)),
                *("--env-file", str(env_file)),
                *("--bot-url", f"{bot_url}/api/messages"),
                *("--journal", str(journal)),
                *("--company", str(company)),
            ],
            {"OKR_DATA_DIR": str(folder)},
        )
        await processes.until_it_answers(tenant, f"{tenant_url}/sandbox/api/company")
        tell("Stand-in tenant", 1, 1)
        values = read_env(env_file) | {"OKR_DATABASE_URL": url, "OKR_DATA_DIR": str(folder)}
        await _import(processes, company, values)
        tell("Company", 1, 1)
        serve = processes.start("serve", ["serve"], values)
        worker = processes.start("worker", ["worker"], values)
        await processes.until_it_answers(serve, f"{bot_url}/readyz")
        tell("serve and worker", 1, 1)
        settings = load_settings(**{key.removeprefix("OKR_").lower(): value for key, value in values.items()})
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(aiohttp.ClientSession())
            database = open_database(url)
            stack.push_async_callback(database.close)
            yield Stage(
                settings=settings,
                database=database,
                stand_in=StandIn(tenant_url, session),
                session=session,
                processes=processes,
                serve=serve,
                worker=worker,
                values=values,
                journal=journal,
            )


async def _import(processes: Processes, company: Path, values: dict[str, str]) -> None:
    """By the command that everybody uses; it finds people and channels in the tenant."""
    files = (company / name for name in ("people.csv", "units.csv", "okrs.csv", "rooms.csv"))
    importing = processes.start("import", ["import", *(str(file) for file in files if file.exists())], values)
    await processes.until_it_ends(importing)


@contextmanager
def _processes(logs: Path) -> Generator[Processes]:
    processes = Processes(logs)
    try:
        yield processes
    finally:
        processes.stop()


def read_env(path: Path) -> dict[str, str]:
    lines = (line.partition("=") for line in path.read_text("utf-8").splitlines())
    return {name: value for name, _, value in lines}


def write_report(path: Path, report: Report) -> None:
    path.write_text(json.dumps(asdict(report), indent=2) + "\n", "utf-8")
