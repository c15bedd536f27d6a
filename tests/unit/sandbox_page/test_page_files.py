"""The page itself: its files, and what a browser is allowed."""

from __future__ import annotations

from teams_app.sandbox.page.routes import policy
from tests.integration.sandbox_teams.teams_http import Teams


def test_only_the_app_may_be_framed_and_no_script_stands_in_the_page() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy("http://127.0.0.1:3978/api/messages").split("; "))
    assert rules["frame-src"] == "http://127.0.0.1:3978"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"


async def test_every_answer_has_the_policy_and_is_not_guessed_at(teams: Teams) -> None:
    for path in ("/", "/page/nothing.js"):
        async with teams.session.get(teams.sandbox.tenant.base_url + path) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_no_other_file_is_served(teams: Teams) -> None:
    for name in ("..%2Fserver.py", "%2e%2e%2fkeys.json", "server.py"):
        async with teams.session.get(f"{teams.sandbox.tenant.base_url}/page/{name}") as answer:
            assert answer.status == 404


async def test_another_site_or_another_name_of_this_machine_gets_nothing(teams: Teams) -> None:
    for headers in ({"Host": "tenant.example"}, {"Origin": "https://tenant.example"}):
        async with teams.session.get(f"{teams.sandbox.tenant.base_url}/", headers=headers) as answer:
            assert answer.status == 403
