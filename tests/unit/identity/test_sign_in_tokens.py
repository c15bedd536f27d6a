"""Tokens of people for the tab: both versions, our tenant and our app only."""

from __future__ import annotations

import time
from typing import Any

import pytest
from aiohttp import ClientSession
from token_issuer import Issuer

from teams_app.config import load_settings
from teams_app.errors import NotAllowed, NotSignedIn
from teams_app.identity import OpenIdKeys, SignInTokens

APP, TENANT, PERSON = "app-1", "tenant-1", "person-1"
SETTINGS = load_settings(
    app_id=APP,
    tenant_id=TENANT,
    public_url="https://okr.example",
    login_url="https://login.microsoftonline.com",
)
V1 = {"iss": f"https://sts.windows.net/{TENANT}/", "aud": f"api://okr.example/{APP}"}
V2 = {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0", "aud": APP}


def claims(**changed: Any) -> dict[str, Any]:
    common = {"tid": TENANT, "oid": PERSON, "scp": "access_as_user", "exp": int(time.time()) + 600}
    return {name: value for name, value in {**common, **V2, **changed}.items() if value is not None}


@pytest.fixture
async def tokens(issuer: Issuer, http: ClientSession) -> SignInTokens:
    return SignInTokens(SETTINGS, OpenIdKeys(issuer.url, http))


@pytest.mark.parametrize("version", [V1, V2, {**V1, "aud": f"api://{APP}"}])
async def test_both_versions_name_the_person(
    tokens: SignInTokens, issuer: Issuer, version: dict[str, str]
) -> None:
    signed_in = await tokens.check(f"Bearer {issuer.keys.sign(claims(**version))}")
    assert signed_in.object_id == PERSON
    assert signed_in.expires_at.timestamp() > time.time()


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "api://another"},
        {"iss": "https://sts.windows.net/tenant-2/"},
        {"exp": 1},
        {"oid": None},
        {"scp": None},
        {"scp": "User.Read"},
        {"idtyp": "app"},
    ],
)
async def test_a_token_that_speaks_for_nobody_here_is_refused(
    tokens: SignInTokens, issuer: Issuer, wrong: dict[str, Any]
) -> None:
    with pytest.raises(NotSignedIn):
        await tokens.check(f"Bearer {issuer.keys.sign(claims(**wrong))}")


async def test_somebody_of_another_tenant_is_not_allowed(tokens: SignInTokens, issuer: Issuer) -> None:
    with pytest.raises(NotAllowed):
        await tokens.check(f"Bearer {issuer.keys.sign(claims(tid='tenant-2'))}")
