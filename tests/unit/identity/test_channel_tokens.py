"""Each kind of bad token is refused, quickly, and says why."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession
from token_issuer import STRANGERS_KEY, Issuer

from teams_app.errors import NotSignedIn, SettingsFault
from teams_app.identity import ChannelTokens, OpenIdKeys
from teams_app.identity.channel_tokens import PUBLIC_ISSUER, bot_framework_issuer

APP = "11111111-2222-3333-4444-555555555555"
SERVICE = "https://smba.example/emea/"


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {"iss": PUBLIC_ISSUER, "aud": APP, "serviceurl": SERVICE, "nbf": now - 10, "exp": now + 600}
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


@pytest.fixture
async def tokens(issuer: Issuer, http: ClientSession) -> ChannelTokens:
    return ChannelTokens(APP, OpenIdKeys(issuer.url, http), issuer=PUBLIC_ISSUER)


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "expired": {"exp": 1_700_000_000},
    "without expiry": {"exp": None},
    "expiry is no number": {"exp": "tomorrow"},
    "not valid yet": {"nbf": 4_000_000_000},
    "start is no number": {"nbf": "yesterday"},
    "wrong audience": {"aud": "somebody-else"},
    "without audience": {"aud": None},
    "wrong issuer": {"iss": "https://login.example/"},
    "without issuer": {"iss": None},
    "wrong service URL": {"serviceurl": "https://evil.example/"},
    "without service URL": {"serviceurl": None},
}


@pytest.mark.parametrize("kind", WRONG_CLAIMS)
async def test_a_token_with_a_wrong_claim_is_not_signed_in(
    tokens: ChannelTokens, issuer: Issuer, kind: str
) -> None:
    token = issuer.keys.sign(claims(**WRONG_CLAIMS[kind]))
    with pytest.raises(NotSignedIn):
        await tokens.check(f"Bearer {token}", SERVICE, "msteams")


def signed(kid: str) -> str:
    """By a key that is not the issuer's."""
    return jwt.encode(claims(), STRANGERS_KEY.private, "RS256", headers={"kid": kid})


FORGED: dict[str, Callable[[str], str]] = {
    "unknown key": lambda _: signed(STRANGERS_KEY.kid),
    "bad signature": signed,
    "HS256": lambda kid: jwt.encode(claims(), b"k" * 64, "HS256", headers={"kid": kid}),
    "alg none": lambda kid: f"{encoded({'alg': 'none', 'typ': 'JWT', 'kid': kid})}.{encoded(claims())}.",
    "without key id": lambda _: jwt.encode(claims(), STRANGERS_KEY.private, "RS256"),
    "garbage": lambda _: "garbage",
    "three parts of garbage": lambda _: "a.b.c",
    "not ASCII": lambda _: "€uro.token.here",
    "empty parts": lambda _: "..",
    "much too long": lambda _: "W1" * 10_000,
    "a header that nests deeply": lambda _: f"{base64.urlsafe_b64encode(b'[' * 5001).decode()}.e30.x",
    "a header that is a list": lambda _: f"{encoded([1])}.e30.x",
}


@pytest.mark.parametrize("kind", FORGED)
async def test_a_forged_token_is_not_signed_in(tokens: ChannelTokens, issuer: Issuer, kind: str) -> None:
    with pytest.raises(NotSignedIn):
        await tokens.check(f"Bearer {FORGED[kind](issuer.keys.kid)}", SERVICE, "msteams")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz"])
async def test_no_token_is_not_signed_in(tokens: ChannelTokens, header: str | None) -> None:
    with pytest.raises(NotSignedIn):
        await tokens.check(header, SERVICE, "msteams")


async def test_a_key_without_endorsement_is_refused(tokens: ChannelTokens, issuer: Issuer) -> None:
    with pytest.raises(NotSignedIn):
        await tokens.check(f"Bearer {issuer.keys.sign(claims())}", SERVICE, "webchat")


@pytest.mark.parametrize("told", [SERVICE, SERVICE.rstrip("/")])
@pytest.mark.parametrize("activity", [SERVICE, SERVICE.rstrip("/")])
async def test_a_slash_at_the_end_makes_no_difference(
    tokens: ChannelTokens, issuer: Issuer, told: str, activity: str
) -> None:
    token = issuer.keys.sign(claims(serviceurl=told))
    checked = await tokens.check(f"Bearer {token}", activity, "msteams")
    assert checked.app_id == APP


async def test_clocks_may_differ_by_five_minutes(tokens: ChannelTokens, issuer: Issuer) -> None:
    token = issuer.keys.sign(claims(nbf=int(time.time()) + 280))
    assert await tokens.check(f"bearer {token}", SERVICE, "msteams")


async def test_a_rotated_key_is_accepted_at_once(tokens: ChannelTokens, issuer: Issuer) -> None:
    await tokens.check(f"Bearer {issuer.keys.sign(claims())}", SERVICE, "msteams")
    issuer.keys.rotate()
    await tokens.check(f"Bearer {issuer.keys.sign(claims())}", SERVICE, "msteams")


async def test_an_empty_app_id_does_not_switch_the_check_off(issuer: Issuer, http: ClientSession) -> None:
    with pytest.raises(SettingsFault):
        ChannelTokens("", OpenIdKeys(issuer.url, http), issuer=PUBLIC_ISSUER)


@pytest.mark.parametrize(
    ("openid_url", "expected"),
    [
        ("https://login.botframework.com/v1/.well-known/openidconfiguration", PUBLIC_ISSUER),
        ("http://127.0.0.1:9300/openid", PUBLIC_ISSUER),
        (
            "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
            "https://api.botframework.us",
        ),
    ],
)
def test_each_cloud_has_its_issuer(openid_url: str, expected: str) -> None:
    assert bot_framework_issuer(openid_url) == expected
