"""The stand-in tenant as a whole: state, keys, and two servers on loopback (http, and https for sign-in)."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from teams_app.sandbox import administering, control
from teams_app.sandbox.acting import routes as acting
from teams_app.sandbox.certificates import server_context
from teams_app.sandbox.company import ORGANIZERS_GROUP, SAMPLE, load_company
from teams_app.sandbox.connector import routes as connector
from teams_app.sandbox.entra import federation
from teams_app.sandbox.entra import routes as entra
from teams_app.sandbox.errors import SandboxError
from teams_app.sandbox.graph import routes as graph
from teams_app.sandbox.graph.mailboxes import Mailboxes
from teams_app.sandbox.journal import Journal, journal_of
from teams_app.sandbox.messages import MessageStore
from teams_app.sandbox.middlewares import (
    from_this_machine,
    one_answer_a_connection,
    with_faults,
    with_limits,
)
from teams_app.sandbox.notifying import control as notifying
from teams_app.sandbox.page import routes as page
from teams_app.sandbox.private_files import write_private
from teams_app.sandbox.state import StateFolder
from teams_app.sandbox.tenant import TENANT, Tenant, utc_now

PORT = 9300
BOT_URL = "http://127.0.0.1:3978/api/messages"
LARGEST_BODY = 4 * 1024 * 1024  # bytes, as Graph takes them
HANDLERS = (
    graph.add_routes,
    connector.add_routes,
    acting.add_routes,
    control.add_routes,
    federation.add_routes,
    administering.add_routes,
    notifying.add_routes,
    page.add_routes,
)


class Sandbox:
    """A running stand-in tenant, as an async context manager.

    :param company_dir: folder of CSV files (see company.py).
    :param port: of http; https is on the next one. With 0 both are free ones.
    :param env_file: gets the settings that point the product at this tenant.
    :param journal_file: gets each exchange with Graph as a JSON line.
    """

    tenant: Tenant
    state: StateFolder
    ca_file: Path

    def __init__(
        self,
        company_dir: Path = SAMPLE,
        *,
        host: str = "127.0.0.1",
        port: int = PORT,
        data_dir: Path,
        env_file: Path | None = None,
        bot_url: str = BOT_URL,
        journal_file: Path | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._company_dir = company_dir
        self._host = host
        self._port = port
        self._data_dir = data_dir
        self._env_file = env_file
        self._bot_url = bot_url
        self._journal_file = journal_file
        self._clock = clock
        self._stack = AsyncExitStack()

    @property
    def env(self) -> dict[str, str]:
        """The settings of the product for this tenant."""
        tenant, bot = self.tenant, urlsplit(self._bot_url)
        return {
            "OKR_APP_ID": tenant.app_id,
            "OKR_APP_SECRET": tenant.app_secret,
            "OKR_TENANT_ID": tenant.tenant_id,
            "OKR_GRAPH_URL": tenant.base_url,
            "OKR_LOGIN_URL": tenant.login_url,
            "OKR_BOT_OPENID_URL": f"{tenant.base_url}/botframework/v1/.well-known/openidconfiguration",
            "OKR_CA_FILE": str(self.ca_file.resolve()),
            "OKR_SERVICE_URLS": tenant.service_url,
            "OKR_PUBLIC_URL": f"{bot.scheme}://{bot.netloc}",
            "OKR_HOST": bot.hostname or "127.0.0.1",
            "OKR_PORT": str(bot.port or 80),
            "OKR_ORGANIZERS_GROUP": ORGANIZERS_GROUP,
        }

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as starting:
            await self._start(starting)
            self._stack = starting.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _start(self, stack: AsyncExitStack) -> None:
        """Everything that can fail comes before the settings are written."""
        _refuse_other_hosts(self._host)
        http, https = _two_sockets(self._host, self._port, stack)
        self.state = StateFolder(self._data_dir)
        self.tenant = self._new_tenant(self.state, http, https)
        self.state.attach(self.tenant)
        await self.state.save()
        stack.push_async_callback(self.state.save)
        context, self.ca_file = server_context(self._data_dir)
        guards: list[Middleware] = [from_this_machine]
        if self._journal_file is not None:
            journal = Journal(self._journal_file)
            journal.open()
            stack.callback(journal.close)
            guards.append(journal_of(journal))
        await self._serve(
            stack, self._application([*guards, with_limits, with_faults], *HANDLERS), http, None
        )
        await self._serve(
            stack,
            self._application([from_this_machine, one_answer_a_connection], entra.add_routes),
            https,
            context,
        )
        if self._env_file is not None:
            lines = "".join(f"{name}={value}\n" for name, value in self.env.items())
            write_private(self._env_file, lines.encode())

    def _new_tenant(self, state: StateFolder, http: socket.socket, https: socket.socket) -> Tenant:
        try:
            company = load_company(self._company_dir)
        except (OSError, KeyError, IndexError, ValueError) as error:
            raise SandboxError(f"The company in {self._company_dir} cannot be read: {error!r}.") from error
        keys, registration = state.keys(), state.registration(company)
        return Tenant(
            company=company,
            app_id=registration.app_id,
            app_secret=registration.secret,
            app_certificate_pem=registration.certificate_pem,
            signing=keys.entra,
            channel_signing=keys.channel,
            mailboxes=Mailboxes(company),
            messages=MessageStore(company, self._clock),
            base_url=f"http://{_address(http)}",
            login_url=f"https://{_address(https)}",
            bot_url=self._bot_url,
            clock=self._clock,
        )

    def _application(
        self, middlewares: list[Middleware], *handlers: Callable[[web.Application], None]
    ) -> web.Application:
        app = web.Application(middlewares=middlewares, client_max_size=LARGEST_BODY)
        app[TENANT] = self.tenant
        for add_routes in handlers:
            add_routes(app)
        return app

    async def _serve(
        self,
        stack: AsyncExitStack,
        app: web.Application,
        listening: socket.socket,
        context: ssl.SSLContext | None,
    ) -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, listening, ssl_context=context).start()


async def run_sandbox(
    company_dir: Path = SAMPLE,
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    data_dir: Path,
    env_file: Path | None = None,
    bot_url: str = BOT_URL,
    journal_file: Path | None = None,
    started: Callable[[Sandbox], None] | None = None,
) -> None:
    """Run a stand-in tenant until the task is cancelled.

    :param started: told once, when it answers.
    :raises SandboxError: it cannot start; one sentence.
    """
    sandbox = Sandbox(
        company_dir,
        host=host,
        port=port,
        data_dir=data_dir,
        env_file=env_file,
        bot_url=bot_url,
        journal_file=journal_file,
    )
    async with sandbox:
        if started is not None:
            started(sandbox)
        await asyncio.Event().wait()


def _refuse_other_hosts(host: str) -> None:
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise SandboxError(f"The stand-in tenant listens on loopback only, not on {host}.")


def _two_sockets(host: str, port: int, stack: AsyncExitStack) -> tuple[socket.socket, socket.socket]:
    http = stack.enter_context(_listening(host, port))
    https = stack.enter_context(_listening(host, port + 1 if port else 0))
    return http, https


def _listening(host: str, port: int) -> socket.socket:
    """:raises SandboxError: the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "is in use by another program" if taken else f"cannot be opened ({error.strerror})"
        raise SandboxError(f"Port {port} {reason}: choose another one, or stop what uses it.") from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
