"""The tenant's directory as a value, and its way into the database and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import RowMapping, Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from graph.values import Channel, GroupPeople, Mailbox, RoomPlace, User, WorkingHours
from teams_app.okr import Base, DirectoryAccount, DirectoryGroup, DirectoryLink, MailboxState

USERS, GROUPS = "users", "groups"
USER_COLUMNS = tuple(each.name for each in fields(User))
NOT_PEOPLE = (MailboxState.SHARED, MailboxState.ROOM, MailboxState.EQUIPMENT)


@dataclass(frozen=True)
class Account:
    """An account with what its mailbox has told; ``read_at`` None: it was not asked yet."""

    user: User
    mailbox: MailboxState = MailboxState.UNKNOWN
    time_zone: str | None = None
    hours: WorkingHours | None = None
    unknown_zone: str = ""
    read_at: datetime | None = None

    def with_mailbox(self, mailbox: Mailbox, now: datetime) -> Account:
        """What was told before stays known where a mailbox cannot be read any more."""
        return replace(
            self,
            mailbox=MailboxState(mailbox.kind.value),
            time_zone=mailbox.time_zone or self.time_zone,
            hours=mailbox.working_hours or self.hours,
            unknown_zone=mailbox.unknown_zone,
            read_at=now,
        )

    @property
    def is_person(self) -> bool:
        """Whether somebody is behind it; guests are."""
        return self.mailbox not in NOT_PEOPLE

    @property
    def is_member(self) -> bool:
        """Whether it is somebody of the tenant who can take part."""
        return self.is_person and self.user.is_enabled and not self.user.is_guest


@dataclass(frozen=True)
class GroupState:
    """A group; ``people`` None: nobody has asked for them."""

    id: str
    name: str
    is_team: bool
    people: GroupPeople | None = None


@dataclass(frozen=True)
class Snapshot:
    """All of the directory, by object id; channels and rooms are read anew each time and not kept."""

    accounts: Mapping[str, Account] = field(default_factory=dict[str, Account])
    groups: Mapping[str, GroupState] = field(default_factory=dict[str, GroupState])
    links: Mapping[str, str] = field(default_factory=dict[str, str])  # by collection
    channels: Sequence[Channel] = ()
    rooms: Sequence[RoomPlace] | None = None  # None: nobody asked for them

    def teams_named(self, name: str) -> list[GroupState]:
        return [group for group in self.groups.values() if group.is_team and group.name == name]


async def load(session: AsyncSession) -> Snapshot:
    """The directory as it was last read; empty before the first reading."""
    accounts = await session.execute(select(*DirectoryAccount.__table__.columns))
    groups = await session.execute(select(*DirectoryGroup.__table__.columns))
    links = await session.execute(select(DirectoryLink.collection, DirectoryLink.link))
    return Snapshot(
        accounts={row["id"]: _account(row) for row in accounts.mappings()},
        groups={row["id"]: _group(row) for row in groups.mappings()},
        links=dict(links.all()),
    )


async def store(session: AsyncSession, before: Snapshot, after: Snapshot) -> None:
    """Write what is different."""
    changed = {key: one for key, one in after.accounts.items() if before.accounts.get(key) != one}
    read = {
        key: one.read_at for key, one in changed.items() if _was_read_alone(before.accounts.get(key), one)
    }
    await _put(
        session, DirectoryAccount, [_account_row(one) for key, one in changed.items() if key not in read]
    )
    for moment in set(read.values()):
        ids = [key for key, read_at in read.items() if read_at == moment]
        marked = update(DirectoryAccount).where(DirectoryAccount.id.in_(ids))
        await session.execute(marked.values(mailbox_read_at=moment))
    groups = [_group_row(one) for key, one in after.groups.items() if before.groups.get(key) != one]
    await _put(session, DirectoryGroup, groups)
    await _put(session, DirectoryLink, [{"collection": c, "link": link} for c, link in after.links.items()])
    gone = list(before.accounts.keys() - after.accounts.keys())
    await session.execute(delete(DirectoryAccount).where(DirectoryAccount.id.in_(gone)))
    gone = list(before.groups.keys() - after.groups.keys())
    await session.execute(delete(DirectoryGroup).where(DirectoryGroup.id.in_(gone)))


def _was_read_alone(before: Account | None, after: Account) -> bool:
    """Whether nothing is new but when the mailbox was asked, as of most that are asked in turn."""
    return before is not None and replace(before, read_at=after.read_at) == after


async def _put(session: AsyncSession, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """One statement, carried out for each row: many values in one statement cost four times the CPU."""
    if not rows:
        return
    table = cast("Table", model.__table__)
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def _account(row: RowMapping) -> Account:
    hours = None
    if row["work_start"] is not None and row["time_zone"] is not None:
        hours = WorkingHours(row["time_zone"], tuple(row["work_days"]), row["work_start"], row["work_end"])
    return Account(
        user=User(**{name: row[name] for name in USER_COLUMNS}),
        mailbox=row["mailbox"],
        time_zone=row["time_zone"],
        hours=hours,
        unknown_zone=row["unknown_zone"],
        read_at=row["mailbox_read_at"],
    )


def _account_row(account: Account) -> dict[str, Any]:
    hours = account.hours
    return {
        **{name: getattr(account.user, name) for name in USER_COLUMNS},
        "mailbox": account.mailbox,
        "time_zone": hours.time_zone if hours else account.time_zone,
        "work_days": list(hours.days) if hours else None,
        "work_start": hours.start if hours else None,
        "work_end": hours.end if hours else None,
        "unknown_zone": account.unknown_zone,
        "mailbox_read_at": account.read_at,
    }


def _group(row: RowMapping) -> GroupState:
    people = None
    if row["members"] is not None:
        people = GroupPeople(tuple(row["members"]), tuple(row["owners"] or ()))
    return GroupState(row["id"], row["name"], row["is_team"], people)


def _group_row(group: GroupState) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "is_team": group.is_team,
        "members": list(group.people.members) if group.people else None,
        "owners": list(group.people.owners) if group.people else None,
    }
