"""People's addresses, which are unique in the database, and in the directory at any one time only."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Person
from teams_app.services.directory.known_people import People
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.snapshot import Snapshot


async def bring_addresses(
    session: AsyncSession, people: People, snapshot: Snapshot, joining: set[str], report: Report
) -> None:
    """Addresses are unique, may be handed on, and may change places; so they go in two steps.

    :param joining: addresses of people who are new.
    """
    wanted = {
        key: account.user.email
        for key, account in snapshot.accounts.items()
        if key in people.by_object_id and account.user.email
    }
    moving = {key: to for key, to in wanted.items() if people.by_object_id[key].email != to}
    owners = {person.email: person for person in people.all}
    for address in {*moving.values(), *joining}:
        owner = owners.get(address)
        if owner is not None and owner.object_id is not None and owner.object_id not in moving:
            if owner.object_id in wanted:
                continue  # two accounts with one address; the first keeps it
            owner.email = _put_aside(owner)
    before = {key: people.by_object_id[key].email for key in moving}
    for key in moving:
        people.by_object_id[key].email = f"moving.{key}@invalid"
    await session.flush()
    people.addresses = {person.email for person in people.all}
    for key, to in moving.items():
        person = people.by_object_id[key]
        choices = (to, before[key], f"{key.replace('-', '')}.{to}")
        person.email = next(one for one in choices if one not in people.addresses)
        people.addresses.add(person.email)
        if person.email == to and key not in people.new:
            report.tell(Topic.NEW_ADDRESS, f"{person.name}: {before[key]} → {to}")


def _put_aside(person: Person) -> str:
    """The address of somebody who left, as Entra renames deleted accounts: somebody else has it now."""
    return f"{(person.object_id or '').replace('-', '')}.{person.email}"
