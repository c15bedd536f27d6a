"""Graph reads tokens as carefully as the real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from teams_app.sandbox.keys import SigningKeys
from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp, Reply
from tests.integration.sandbox_graph.signing_in import acquire


def claims(**other: Any) -> dict[str, Any]:
    now = int(datetime.now(UTC).timestamp())
    return {"aud": "https://graph.microsoft.com", "nbf": now, "exp": now + 600, **other}


async def asked_with(graph: GraphHttp, token: str) -> Reply:
    return await replace(graph, token=token).get("/users", {"$top": "1"})


async def test_no_token_is_unauthorized(graph: GraphHttp) -> None:
    reply = await asked_with(graph, "")
    assert (reply.status, reply.error) == (401, "InvalidAuthenticationToken")
    assert reply.body["error"]["message"] == "Access token is empty."


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"aud": "https://api.botframework.com"}, "Invalid audience"),
        ({"exp": 1_700_000_000}, "the token is expired"),
        ({"nbf": 4_100_000_000, "exp": 4_100_000_600}, "not yet valid"),
    ],
)
async def test_a_token_for_others_or_another_time_is_refused(
    graph: GraphHttp, sandbox: Sandbox, other: dict[str, Any], message: str
) -> None:
    reply = await asked_with(graph, sandbox.tenant.signing.sign(claims(**other)))
    assert (reply.status, reply.error) == (401, "InvalidAuthenticationToken")
    assert message in reply.body["error"]["message"]


async def test_forged_tokens_are_refused(graph: GraphHttp, sandbox: Sandbox) -> None:
    kid = {"kid": sandbox.tenant.signing.kid}
    forged = [
        SigningKeys.new().sign(claims()),
        jwt.encode(claims(), "", "none", headers=kid),
        jwt.encode(claims(), "k" * 32, "HS256", headers=kid),
        "garbage",
        "a.b.c",
    ]
    assert [(await asked_with(graph, token)).status for token in forged] == [401] * len(forged)


async def test_a_token_of_the_key_before_is_still_good(graph: GraphHttp, sandbox: Sandbox) -> None:
    before = graph.token
    sandbox.tenant.signing.rotate()
    after = (await acquire(sandbox))["access_token"]
    assert jwt.get_unverified_header(before)["kid"] != jwt.get_unverified_header(after)["kid"]
    assert [(await asked_with(graph, token)).status for token in (before, after)] == [200, 200]
