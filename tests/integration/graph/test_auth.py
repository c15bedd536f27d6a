"""Tokens: asked for once, renewed early, never at the cost of the event loop, refused in clear words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import certifi
import pytest

from graph.auth import TokenSource
from graph.credentials import EXCHANGE, Certificate, Credential, ManagedIdentity, Secret, TokenFile
from graph.errors import ServerFault, SignInFailed, Unreachable
from teams_app.sandbox.entra.federation import identity_header, identity_of, platform_token
from teams_app.sandbox.entra.federation import issuer as issuer_of
from teams_app.sandbox.keys import BadToken
from teams_app.sandbox.server import Sandbox
from teams_app.sandbox.tenant import CONNECTOR_AUDIENCES, GRAPH_AUDIENCES
from tests.integration.graph.certificates import self_signed
from tests.integration.graph.issuer import Issuer, running_issuer

GRAPH = "https://graph.microsoft.com/.default"
BOT = "https://api.botframework.com/.default"


@pytest.fixture
async def issuer(tmp_path: Path) -> AsyncGenerator[Issuer]:
    async with running_issuer(tmp_path) as running:
        yield running


def source(sandbox: Sandbox, **changed: str) -> TokenSource:
    """The right sign-in, but for what a test changes."""
    tenant = sandbox.tenant
    given = {"tenant": tenant.tenant_id, "app": tenant.app_id, "secret": tenant.app_secret} | changed
    authority = f"{tenant.login_url}/{given['tenant']}"
    return TokenSource(authority, given["app"], Secret(given["secret"]), ca_file=sandbox.ca_file)


def with_credential(sandbox: Sandbox, credential: Credential) -> TokenSource:
    tenant = sandbox.tenant
    authority = f"{tenant.login_url}/{tenant.tenant_id}"
    return TokenSource(authority, tenant.app_id, credential, ca_file=sandbox.ca_file)


async def test_one_source_gives_tokens_for_graph_and_for_the_bot(
    sandbox: Sandbox, tokens: TokenSource
) -> None:
    sandbox.tenant.read_token(await tokens.token(GRAPH), GRAPH_AUDIENCES)
    sandbox.tenant.read_token(await tokens.token(BOT), CONNECTOR_AUDIENCES)
    with pytest.raises(BadToken):
        sandbox.tenant.read_token(await tokens.token(BOT), GRAPH_AUDIENCES)


async def test_a_certificate_signs_in_instead_of_a_secret(sandbox: Sandbox) -> None:
    tenant = sandbox.tenant
    key, certificate = self_signed()
    tenant.app_certificate_pem = certificate
    by_certificate = TokenSource(
        f"{tenant.login_url}/{tenant.tenant_id}",
        tenant.app_id,
        Certificate(key + certificate),
        ca_file=sandbox.ca_file,
    )
    tenant.read_token(await by_certificate.token(GRAPH), GRAPH_AUDIENCES)
    tenant.app_certificate_pem = self_signed()[1]
    with pytest.raises(SignInFailed, match="certificate is not one of the app registration's"):
        await by_certificate.token(BOT)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"secret": "wrong"}, "client secret is wrong"),
        ({"secret": ""}, "There is no credential"),
        ({"app": "11111111-2222-3333-4444-555555555555"}, "application is not in this tenant"),
        ({"tenant": "11111111-2222-3333-4444-555555555555"}, "tenant does not exist"),
    ],
)
async def test_a_wrong_setting_is_named_in_words(
    sandbox: Sandbox, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(SignInFailed, match=words):
        await source(sandbox, **changed).token(GRAPH)


async def test_an_unknown_service_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(SignInFailed, match="is not in this tenant"):
        await source(sandbox).token("https://unknown.example/.default")


async def test_a_certificate_file_without_a_key_is_told() -> None:
    incomplete = TokenSource("https://127.0.0.1:9/t", "app", Certificate(self_signed()[1]))
    with pytest.raises(SignInFailed, match="holds no private key"):
        await incomplete.token(GRAPH)


async def test_a_token_file_of_the_platform_signs_in(sandbox: Sandbox, tmp_path: Path) -> None:
    file, tenant = tmp_path / "token", sandbox.tenant
    file.write_text(platform_token(tenant) + "\n")
    tenant.read_token(await with_credential(sandbox, TokenFile(file)).token(GRAPH), GRAPH_AUDIENCES)


async def test_the_token_file_is_read_again_for_the_next_token(sandbox: Sandbox, tmp_path: Path) -> None:
    file, tenant = tmp_path / "token", sandbox.tenant
    file.write_text(platform_token(tenant))
    tokens = with_credential(sandbox, TokenFile(file))
    await tokens.token(GRAPH)
    file.write_text("nonsense")
    with pytest.raises(SignInFailed, match="AADSTS50027"):
        await tokens.token(BOT)


@pytest.mark.parametrize(
    ("audience", "subject"), [(EXCHANGE, "somebody else"), ("https://elsewhere.example", "okr-share")]
)
async def test_a_platform_token_for_something_else_is_told(
    sandbox: Sandbox, tmp_path: Path, audience: str, subject: str
) -> None:
    file = tmp_path / "token"
    file.write_text(platform_token(sandbox.tenant, audience, subject))
    with pytest.raises(SignInFailed, match="federated credential does not match"):
        await with_credential(sandbox, TokenFile(file)).token(GRAPH)


async def test_a_token_file_that_is_missing_or_empty_is_named(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(SignInFailed, match="absent cannot be read: No such file"):
        await with_credential(sandbox, TokenFile(tmp_path / "absent")).token(GRAPH)
    (tmp_path / "token").write_text("\n")
    with pytest.raises(SignInFailed, match="token is empty"):
        await with_credential(sandbox, TokenFile(tmp_path / "token")).token(GRAPH)


async def test_a_managed_identity_signs_in(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = sandbox.tenant
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{issuer_of(tenant)}/token")
    monkeypatch.setenv("IDENTITY_HEADER", identity_header(tenant))
    given = await with_credential(sandbox, ManagedIdentity(identity_of(tenant))).token(GRAPH)
    tenant.read_token(given, GRAPH_AUDIENCES)
    with pytest.raises(SignInFailed, match=r"No User Assigned .* Is it assigned to this machine"):
        await with_credential(sandbox, ManagedIdentity("another")).token(GRAPH)


async def test_a_machine_without_an_identity_is_worth_another_try(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:9/token")
    monkeypatch.setenv("IDENTITY_HEADER", "x")
    with pytest.raises(Unreachable, match="managed identity"):
        await with_credential(sandbox, ManagedIdentity("any")).token(GRAPH)


async def test_an_expired_secret_is_told(issuer: Issuer) -> None:
    body = {"error": "invalid_client", "error_description": "AADSTS7000222: Keys are expired. Trace ID: x"}
    issuer.refusals.append((401, body))
    with pytest.raises(SignInFailed, match="client secret has expired"):
        await issuer.source().token(GRAPH)


async def test_an_untrusted_certificate_is_told_apart_from_an_outage(sandbox: Sandbox) -> None:
    tenant = sandbox.tenant
    usual = TokenSource(f"{tenant.login_url}/{tenant.tenant_id}", tenant.app_id, Secret("s"))
    with pytest.raises(SignInFailed, match="certificate is not trusted"):
        await usual.token(GRAPH)


async def test_the_environment_does_not_replace_the_certificates_given(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert await source(sandbox).token(GRAPH)


async def test_nobody_at_home_is_worth_another_try() -> None:
    absent = TokenSource("https://127.0.0.1:9/tenant", "app", Secret("s"))
    with pytest.raises(Unreachable) as caught:
        await absent.token(GRAPH)
    assert caught.value.is_transient


async def test_a_failing_issuer_is_worth_another_try(issuer: Issuer) -> None:
    issuer.refusals.append((500, {}))
    with pytest.raises(ServerFault):
        await issuer.source().token(GRAPH)


async def test_many_who_ask_at_once_are_one_question(issuer: Issuer) -> None:
    tokens = issuer.source()
    given = await asyncio.gather(*(tokens.token(GRAPH) for _ in range(20)))
    assert set(given) == {f"{GRAPH} 1"}
    assert issuer.asked == [GRAPH]


async def test_a_token_is_kept_for_the_next_who_asks(issuer: Issuer) -> None:
    tokens = issuer.source()
    assert await tokens.token(GRAPH) == await tokens.token(GRAPH)
    assert issuer.asked == [GRAPH]


async def test_a_token_in_its_last_five_minutes_is_renewed(issuer: Issuer) -> None:
    issuer.lifetime = 299
    tokens = issuer.source()
    assert await tokens.token(GRAPH) != await tokens.token(GRAPH)


async def test_a_refused_token_is_not_handed_out_again(issuer: Issuer) -> None:
    tokens = issuer.source()
    first = await tokens.token(GRAPH)
    second, third = await asyncio.gather(*(tokens.token(GRAPH, refused=first) for _ in range(2)))
    assert first != second == third
    assert len(issuer.asked) == 2


async def test_waiting_for_a_token_leaves_the_event_loop_to_others(issuer: Issuer) -> None:
    order: list[str] = []
    issuer.gate.clear()
    tokens = issuer.source()

    async def ask() -> None:
        await tokens.token(GRAPH)
        order.append("token")

    async def work() -> None:
        await issuer.reached.wait()  # the issuer runs on this loop: it is asked only while the loop is free
        order.append("others")
        issuer.gate.set()

    await asyncio.gather(ask(), work())
    assert order == ["others", "token"]


async def test_a_slow_scope_does_not_hold_up_another(issuer: Issuer) -> None:
    tokens = issuer.source()
    await tokens.token(GRAPH)
    issuer.gate.clear()
    slow = asyncio.create_task(tokens.token(BOT))
    assert await tokens.token(GRAPH)
    assert not slow.done()
    issuer.gate.set()
    assert await slow
