"""People brought to what the directory says: found by object id, the first time by address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import Conflict
from teams_app.okr import MailboxState, Person, PersonKind
from teams_app.services.directory.addresses import bring_addresses
from teams_app.services.directory.clocks import kept_zone
from teams_app.services.directory.known_people import People, match, named
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.rules import PeopleRule
from teams_app.services.directory.snapshot import Account, Snapshot

FEW = 10  # people who may always leave at once
MOST_LEAVING = 0.2  # of those who take part


@dataclass(frozen=True)
class Wish:
    """How people are to be brought up to date.

    :param needed: whom the units need; others take part as well where ``everybody`` does.
    :param may_leave: however many.
    """

    rule: PeopleRule
    today: date
    everybody: bool = True
    needed: Collection[str] = ()
    may_leave: bool = False


async def bring_people(session: AsyncSession, snapshot: Snapshot, wish: Wish, report: Report) -> People:
    """Names, addresses, managers, hours; who joined and who left.

    :raises Conflict: so many left that something must be wrong with what was read.
    """
    people = People(list(await session.scalars(select(Person).order_by(Person.email))))
    match(people, snapshot)
    leaving = _leaving(people, snapshot)
    if not wish.may_leave:
        _refuse_too_many(people, leaving)
    await bring_addresses(session, people, snapshot, _joining(people, snapshot, wish), report)
    for account in snapshot.accounts.values():
        person = people.by_object_id.get(account.user.id)
        if person is not None:
            _bring(person, account, wish.today, report)
        elif _joins(account, wish):
            _join(session, people, account, report)
    for person in leaving:
        person.is_enabled = False
        report.tell(Topic.LEFT, named(person))
    await session.flush()
    _bring_managers(people, snapshot, report)
    _tell_of_the_rest(people, snapshot, report)
    return people


def _leaving(people: People, snapshot: Snapshot) -> list[Person]:
    """Those who took part and cannot any more: deleted, disabled, or not somebody after all."""
    return [
        person
        for key, person in people.by_object_id.items()
        if person.is_enabled and not _takes_part(snapshot.accounts.get(key))
    ]


def _takes_part(account: Account | None) -> bool:
    return account is not None and account.is_person and account.user.is_enabled


def _refuse_too_many(people: People, leaving: Collection[Person]) -> None:
    present = sum(person.is_enabled for person in people.by_object_id.values())
    if len(leaving) > max(FEW, MOST_LEAVING * present):
        raise Conflict(
            f"{len(leaving):,} of {present:,} people would have left at once, so nothing was changed. Check "
            "the app's permissions; or if it is right, run: okr-share directory sync --full --let-leave."
        )


def _joining(people: People, snapshot: Snapshot, wish: Wish) -> set[str]:
    strangers = (one for key, one in snapshot.accounts.items() if key not in people.by_object_id)
    return {one.user.email for one in strangers if _joins(one, wish)}


def _bring(person: Person, account: Account, today: date, report: Report) -> None:
    user = account.user
    if person.name != user.name and user.name:
        report.tell(Topic.RENAMED, f"{person.name} → {user.name} ({person.email})")
        person.name = user.name
    if _takes_part(account) and not person.is_enabled:
        person.is_enabled = True
        report.tell(Topic.RETURNED, named(person))
    kind = PersonKind.GUEST if user.is_guest else PersonKind.MEMBER
    values = {"job_title": user.job_title, "kind": kind, **_of_mailbox(account)}
    if "time_zone" in values:
        values["time_zone"] = kept_zone(person.time_zone, values["time_zone"], today)
    _set(person, values)


def _of_mailbox(account: Account) -> dict[str, Any]:
    """What the mailbox has told; what it has not stays as it is."""
    values: dict[str, Any] = {"mailbox": account.mailbox}
    if account.time_zone:
        values["time_zone"] = account.time_zone
    if account.hours and account.hours.days:
        hours = account.hours
        values |= {"work_days": list(hours.days), "work_start": hours.start, "work_end": hours.end}
    return values


def _set(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(person, name) != value:
            setattr(person, name, value)


def _joins(account: Account, wish: Wish) -> bool:
    """Guests take part where they are invited, so they are not taken in by themselves."""
    if not account.is_member or not account.user.email or not wish.rule.allows(account.user.email):
        return False
    is_needed = account.user.id in wish.needed
    return is_needed or (wish.everybody and account.user.has_mail)  # without mail it is hardly somebody


def _join(session: AsyncSession, people: People, account: Account, report: Report) -> None:
    user = account.user
    if user.email in people.addresses:
        report.tell(
            Topic.NOTES, f"{user.name}: {user.email} is somebody else's address, so they are left out."
        )
        return
    person = Person(
        email=user.email,
        name=user.name or user.email,
        job_title=user.job_title,
        object_id=user.id,
        is_enabled=True,
        **_of_mailbox(account),
    )
    session.add(person)
    people.all.append(person)
    people.addresses.add(user.email)
    people.by_object_id[user.id] = person
    people.new.add(user.id)
    report.tell(Topic.JOINED, named(person))


def _bring_managers(people: People, snapshot: Snapshot, report: Report) -> None:
    by_id = {person.id: person for person in people.all}
    for key, person in people.by_object_id.items():
        account = snapshot.accounts.get(key)
        if account is None:
            continue
        manager = people.by_object_id.get(account.user.manager_id or "")
        manager_id = manager.id if manager else None
        if manager_id == person.manager_id:
            continue
        if key not in people.new:
            before = by_id[person.manager_id].name if person.manager_id else "nobody"
            report.tell(
                Topic.NEW_MANAGER, f"{named(person)}: {before} → {manager.name if manager else 'nobody'}"
            )
        person.manager_id = manager_id


def _tell_of_the_rest(people: People, snapshot: Snapshot, report: Report) -> None:
    for person in people.unmatched.values():
        if person.kind is not PersonKind.EXTERNAL:
            report.tell(Topic.NOT_FOUND, named(person))
    for key, account in snapshot.accounts.items():
        topic = _topic_of(account, is_ours=key in people.by_object_id)
        if topic is None and _is_left_out(account, people):
            topic = Topic.NO_ADDRESS
        if topic is not None:
            own_zone = f": {account.unknown_zone}" if topic is Topic.OWN_ZONE else ""
            report.tell(topic, f"{account.user.name} ({account.user.email}){own_zone}")


def _topic_of(account: Account, *, is_ours: bool) -> Topic | None:
    if not account.is_person:
        return Topic.SHARED_MAILBOXES
    if account.user.is_guest:
        return Topic.GUESTS
    if not is_ours or not account.user.is_enabled:
        return None
    if account.mailbox is MailboxState.NONE:
        return Topic.NO_MAILBOX
    if account.mailbox is MailboxState.UNREADABLE:
        return Topic.UNREADABLE
    return Topic.OWN_ZONE if account.unknown_zone else None


def _is_left_out(account: Account, people: People) -> bool:
    return account.is_member and not account.user.has_mail and account.user.id not in people.by_object_id


def set_organizers(people: People, members: Iterable[str]) -> int:
    """The members of the organizers' group are organizers, and nobody else; how many."""
    organizers = set(members)
    for key, person in people.by_object_id.items():
        person.is_organizer = key in organizers
    return sum(person.is_organizer for person in people.all)
