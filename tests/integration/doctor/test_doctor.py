"""The doctor finds what is wrong with a tenant's set-up, and says what to do; one fault hides no other."""

from __future__ import annotations

import base64
import json

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from teams_app.cli.doctor.examination import CHECKS
from teams_app.cli.doctor.patient import roles_in
from teams_app.cli.doctor.values import Mark
from tests.integration.doctor.conftest import SetUp, marked

HELENA, AMINA = "helena.brandt@tidewell.example", "amina.diallo@tidewell.example"
NOWHERE = "http://127.0.0.1:9"


async def test_nothing_is_wrong_with_the_stand_in(set_up: SetUp) -> None:
    verdicts = await set_up.examined()
    assert marked(verdicts, Mark.BAD) == []
    assert marked(verdicts, Mark.NOTED) == ["public address", "calendars in reach", "roll-out"]
    assert list(verdicts) == [check.name for check in CHECKS]
    assert "Tidewell" in verdicts["organization"].told
    assert HELENA in verdicts["free/busy"].told


@pytest.mark.parametrize(
    ("taken", "failing", "words"),
    [
        (
            "User.Read.All",
            ["permissions", "organization", "directory", "organizers"],
            "User.Read.All (directory)",
        ),
        ("GroupMember.Read.All", ["permissions", "organizers"], "GroupMember.Read.All (directory)"),
        ("Channel.ReadBasic.All", ["permissions"], "grant admin consent"),
    ],
)
async def test_a_missing_permission_is_named_and_the_rest_goes_on(
    set_up: SetUp, taken: str, failing: list[str], words: str
) -> None:
    set_up.company.sandbox.tenant.access.take([taken])
    verdicts = await set_up.examined(mailbox=HELENA)
    assert set(marked(verdicts, Mark.BAD)) <= set(failing)
    assert "permissions" in marked(verdicts, Mark.BAD)
    assert words in verdicts["permissions"].told
    assert verdicts["free/busy"].mark is Mark.GOOD


async def test_optional_and_unused_permissions_are_noted(set_up: SetUp) -> None:
    access = set_up.company.sandbox.tenant.access
    access.take(["AppCatalog.Read.All", "OnlineMeetings.Read.All"])
    access.give(["Mail.Send"])
    verdicts = await set_up.examined()
    assert "AppCatalog.Read.All: no roll-out" in verdicts["optional permissions"].told
    assert "take them away: Mail.Send" in verdicts["unused permissions"].told
    assert verdicts["meeting chats"].mark is Mark.NOTED
    assert verdicts["app catalogue"].told.startswith("Not checked: ")
    assert marked(verdicts, Mark.BAD) == []


async def test_calendars_confined_by_exchange_are_recognized(set_up: SetUp) -> None:
    access = set_up.company.sandbox.tenant.access
    access.take(["Calendars.ReadWrite"])
    access.mailboxes = {HELENA}
    verdicts = await set_up.examined()
    assert marked(verdicts, Mark.BAD) == []
    assert "allowed by Exchange" in verdicts["free/busy"].told
    assert "--try MAILBOX" in verdicts["events"].told
    assert verdicts["calendars in reach"].mark is Mark.GOOD
    tried = await set_up.examined(try_mailbox=AMINA)
    assert tried["events"].mark is Mark.BAD
    assert "must be in Exchange's scope" in tried["events"].told


async def test_a_test_event_is_removed_again(set_up: SetUp) -> None:
    mailboxes = set_up.company.sandbox.tenant.mailboxes
    before = len(list(mailboxes.items(HELENA)))
    verdicts = await set_up.examined(try_mailbox=HELENA)
    assert verdicts["events"].mark is Mark.GOOD
    assert len(list(mailboxes.items(HELENA))) == before


async def test_a_wrong_secret_is_told_once_and_what_needs_no_sign_in_is_checked(set_up: SetUp) -> None:
    verdicts = await set_up.examined(app_secret=SecretStr("wrong"))
    assert marked(verdicts, Mark.BAD) == ["sign-in"]
    assert "use the secret's value" in verdicts["sign-in"].told
    assert verdicts["directory"].told == "Not checked: It needs sign-in, which failed."
    assert verdicts["database"].mark is verdicts["bot endpoint"].mark is Mark.GOOD


async def test_an_address_where_nobody_answers_is_told(set_up: SetUp) -> None:
    verdicts = await set_up.examined(public_url=NOWHERE)
    assert marked(verdicts, Mark.BAD) == ["bot endpoint", "notifications endpoint"]
    assert "start okr-share serve" in verdicts["bot endpoint"].told


async def test_somebody_else_at_our_address_is_told(set_up: SetUp) -> None:
    async def anything(_: web.Request) -> web.Response:
        return web.Response(text="<h1>Welcome</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", anything)
    async with TestServer(app) as server:
        verdicts = await set_up.examined(public_url=str(server.make_url("")))
    assert "takes messages without a token" in verdicts["bot endpoint"].told
    assert "answered 200 text/html to a validation" in verdicts["notifications endpoint"].told


async def test_a_database_that_does_not_answer_is_told(set_up: SetUp) -> None:
    verdicts = await set_up.examined(database_url="postgresql://nobody@127.0.0.1:9/none")
    assert "Start PostgreSQL there" in verdicts["database"].told
    assert marked(verdicts, Mark.BAD) == ["database"]
    assert verdicts["roll-out"].told == "Not checked: It needs the database."


async def test_a_group_that_is_not_there_and_one_without_people(set_up: SetUp) -> None:
    verdicts = await set_up.examined(organizers_group="Nobodies")
    assert verdicts["organizers"].told.startswith("There is no group “Nobodies”: make it")
    assert verdicts["free/busy"].told.startswith("Not checked: ")


async def test_the_app_must_be_published_and_ask_for_what_is_needed(set_up: SetUp) -> None:
    apps = set_up.company.sandbox.tenant.apps
    apps.publish("0.2.0", [])
    verdicts = await set_up.examined()
    assert "does not ask for ChannelMessage.Read.Group" in verdicts["consent of teams"].told
    apps.is_published = False
    verdicts = await set_up.examined()
    assert "okr-share package" in verdicts["app catalogue"].told


async def test_a_team_without_the_app_and_one_without_consent(set_up: SetUp) -> None:
    tenant = set_up.company.sandbox.tenant
    for team in tenant.company.teams:
        tenant.apps.put(team.group_id, [])
    verdicts = await set_up.examined()
    assert "did not consent to ChannelMessage.Read.Group" in verdicts["consent of teams"].told
    tenant.messages.without_app |= {team.group_id for team in tenant.company.teams}
    assert (await set_up.examined())["consent of teams"].mark is Mark.NOTED


async def test_another_tenants_id_is_noted(set_up: SetUp) -> None:
    fault = {"match": "GET /v1.0/organization", "status": 503, "retry_after": 60}
    set_up.company.sandbox.tenant.faults.add([fault])
    verdicts = await set_up.examined()
    assert marked(verdicts, Mark.BAD) == ["organization"]


def test_roles_are_read_from_a_token_and_from_nothing_else() -> None:
    claims = base64.urlsafe_b64encode(json.dumps({"roles": ["User.Read.All"]}).encode()).decode().rstrip("=")
    assert roles_in(f"h.{claims}.s") == {"User.Read.All"}
    assert roles_in("an opaque token") == roles_in("a.b.c") == frozenset()
