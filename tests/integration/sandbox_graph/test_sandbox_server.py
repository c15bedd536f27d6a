"""The stand-in as a whole: how it starts, who it answers, and what it remembers."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from datetime import date
from pathlib import Path

import aiohttp
import pytest

from teams_app.sandbox.errors import SandboxError
from teams_app.sandbox.server import Sandbox, run_sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp
from tests.integration.sandbox_graph.invitations import CHIEF, GUESTS, event
from tests.integration.sandbox_graph.signing_in import acquire


def free_pair() -> int:
    """A free port whose next one is free too."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = first.getsockname()[1]
            try:
                socket.create_server(("127.0.0.1", port + 1)).close()
            except OSError:
                continue
            return port


async def test_the_settings_point_the_product_at_it(tmp_path: Path) -> None:
    port, env_file = free_pair(), tmp_path / "okr.env"
    bot = "http://127.0.0.1:4444/api/messages"
    async with Sandbox(port=port, data_dir=tmp_path, env_file=env_file, bot_url=bot) as sandbox:
        values = dict(line.split("=", 1) for line in env_file.read_text().splitlines())
        assert values["OKR_GRAPH_URL"] == f"http://127.0.0.1:{port}"
        assert values["OKR_LOGIN_URL"] == f"https://127.0.0.1:{port + 1}"
        assert values["OKR_SERVICE_URLS"] == f"http://127.0.0.1:{port}/connector/"
        assert values["OKR_PUBLIC_URL"] == "http://127.0.0.1:4444"
        assert (values["OKR_HOST"], values["OKR_PORT"]) == ("127.0.0.1", "4444")
        assert values["OKR_APP_SECRET"] == sandbox.tenant.app_secret
        assert "BEGIN CERTIFICATE" in sandbox.ca_file.read_text()
        assert values["OKR_CA_FILE"] == str(sandbox.ca_file)
        async with aiohttp.ClientSession() as session, session.get(values["OKR_BOT_OPENID_URL"]) as answer:
            assert answer.status == 200
    private = [env_file, tmp_path / "tenant.json", tmp_path / "keys.json", tmp_path / "server.pem"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in private] == [0o600] * 4


@pytest.mark.parametrize("offset", [0, 1])
async def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path, offset: int) -> None:
    port = free_pair()
    with (
        socket.create_server(("127.0.0.1", port + offset)),
        pytest.raises(SandboxError, match=f"^Port {port + offset} is in use by another program: "),
    ):
        await Sandbox(port=port, data_dir=tmp_path).__aenter__()


async def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"loopback only, not on 0\.0\.0\.0"):
        await Sandbox(host="0.0.0.0", port=0, data_dir=tmp_path).__aenter__()


async def test_a_company_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="cannot be read"):
        await Sandbox(tmp_path / "nowhere", port=0, data_dir=tmp_path).__aenter__()


@pytest.mark.parametrize(
    "headers",
    [{"Host": "tidewell.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": ""}],
)
async def test_other_sites_and_other_names_get_nothing(graph: GraphHttp, headers: dict[str, str]) -> None:
    for path in ("/v1.0/users", "/sandbox/api/company", "/botframework/v1/.well-known/keys"):
        async with graph.session.get(f"{graph.sandbox.tenant.base_url}{path}", headers=headers) as response:
            assert response.status == 403


async def test_a_page_of_this_machine_may_ask(graph: GraphHttp) -> None:
    url = f"{graph.sandbox.tenant.base_url}/botframework/v1/.well-known/keys"
    async with graph.session.get(url, headers={"Origin": "http://localhost:3978"}) as response:
        assert response.status == 200


async def test_started_again_it_is_the_same_tenant(tmp_path: Path) -> None:
    async with Sandbox(port=0, data_dir=tmp_path) as first, aiohttp.ClientSession() as session:
        token = (await acquire(first))["access_token"]
        graph = GraphHttp(first, session, token, None)
        day = date(2027, 1, 4)
        meeting = event(day, GUESTS[0], isOnlineMeeting=True, transactionId="t-1")
        created = (await graph.post(f"/users/{CHIEF}/events", meeting)).body
    async with Sandbox(port=0, data_dir=tmp_path) as second, aiohttp.ClientSession() as session:
        graph = GraphHttp(second, session, token, None)
        path = f"/users/{CHIEF}/events/{created['id']}"
        assert (await graph.get(path)).body["onlineMeeting"] == created["onlineMeeting"]
        again = await graph.post(f"/users/{CHIEF}/events", event(day, transactionId="t-1"))
        assert again.body["id"] == created["id"]
        assert second.tenant.app_secret == first.tenant.app_secret
        threads = [place.id for place in second.tenant.messages.conversations(GUESTS[0]) if place.meeting]
        assert len(threads) == 1


FILES = ["ca.pem", "keys.json", "server.pem", "tenant.json"]


async def test_changes_are_saved_while_it_runs(tmp_path: Path) -> None:
    async with Sandbox(port=0, data_dir=tmp_path) as sandbox:
        before = (tmp_path / "tenant.json").read_text()
        sandbox.tenant.messages.open_chat("Pilot", [CHIEF])
        sandbox.tenant.changed()
        await asyncio.wait_for(sandbox.state.settled(), 5)
        assert (tmp_path / "tenant.json").read_text() != before
    assert sorted(os.listdir(tmp_path)) == FILES  # noqa: PTH208  # pathlib would block the loop no less


async def test_a_damaged_state_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "tenant.json").write_text("{")
    with pytest.raises(SandboxError, match=r"tenant\.json cannot be read .* remove it"):
        await Sandbox(port=0, data_dir=tmp_path).__aenter__()


async def test_it_runs_until_it_is_stopped(tmp_path: Path) -> None:
    told: asyncio.Future[Sandbox] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(run_sandbox(port=0, data_dir=tmp_path, started=told.set_result))
    base = (await told).tenant.base_url
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(base)
