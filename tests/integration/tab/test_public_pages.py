"""The pages that the app package names can be read without signing in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from teams_app.tab import public_pages

MANIFEST = Path(__file__).parents[3] / "appPackage" / "manifest.json"
DEVELOPER = json.loads(MANIFEST.read_text("utf-8"))["developer"]
NAMED = [
    DEVELOPER[key].removeprefix("${{PUBLIC_URL}}") or "/"
    for key in ("websiteUrl", "privacyUrl", "termsOfUseUrl")
]


@pytest.mark.parametrize("path", NAMED)
async def test_what_the_manifest_names_is_there_for_everybody(path: str) -> None:
    app = web.Application()
    public_pages.add_routes(app)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get(path)
        text = await answer.text()
    assert answer.status == 200
    assert answer.content_type == "text/html"
    assert text.count("<h1>") == text.count("</main>") == 1
    assert f'<a href="{path}" aria-current=page>' in text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_the_manifest_names_three_pages() -> None:
    assert NAMED == ["/", "/privacy", "/terms"]
