"""Reads the tenant: all of it the first time, then what changed; nothing is stored here.

A new link is asked for before everything is read, so that what changes meanwhile is told the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from graph.errors import Forbidden, Gone
from graph.values import GroupChange, RoomPlace, User, UserChange
from teams_app.okr import MailboxState
from teams_app.services.directory.rules import Rules
from teams_app.services.directory.snapshot import GROUPS, USERS, Account, GroupState, Snapshot
from teams_app.services.ports import Directory

MAILBOXES_A_RUN = 2000  # asked again in turn: of 10,000 people everybody is asked within five nights

Tell = Callable[[str, int, int], None]  # what is being done, how far, of how many


def silent(what: str, done: int, total: int) -> None:
    """For runs that nobody watches."""
    del what, done, total


@dataclass(frozen=True)
class Question:
    """What is to be read besides people and groups.

    :param is_full: everything, even where a delta would do.
    :param team_names: Teams teams whose channels are wanted; those of ``team_ids`` as well.
    :param group_names: groups whose members are wanted, besides those of the rules.
    """

    rules: Rules
    now: datetime
    is_full: bool = False
    team_names: frozenset[str] = frozenset()
    team_ids: frozenset[str] = frozenset()
    group_names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """What was read; ``notes`` are sentences about what could not be."""

    snapshot: Snapshot
    is_full: bool
    notes: tuple[str, ...] = ()


async def read_tenant(directory: Directory, known: Snapshot, asked: Question, tell: Tell = silent) -> Reading:
    """The directory as it is now.

    :raises GraphError: something could not be read, and nothing can be said.
    """
    tell("Reading people", 0, 0)
    users, users_link, is_full = await _users(directory, known, asked)
    tell("Reading groups", 0, 0)
    groups, groups_link = await _groups(directory, known, asked)
    groups = await _with_people(directory, groups, asked)
    teams = [
        group.id
        for group in groups.values()
        if group.is_team and (_has_units(group, asked) or group.id in asked.team_ids)
    ]
    channels = await directory.channels(teams)
    accounts = await _with_mailboxes(directory, users, asked, tell)
    notes = list(_mailbox_notes(accounts))
    rooms = await _rooms(directory, notes) if asked.rules.rooms is not None else None
    links = {USERS: users_link, GROUPS: groups_link}
    return Reading(Snapshot(accounts, groups, links, channels, rooms), is_full, tuple(notes))


async def _rooms(directory: Directory, notes: list[str]) -> list[RoomPlace] | None:
    """Without the permission people and units are brought up to date all the same."""
    try:
        return await directory.rooms()
    except Forbidden as error:
        notes.append(f"Rooms could not be read: consent to the permission Place.Read.All. {error}")
        return None


async def _users(
    directory: Directory, known: Snapshot, asked: Question
) -> tuple[dict[str, Account], str, bool]:
    link = known.links.get(USERS)
    if link is not None and not asked.is_full:
        try:
            changes, link = await directory.changed_users(link)
        except Gone:
            pass  # it expired: start over
        else:
            return await _changed(directory, known.accounts, changes), link, False
    link = await directory.users_link()
    read = await directory.users()
    return {user.id: _again(known.accounts.get(user.id), user) for user in read}, link, True


def _again(before: Account | None, user: User) -> Account:
    return Account(user) if before is None else replace(before, user=user)


async def _changed(
    directory: Directory, known: Mapping[str, Account], changes: Iterable[UserChange]
) -> dict[str, Account]:
    """The accounts after the changes; those that nobody knew are read whole, as a change may be a part."""
    accounts, unknown = dict(known), dict[str, None]()
    for change in changes:
        if change.is_gone:
            accounts.pop(change.id, None)
            unknown.pop(change.id, None)
        elif change.id in accounts:
            before = accounts[change.id]
            user = changed_user(before.user, change)
            accounts[change.id] = replace(before, user=user, read_at=None)  # its mailbox is asked again
        else:
            unknown[change.id] = None
    found = await directory.users_named(list(unknown)) if unknown else []
    return accounts | {user.id: Account(user) for user in found}


def changed_user(user: User, change: UserChange) -> User:
    """An account after a change; without mail its principal name is where it is written to."""
    after = replace(user, **dict(change.values))
    return after if after.has_mail else replace(after, email=after.principal_name.lower())


async def _groups(
    directory: Directory, known: Snapshot, asked: Question
) -> tuple[dict[str, GroupState], str]:
    link = known.links.get(GROUPS)
    if link is not None and not asked.is_full:
        try:
            changes, link = await directory.changed_groups(link)
        except Gone:
            pass  # it expired: start over
        else:
            return _changed_groups(known.groups, changes), link
    link = await directory.groups_link()
    read = await directory.groups()
    return {group.id: GroupState(group.id, group.name, group.is_team) for group in read}, link


def _changed_groups(known: Mapping[str, GroupState], changes: Iterable[GroupChange]) -> dict[str, GroupState]:
    groups = dict(known)
    for change in changes:
        if change.is_gone:
            groups.pop(change.id, None)
            continue
        before = groups.get(change.id, GroupState(change.id, "", is_team=False))
        groups[change.id] = GroupState(
            change.id,
            before.name if change.name is None else change.name,
            before.is_team if change.is_team is None else change.is_team,
            None if change.has_other_people else before.people,
        )
    return groups


async def _with_people(
    directory: Directory, groups: Mapping[str, GroupState], asked: Question
) -> dict[str, GroupState]:
    """Who is in the groups that matter.

    A group that is no Teams team can hold other groups, of whose changes its own delta says nothing: such
    groups are read each time.
    """
    wanted = [one for one in groups.values() if _is_asked_for(one, asked)]
    unread = [one.id for one in wanted if one.people is None or not one.is_team]
    found = await directory.people_of(unread) if unread else {}
    gone = set(unread) - found.keys()
    read = {key: replace(groups[key], people=people) for key, people in found.items()}
    return {key: one for key, one in {**groups, **read}.items() if key not in gone}


def _is_asked_for(group: GroupState, asked: Question) -> bool:
    is_ours = asked.rules.reads_people_of(group.name, is_team=group.is_team)
    return is_ours or group.name in asked.group_names


def _has_units(group: GroupState, asked: Question) -> bool:
    return asked.rules.reads_people_of(group.name, is_team=True) or group.name in asked.team_names


async def _with_mailboxes(
    directory: Directory, accounts: dict[str, Account], asked: Question, tell: Tell
) -> dict[str, Account]:
    """Everybody's mailbox in a full reading, else those never asked and some more in turn."""
    turn = _in_turn(accounts, asked)
    step = 400  # so that whoever watches sees it go on
    for first in range(0, len(turn), step):
        tell("Reading mailboxes", first, len(turn))
        found = await directory.mailboxes(turn[first : first + step])
        accounts |= {key: accounts[key].with_mailbox(one, asked.now) for key, one in found.items()}
    return {
        key: one if one.user.has_mail or one.user.is_guest else _without_mailbox(one)
        for key, one in accounts.items()
    }


def _in_turn(accounts: Mapping[str, Account], asked: Question) -> list[str]:
    able = [key for key, one in accounts.items() if one.user.has_mail and not one.user.is_guest]
    if asked.is_full:
        return able
    fresh = [key for key in able if accounts[key].read_at is None]
    known = [key for key in able if accounts[key].read_at is not None]
    known.sort(key=lambda key: accounts[key].read_at or asked.now)
    return fresh + known[:MAILBOXES_A_RUN]


def _without_mailbox(account: Account) -> Account:
    return replace(account, mailbox=MailboxState.NONE, read_at=None)


def _mailbox_notes(accounts: Mapping[str, Account]) -> Iterable[str]:
    """Where nothing at all can be read, a permission is missing, not a mailbox."""
    asked = [one for one in accounts.values() if one.read_at is not None]
    if asked and all(one.mailbox is MailboxState.UNREADABLE for one in asked):
        yield (
            "No mailbox settings could be read, so time zones and working hours stay as they were: "
            "consent to the application permission MailboxSettings.Read."
        )
