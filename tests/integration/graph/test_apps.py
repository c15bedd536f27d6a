"""The app is found in the catalogue, installed, brought up to date and removed, by real HTTP."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from aiohttp import ClientSession

from graph.apps import GraphApps, version_key
from graph.auth import TokenSource
from graph.client import GraphClient
from graph.credentials import Secret
from graph.errors import Forbidden, GraphError, NotFound
from graph.permissions import application_permissions
from graph.refusals import is_blocked, lacks_permission, said
from graph.values import AppHome, AppPermission, AppScope, CatalogueApp, InstalledApp
from teams_app.sandbox.access import Access
from teams_app.sandbox.apps import AppStore
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal

ASKED = (AppPermission("ChannelMessage.Read.Group", "application"),)
CONSENTED = frozenset({"ChannelMessage.Read.Group"})
ALL = "TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All"


@pytest.fixture
def apps(client: GraphClient) -> GraphApps:
    return GraphApps(client, speed=1000)


@pytest.fixture(autouse=True)
def fresh(sandbox: Sandbox) -> Generator[None]:
    """The app nowhere, and all of its permissions."""
    tenant = sandbox.tenant
    people, teams = tenant.company.people, tenant.company.teams
    tenant.messages.without_app |= {*(one.email for one in people), *(one.group_id for one in teams)}
    yield
    tenant.messages.without_app.clear()
    tenant.access.__dict__.update(Access().__dict__)
    tenant.apps.__dict__.update(AppStore().__dict__)


@pytest.fixture
def team(sandbox: Sandbox) -> AppHome:
    return AppHome(AppScope.TEAM, sandbox.tenant.company.teams[0].group_id)


@pytest.fixture
def person(sandbox: Sandbox) -> AppHome:
    return AppHome(AppScope.PERSON, sandbox.tenant.company.people[0].object_id)


@pytest.fixture
def chat(sandbox: Sandbox) -> AppHome:
    members = [person.email for person in sandbox.tenant.company.people[:3]]
    opened = sandbox.tenant.messages.open_chat("Share meeting", members, meeting=True, with_app=False)
    return AppHome(AppScope.CHAT, opened.id)


async def found(apps: GraphApps, sandbox: Sandbox) -> CatalogueApp:
    app = await apps.in_catalogue(sandbox.tenant.app_id)
    assert app is not None
    return app


async def one(apps: GraphApps, app: CatalogueApp, home: AppHome) -> InstalledApp:
    [installed] = await apps.installed(app.external_id, [home])
    assert isinstance(installed, InstalledApp)
    return installed


async def test_the_catalogue_knows_the_newest_version_and_what_it_asks_for(
    apps: GraphApps, sandbox: Sandbox
) -> None:
    sandbox.tenant.apps.publish("0.10.0")
    app = await found(apps, sandbox)
    assert (app.name, app.version, app.permissions) == ("OKR Share", "0.10.0", ASKED)
    assert await apps.in_catalogue("5b0f1f4e-0000-4000-8000-000000000000") is None


async def test_an_app_that_nobody_published_is_not_there(apps: GraphApps, sandbox: Sandbox) -> None:
    sandbox.tenant.apps.is_published = False
    assert await apps.in_catalogue(sandbox.tenant.app_id) is None


@pytest.mark.parametrize("kind", ["team", "chat", "person"])
async def test_it_is_installed_once_found_and_removed(
    apps: GraphApps, sandbox: Sandbox, kind: str, request: pytest.FixtureRequest
) -> None:
    home: AppHome = request.getfixturevalue(kind)
    app = await found(apps, sandbox)
    assert await apps.installed(app.external_id, [home]) == [None]
    assert await apps.install(app, [home]) == [None]
    assert await apps.install(app, [home]) == [None]
    there = await one(apps, app, home)
    assert (there.version, there.consented) == (app.version, CONSENTED)
    assert await apps.remove([(home, there.id)]) == [None]
    assert await apps.remove([(home, there.id)]) == [None]
    assert await apps.installed(app.external_id, [home]) == [None]


async def test_an_old_version_is_brought_up_to_date_with_its_new_permissions(
    apps: GraphApps, sandbox: Sandbox, team: AppHome, chat: AppHome
) -> None:
    await apps.install(await found(apps, sandbox), [team, chat])
    sandbox.tenant.apps.publish("0.2.0", ["ChannelMessage.Read.Group", "TeamMember.Read.Group"])
    app = await found(apps, sandbox)
    before = [(home, (await one(apps, app, home)).id) for home in (team, chat)]
    assert await apps.upgrade(app, before) == [None, None]
    after = await one(apps, app, team)
    assert (after.version, len(after.consented)) == ("0.2.0", 2)


async def test_the_personal_chat_of_an_installation_is_found(
    apps: GraphApps, sandbox: Sandbox, person: AppHome
) -> None:
    app = await found(apps, sandbox)
    await apps.install(app, [person])
    chat = await apps.personal_chat(person.id, (await one(apps, app, person)).id)
    email = sandbox.tenant.company.people[0].email
    assert chat == sandbox.tenant.messages.personal_chat(email).id


async def test_many_go_in_batches_of_twenty(apps: GraphApps, sandbox: Sandbox, journal: Journal) -> None:
    app = await found(apps, sandbox)
    homes = [AppHome(AppScope.PERSON, one.object_id) for one in sandbox.tenant.company.people]
    assert set(await apps.install(app, homes)) == {None}
    assert journal.calls().count("POST /v1.0/$batch") == -(-len(homes) // 20)
    assert len([each for each in await apps.installed(app.external_id, homes) if each]) == len(homes)


async def test_a_policy_blocks_one_person_and_not_the_others(
    apps: GraphApps, sandbox: Sandbox, person: AppHome, team: AppHome
) -> None:
    sandbox.tenant.access.blocked_apps.add(sandbox.tenant.company.people[0].email)
    blocked, fine = await apps.install(await found(apps, sandbox), [person, team])
    assert isinstance(blocked, Forbidden)
    assert is_blocked(blocked)
    assert said(blocked).startswith("App is blocked by app permission policy.")
    assert fine is None


async def test_without_a_consenting_permission_nothing_is_installed(
    apps: GraphApps, sandbox: Sandbox, team: AppHome, session: ClientSession
) -> None:
    sandbox.tenant.access.give(["TeamsAppInstallation.ReadWriteSelfForTeam.All"])
    sandbox.tenant.access.take([ALL])
    fresh = GraphApps(with_new_token(sandbox, session), speed=1000)
    [refused] = await fresh.install(await found(apps, sandbox), [team])
    assert isinstance(refused, Forbidden)
    assert lacks_permission(refused)
    assert not is_blocked(refused)
    assert ALL in said(refused)


async def test_what_is_consented_to_must_be_what_the_app_asks_for(
    apps: GraphApps, sandbox: Sandbox, team: AppHome
) -> None:
    app = await found(apps, sandbox)
    other = CatalogueApp(app.id, app.external_id, app.name, app.version)
    [refused] = await apps.install(other, [team])
    assert isinstance(refused, GraphError)
    assert refused.status == 400


async def test_a_home_that_is_gone_is_told_apart_from_one_without_the_app(apps: GraphApps) -> None:
    gone = [AppHome(scope, "5b0f1f4e-0000-4000-8000-000000000000") for scope in AppScope]
    assert [type(each) for each in await apps.installed("a", gone)] == [NotFound] * 3


async def test_a_consent_counts_only_when_it_has_been_noticed(
    apps: GraphApps, sandbox: Sandbox, team: AppHome
) -> None:
    app, tenant = await found(apps, sandbox), sandbox.tenant
    tenant.access.take([ALL])
    tenant.access.give([ALL], tenant.clock().replace(year=2099))
    [refused] = await apps.install(app, [team])
    assert isinstance(refused, Forbidden)
    tenant.access.give([ALL])
    assert await apps.install(app, [team]) == [None]


def test_versions_are_compared_as_numbers() -> None:
    assert version_key("1.10.0") > version_key("1.9.2")


def test_the_stand_in_grants_exactly_what_the_table_asks_for() -> None:
    assert sorted(Access().granted) == sorted(application_permissions())


def with_new_token(sandbox: Sandbox, session: ClientSession) -> GraphClient:
    """A client with a token that has the permissions of now."""
    tenant = sandbox.tenant
    authority = f"{tenant.login_url}/{tenant.tenant_id}"
    tokens = TokenSource(authority, tenant.app_id, Secret(tenant.app_secret), ca_file=sandbox.ca_file)
    return GraphClient(tenant.base_url, tokens, session)
