"""What a reading makes of a delta: entries that repeat, come in parts, and take back what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from graph.errors import Forbidden, Gone
from graph.values import (
    Channel,
    Group,
    GroupChange,
    GroupPeople,
    Mailbox,
    MailboxKind,
    RoomPlace,
    User,
    UserChange,
)
from teams_app.okr import MailboxState
from teams_app.services.directory.reading import Question, Reading, changed_user, read_tenant
from teams_app.services.directory.rules import LevelRule, OrganizationRule, Patterns, RoomsRule, Rules, Source
from teams_app.services.directory.snapshot import Account, GroupState, Snapshot

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
ANN = User("ann", "Ann", "ann@x.example", "ann@x.example")
BOB = User("bob", "Bob", "bob@x.example", "bob@x.example", manager_id="ann")
KNOWN = Snapshot(
    accounts={"ann": Account(ANN, read_at=NOW), "bob": Account(BOB, read_at=NOW)},
    groups={"g": GroupState("g", "Guild", is_team=False, people=GroupPeople(("ann",), ()))},
    links={"users": "/u1", "groups": "/g1"},
)
GROUPS_RULE = LevelRule(Source.GROUPS, match=Patterns(("*",)))
RULES = Rules(organization=OrganizationRule("X"), teams=(GROUPS_RULE,))


@dataclass
class Tenant:
    """A directory that answers what it is given, and remembers what it was asked."""

    users_now: list[User] = field(default_factory=lambda: [ANN, BOB])
    changes: list[UserChange] = field(default_factory=list[UserChange])
    group_changes: list[GroupChange] = field(default_factory=list[GroupChange])
    is_expired: bool = False
    may_read_rooms: bool = True
    asked: list[str] = field(default_factory=list[str])

    async def users(self) -> list[User]:
        self.asked.append("users")
        return self.users_now

    async def users_named(self, ids: Sequence[str]) -> list[User]:
        self.asked.append(f"named {','.join(ids)}")
        return [user for user in self.users_now if user.id in ids]

    async def users_link(self) -> str:
        return "/u9"

    async def changed_users(self, link: str) -> tuple[list[UserChange], str]:
        self.asked.append(f"changed {link}")
        if self.is_expired:
            raise Gone("expired")
        return self.changes, "/u2"

    async def groups(self) -> list[Group]:
        return [Group("g", "Guild")]

    async def groups_link(self) -> str:
        return "/g9"

    async def changed_groups(self, link: str) -> tuple[list[GroupChange], str]:
        self.asked.append(f"changed {link}")
        if self.is_expired:
            raise Gone("expired")
        return self.group_changes, "/g2"

    async def people_of(self, group_ids: Sequence[str]) -> dict[str, GroupPeople]:
        self.asked.append(f"people of {','.join(group_ids)}")
        return {one: GroupPeople(("bob",), ()) for one in group_ids if one != "gone"}

    async def group_members(self, group_id: str) -> list[User]:
        raise AssertionError(group_id)

    async def channels(self, team_ids: Sequence[str]) -> list[Channel]:
        self.asked.append(f"channels {','.join(team_ids)}")
        return []

    async def mailboxes(self, ids: Sequence[str]) -> dict[str, Mailbox]:
        self.asked.append(f"mailboxes {','.join(ids)}")
        return {one: Mailbox(MailboxKind.PERSON) for one in ids}

    async def rooms(self) -> list[RoomPlace]:
        if not self.may_read_rooms:
            raise Forbidden("no")
        return []


async def read(tenant: Tenant, rules: Rules = RULES, *, is_full: bool = False) -> Reading:
    return await read_tenant(tenant, KNOWN, Question(rules, NOW, is_full=is_full))


async def test_changes_are_applied_in_their_order_and_the_next_link_is_kept() -> None:
    tenant = Tenant(
        changes=[
            UserChange("bob", {"name": "Bobby"}),
            UserChange("bob", {"manager_id": None}),
            UserChange("bob", {"name": "Rob"}),
        ]
    )
    found = await read(tenant)
    bob = found.snapshot.accounts["bob"].user
    assert (bob.name, bob.manager_id, bob.email) == ("Rob", None, "bob@x.example")
    assert found.snapshot.links == {"users": "/u2", "groups": "/g2"}
    assert not found.is_full
    assert "users" not in tenant.asked


async def test_who_is_gone_is_gone_and_who_came_back_is_read_whole() -> None:
    tenant = Tenant(
        changes=[UserChange("bob", is_gone=True), UserChange("ann", is_gone=True), UserChange("bob")]
    )
    found = await read(tenant)
    assert found.snapshot.accounts.keys() == {"bob"}
    assert "named bob" in tenant.asked


async def test_somebody_unknown_is_read_whole_since_a_change_is_a_part() -> None:
    cleo = User("cleo", "Cleo", "cleo@x.example", "cleo@x.example", department="Sales")
    tenant = Tenant(users_now=[ANN, BOB, cleo], changes=[UserChange("cleo", {"job_title": "Lead"})])
    found = await read(tenant)
    assert found.snapshot.accounts["cleo"].user == cleo


async def test_who_came_and_left_between_two_runs_was_never_there() -> None:
    tenant = Tenant(changes=[UserChange("cleo", {"name": "Cleo"}), UserChange("cleo", is_gone=True)])
    assert (await read(tenant)).snapshot.accounts.keys() == {"ann", "bob"}


async def test_a_change_asks_the_mailbox_again() -> None:
    tenant = Tenant(changes=[UserChange("bob", {"is_enabled": False})])
    await read(tenant)
    assert "mailboxes bob,ann" in tenant.asked


async def test_an_expired_link_reads_everything() -> None:
    found = await read(Tenant(is_expired=True, users_now=[BOB]))
    assert found.is_full
    assert found.snapshot.accounts.keys() == {"bob"}
    assert found.snapshot.links == {"users": "/u9", "groups": "/g9"}


async def test_groups_that_can_hold_groups_are_read_each_time() -> None:
    tenant = Tenant()
    found = await read(tenant)
    assert "people of g" in tenant.asked
    people = found.snapshot.groups["g"].people
    assert people is not None
    assert people.members == ("bob",)


async def test_a_group_that_went_while_it_was_read_is_left_out() -> None:
    tenant = Tenant(group_changes=[GroupChange("gone", "Gone", is_team=False, has_other_people=True)])
    assert (await read(tenant)).snapshot.groups.keys() == {"g"}


async def test_rooms_that_may_not_be_read_are_a_note() -> None:
    rules = Rules(rooms=RoomsRule())
    found = await read(Tenant(may_read_rooms=False), rules)
    assert found.snapshot.rooms is None
    assert "Place.Read.All" in found.notes[0]
    assert (await read(Tenant(), rules)).notes == ()


@pytest.mark.parametrize(
    ("values", "email"),
    [
        ({"has_mail": False, "email": ""}, "ann@x.example"),
        ({"has_mail": False, "email": "", "principal_name": "Ann2@x.example"}, "ann2@x.example"),
        ({"has_mail": True, "email": "a@x.example"}, "a@x.example"),
    ],
)
def test_without_mail_the_principal_name_is_the_address(
    values: dict[str, str | bool | None], email: str
) -> None:
    assert changed_user(ANN, UserChange("ann", values)).email == email


async def test_an_account_without_mail_has_no_mailbox_and_is_not_asked() -> None:
    tenant = Tenant(changes=[UserChange("bob", {"has_mail": False, "email": ""})])
    found = await read(tenant)
    assert found.snapshot.accounts["bob"].mailbox is MailboxState.NONE
    assert "mailboxes ann" in tenant.asked
