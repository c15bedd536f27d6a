"""Who is in the database, and which account of the directory each of them is."""

from __future__ import annotations

from dataclasses import dataclass, field

from teams_app.okr import Person
from teams_app.services.directory.snapshot import Snapshot


@dataclass
class People:
    """Everybody in the database, and where they are in the directory."""

    all: list[Person]
    by_object_id: dict[str, Person] = field(default_factory=dict[str, Person])
    new: set[str] = field(default_factory=set[str])  # object ids
    addresses: set[str] = field(default_factory=set[str])

    @property
    def unmatched(self) -> dict[str, Person]:
        """By address."""
        return {person.email: person for person in self.all if person.object_id is None}


def named(person: Person) -> str:
    return f"{person.name} ({person.email})"


def match(people: People, snapshot: Snapshot) -> None:
    """Whoever came from a file is found by mail, then by principal name; each account once."""
    people.by_object_id = {person.object_id: person for person in people.all if person.object_id}
    waiting = people.unmatched
    for name in ("email", "principal_name"):
        for key, account in snapshot.accounts.items():
            person = waiting.get(getattr(account.user, name).lower())
            if person is not None and key not in people.by_object_id and account.is_person:
                people.by_object_id[key] = waiting.pop(person.email)
                person.object_id = key
                people.new.add(key)
