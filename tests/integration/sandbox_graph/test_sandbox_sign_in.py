"""Entra's half: the real MSAL gets tokens, and is told why when it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp
from tests.integration.sandbox_graph.signing_in import acquire

BOT_SCOPE = "https://api.botframework.com/.default"
PERSON = "helena.brandt@tidewell.example"


def new_certificate() -> tuple[str, str, str]:
    """Private key and certificate as PEM, and the SHA-1 thumbprint in hex."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "OKR Share")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    thumbprint = certificate.fingerprint(hashes.SHA1()).hex()
    return private, certificate.public_bytes(serialization.Encoding.PEM).decode(), thumbprint


async def published_claims(sandbox: Sandbox, token: str, audience: str) -> dict[str, Any]:
    """A token's claims, its signature checked with the key that the tenant publishes for it."""
    keys = f"{sandbox.tenant.login_url}/{sandbox.tenant.tenant_id}/discovery/v2.0/keys"
    document = jwt.PyJWKSet.from_dict(sandbox.tenant.signing.jwks())
    async with aiohttp.ClientSession() as session, session.get(keys, ssl=_trusting(sandbox)) as response:
        assert (await response.json())["keys"] == sandbox.tenant.signing.jwks()["keys"]
    key = document[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, ["RS256"], audience=audience)


def _trusting(sandbox: Sandbox) -> Any:
    import ssl  # noqa: PLC0415

    return ssl.create_default_context(cafile=str(sandbox.ca_file))


async def test_a_secret_gets_a_graph_token_that_the_published_keys_verify(sandbox: Sandbox) -> None:
    answer = await acquire(sandbox)
    claims = await published_claims(sandbox, answer["access_token"], "https://graph.microsoft.com")
    assert claims["iss"] == f"https://sts.windows.net/{sandbox.tenant.tenant_id}/"
    assert claims["appid"] == sandbox.tenant.app_id
    assert claims["tid"] == sandbox.tenant.tenant_id
    assert "Calendars.ReadWrite" in claims["roles"]
    assert claims["exp"] - claims["iat"] == 3600
    assert answer["expires_in"] <= 3600


async def test_the_stand_ins_own_address_means_graph_too(sandbox: Sandbox) -> None:
    answer = await acquire(sandbox, scope=f"{sandbox.tenant.base_url}/.default")
    claims = await published_claims(sandbox, answer["access_token"], "https://graph.microsoft.com")
    assert claims["roles"]


async def test_a_bot_token_is_for_the_connector_and_has_no_roles(sandbox: Sandbox) -> None:
    answer = await acquire(sandbox, scope=BOT_SCOPE)
    claims = await published_claims(sandbox, answer["access_token"], "https://api.botframework.com")
    assert "roles" not in claims


@pytest.mark.parametrize("with_certificate", [False, True])
async def test_a_registered_certificate_gets_a_token(
    sandbox: Sandbox, graph: GraphHttp, *, with_certificate: bool
) -> None:
    private, certificate, thumbprint = new_certificate()
    url = f"{sandbox.tenant.base_url}/sandbox/api/certificate"
    async with graph.session.put(url, data=certificate) as response:
        assert response.status == 204
    credential = {"private_key": private}
    extra = {"public_certificate": certificate} if with_certificate else {"thumbprint": thumbprint}
    answer = await acquire(sandbox, {**credential, **extra})
    assert answer["access_token"]


async def test_a_certificate_that_is_not_registered_is_refused(sandbox: Sandbox) -> None:
    private, _, thumbprint = new_certificate()
    answer = await acquire(sandbox, {"private_key": private, "thumbprint": thumbprint})
    assert answer["error"] == "invalid_client"
    assert answer["error_codes"] == [700027]


async def test_a_wrong_secret_is_named_as_entra_names_it(sandbox: Sandbox) -> None:
    answer = await acquire(sandbox, "guess")
    assert answer["error"] == "invalid_client"
    assert answer["error_codes"] == [7000215]
    assert answer["error_description"].startswith("AADSTS7000215: Invalid client secret provided.")
    assert answer["trace_id"]
    assert answer["correlation_id"]


async def test_an_unknown_app_is_named(sandbox: Sandbox) -> None:
    answer = await acquire(sandbox, app_id="6f9d5b1e-0000-4000-8000-3f6c1f0e7a10")
    assert answer["error"] == "unauthorized_client"
    assert answer["error_codes"] == [700016]


@pytest.mark.parametrize(
    ("scope", "code"),
    [("https://vault.azure.net/.default", 500011), ("https://graph.microsoft.com/User.Read", 1002012)],
)
async def test_a_scope_that_is_not_ours_is_refused(sandbox: Sandbox, scope: str, code: int) -> None:
    assert (await acquire(sandbox, scope=scope))["error_codes"] == [code]


@pytest.mark.parametrize(
    ("tenant", "form", "status", "code"),
    [
        ("contoso.example", {"grant_type": "client_credentials"}, 400, 90002),
        (None, {"grant_type": "password"}, 400, 70003),
        (None, {}, 400, 900144),
    ],
)
async def test_token_requests_that_make_no_sense_are_refused(
    sandbox: Sandbox, graph: GraphHttp, tenant: str | None, form: dict[str, str], status: int, code: int
) -> None:
    url = f"{sandbox.tenant.login_url}/{tenant or sandbox.tenant.tenant_id}/oauth2/v2.0/token"
    async with graph.session.post(url, data=form, ssl=_trusting(sandbox)) as response:
        assert response.status == status
        assert (await response.json())["error_codes"] == [code]


@pytest.mark.parametrize(("version", "path"), [("v1", ""), ("v2", "/v2.0")])
async def test_a_persons_token_fits_the_openid_document_of_its_version(
    sandbox: Sandbox, graph: GraphHttp, version: str, path: str
) -> None:
    tenant = sandbox.tenant
    document_url = f"{tenant.login_url}/{tenant.tenant_id}{path}/.well-known/openid-configuration"
    async with graph.session.get(document_url, ssl=_trusting(sandbox)) as response:
        document = await response.json()
    wanted = {"person": PERSON, "version": version}
    async with graph.session.post(f"{tenant.base_url}/sandbox/api/token", json=wanted) as response:
        token = (await response.json())["access_token"]
    audience = tenant.app_id if version == "v2" else f"api://127.0.0.1:3978/{tenant.app_id}"
    claims = await published_claims(sandbox, token, audience)
    assert claims["iss"] == document["issuer"]
    assert claims["oid"] == tenant.company.by_email[PERSON].object_id
    assert claims["preferred_username"] == PERSON
    assert claims["scp"] == "access_as_user"


async def test_nobody_outside_the_directory_signs_in(sandbox: Sandbox, graph: GraphHttp) -> None:
    url = f"{sandbox.tenant.base_url}/sandbox/api/token"
    async with graph.session.post(url, json={"person": sandbox.tenant.company.external[0]}) as response:
        assert response.status == 404
