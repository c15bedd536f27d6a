"""The page of the tab: who may show it, how long its files are kept, what is sent."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from teams_app.config import Settings, load_settings
from teams_app.tab.pages import NOT_BUILT, add_routes, content_policy

Client = TestClient[web.Request, web.Application]
HTML = '<link href="/tab/style.css"><script src="/tab/main.js"></script>'
LOOPBACK = load_settings(
    graph_url="http://127.0.0.1:9300",
    login_url="https://127.0.0.1:9301",
    bot_openid_url="http://127.0.0.1:9300/openid",
    service_urls=("http://127.0.0.1:9300/connector/",),
)


async def client_of(folder: Path, settings: Settings = LOOPBACK) -> Client:
    app = web.Application()
    add_routes(app, settings, folder)
    client: Client = TestClient(TestServer(app))
    await client.start_server()
    return client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncGenerator[Client]:
    (tmp_path / "index.html").write_text(HTML, "utf-8")
    (tmp_path / "main.js").write_text("console.log('ä')", "utf-8")
    (tmp_path / "style.css").write_text("body { margin: 0 }", "utf-8")
    (tmp_path / ".secret").write_text("not for browsers", "utf-8")
    opened = await client_of(tmp_path)
    yield opened
    await opened.close()


@pytest.mark.parametrize("path", ["/tab", "/tab/", "/tab/config", "/tab/?unit=product"])
async def test_every_page_is_the_same_and_keeps_nothing_in_cookies(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    assert 'src="/tab/main.js?v=' in await answer.text()


async def test_files_named_with_their_version_are_kept_for_good(client: Client) -> None:
    html = await (await client.get("/tab/")).text()
    named = html.split('src="')[1].split('"')[0]
    kept, asked = await client.get(named), await client.get("/tab/main.js?v=another")
    assert "immutable" in kept.headers["Cache-Control"]
    assert asked.headers["Cache-Control"] == "no-cache"
    assert (await kept.text(), kept.content_type) == ("console.log('ä')", "text/javascript")


async def test_what_is_known_already_is_not_sent(client: Client) -> None:
    for path in ("/tab/", "/tab/main.js"):
        first = await client.get(path)
        again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, await again.read()) == (304, b"")


async def test_what_may_be_compressed_is(client: Client) -> None:
    packed = await client.get("/tab/main.js", headers={"Accept-Encoding": "br, gzip"})
    plain = await client.get("/tab/main.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", [".secret", "index.ts", "..%2Fapi.py", "%2Fetc%2Fpasswd"])
async def test_nothing_else_is_served(client: Client, name: str) -> None:
    assert (await client.get(f"/tab/{name}")).status == 404


async def test_a_tab_that_is_not_built_says_what_to_do(tmp_path: Path) -> None:
    client = await client_of(tmp_path / "nowhere")
    answer = await client.get("/tab/")
    assert (answer.status, await answer.text()) == (503, NOT_BUILT)
    await client.close()


def test_only_microsofts_hosts_may_show_the_tab() -> None:
    policy = content_policy(load_settings())
    assert policy.endswith(
        "frame-ancestors https://*.cloud.microsoft https://teams.microsoft.com "
        "https://*.teams.microsoft.com https://*.microsoft365.com https://*.office.com "
        "https://outlook.office.com https://outlook.office365.com https://outlook-sdf.office.com "
        "https://outlook-sdf.office365.com"
    )
    assert "unsafe" not in policy
    assert "127.0.0.1" not in policy


def test_where_people_sign_in_on_this_machine_its_pages_may_show_the_tab() -> None:
    assert content_policy(LOOPBACK).endswith(" http://127.0.0.1:* http://localhost:*")
