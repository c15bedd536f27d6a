"""The company that the stand-in tenant hosts: who is in its directory, and which Teams teams it has.

Read from the CSV files described in the README ("Files to import"); every id is derived from a name,
so that the same files give the same tenant.
"""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "sample" / "tidewell"
ORGANIZERS_GROUP = "OKR Organizers"
NAMESPACE = uuid.UUID("5b0f1f4e-3a0a-4c52-9d8c-0c6a2f1d7e11")

Row = dict[str, str]


@dataclass(frozen=True)
class Person:
    """Somebody in the directory; times are wall-clock "HH:MM" in their own IANA time zone."""

    object_id: str
    email: str
    name: str
    job_title: str
    manager: str | None  # e-mail
    units: tuple[str, ...]
    time_zone: str
    work_days: tuple[str, ...]  # "Mon" …
    work_start: str
    work_end: str
    kind: str  # member or guest
    department: str = ""
    office: str = ""
    address: str = ""  # the present one; ``email`` stays an alias, as a mailbox keeps its old addresses
    enabled: bool = True
    mailbox: str = "user"  # "none": it is not in the cloud; "hidden": its settings are refused
    zone_name: str = ""  # of the working hours, where it is not the Windows name of ``time_zone``

    @property
    def mail(self) -> str:
        """Where it is written to."""
        return self.address or self.email

    @property
    def teams_id(self) -> str:
        """The id that Teams gives a person towards bots, which is not the object id."""
        return f"29:{derived_id('teams-user', self.email).replace('-', '')}"


@dataclass(frozen=True)
class Channel:
    """A channel; its id is also the Bot Framework's conversation id."""

    id: str
    name: str


@dataclass(frozen=True)
class Team:
    """One of Microsoft's teams, which is also a group of the directory."""

    group_id: str
    name: str
    owners: tuple[str, ...]  # e-mails
    members: tuple[str, ...]  # e-mails, owners included
    channels: tuple[Channel, ...]


@dataclass(frozen=True)
class Room:
    """A room mailbox."""

    object_id: str
    email: str
    name: str
    capacity: int
    building: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class SharedMailbox:
    """An account that is nobody: a mailbox that several people read, or a device that can be booked."""

    object_id: str
    email: str
    name: str
    purpose: str  # Outlook's userPurpose: shared or equipment
    enabled: bool = False


@dataclass(frozen=True)
class WeeklyMeeting:
    """Something that stands in calendars each week, in the organizer's time zone."""

    organizer: str
    weekday: str
    start: str
    minutes: int
    subject: str
    show_as: str
    attendees: tuple[str, ...]  # e-mails


@dataclass(frozen=True)
class Company:
    """All of it; external people are known by e-mail only and have no mailbox here."""

    name: str
    people: tuple[Person, ...]
    external: tuple[str, ...]
    teams: tuple[Team, ...]
    rooms: tuple[Room, ...]
    weekly: tuple[WeeklyMeeting, ...]
    organizers: tuple[str, ...]  # e-mails of the members of ORGANIZERS_GROUP
    shared: tuple[SharedMailbox, ...] = ()
    gone: tuple[Person, ...] = ()  # whose accounts were deleted

    @cached_property
    def tenant_id(self) -> str:
        return derived_id("tenant", self.name)

    @cached_property
    def organizers_group_id(self) -> str:
        return derived_id("group", ORGANIZERS_GROUP)

    @cached_property
    def by_email(self) -> dict[str, Person]:
        return {person.email: person for person in self.people}

    @cached_property
    def by_id(self) -> dict[str, Person]:
        return {person.object_id: person for person in self.people}


def load_company(folder: Path = SAMPLE) -> Company:
    """The company in a folder of CSV files.

    :raises OSError: a file is missing (people.csv and units.csv are needed, no others).
    """
    people_rows, units = list(_rows(folder / "people.csv")), list(_rows(folder / "units.csv"))
    departments = _departments(units)
    people = tuple(_person(row, departments) for row in people_rows if row["kind"] != "external")
    roots = [unit for unit in units if not unit["parent"]]
    return Company(
        name=roots[0]["name"],
        people=people,
        external=tuple(row["email"] for row in people_rows if row["kind"] == "external"),
        teams=tuple(_teams(people, units)),
        rooms=tuple(_room(row) for row in _optional_rows(folder / "rooms.csv")),
        weekly=tuple(_weekly(row, people) for row in _optional_rows(folder / "calendars.csv")),
        organizers=tuple(unit["leader"] for unit in roots),
        shared=tuple(_shared(row) for row in _optional_rows(folder / "shared.csv")),
    )


def derived_id(kind: str, name: str) -> str:
    """A GUID that the same kind and name always get."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{name}"))


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _optional_rows(path: Path) -> Iterable[Row]:
    return _rows(path) if path.exists() else ()


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _departments(units: list[Row]) -> dict[str, str]:
    """The name of the department that each unit is, or is in, by key."""
    above = {unit["key"]: unit for unit in units}
    found: dict[str, str] = {}
    for unit in units:
        at: Row | None = unit
        while at is not None and at["kind"] != "department":
            at = above.get(at["parent"])
        if at is not None:
            found[unit["key"]] = at["name"]
    return found


def _person(row: Row, departments: dict[str, str]) -> Person:
    mine = (departments[key] for key in _list(row["units"]) if key in departments)
    return Person(
        object_id=derived_id("person", row["email"]),
        email=row["email"],
        name=row["name"],
        job_title=row["job_title"],
        manager=row["manager"] or None,
        units=_list(row["units"]),
        time_zone=row["time_zone"],
        work_days=_list(row["work_days"]),
        work_start=row["work_start"],
        work_end=row["work_end"],
        kind=row["kind"],
        department=next(mine, ""),
    )


def _teams(people: tuple[Person, ...], units: list[Row]) -> Iterator[Team]:
    """One Teams team for each name in units.csv; whoever is in one of its units is a member."""
    for name in dict.fromkeys(unit["teams_team"] for unit in units if unit["teams_team"]):
        mine = [unit for unit in units if unit["teams_team"] == name]
        keys = {unit["key"] for unit in mine}
        owners = tuple(dict.fromkeys(unit["leader"] for unit in mine))
        members = [person.email for person in people if keys & set(person.units)]
        channels = dict.fromkeys(["General", *(unit["channel"] for unit in mine)])
        yield Team(
            group_id=derived_id("group", name),
            name=name,
            owners=owners,
            members=tuple(dict.fromkeys([*owners, *members])),
            channels=tuple(new_channel(name, channel) for channel in channels),
        )


def new_channel(team: str, name: str) -> Channel:
    return Channel(f"19:{derived_id('channel', f'{team}/{name}').replace('-', '')}@thread.tacv2", name)


def _room(row: Row) -> Room:
    return Room(
        object_id=derived_id("room", row["email"]),
        email=row["email"],
        name=row["name"],
        capacity=int(row["capacity"]),
        building=row.get("site", ""),
        time_zone=row.get("time_zone", ""),
    )


def _shared(row: Row) -> SharedMailbox:
    return SharedMailbox(derived_id("shared", row["email"]), row["email"], row["name"], row["purpose"])


def _weekly(row: Row, people: tuple[Person, ...]) -> WeeklyMeeting:
    """Unit keys among the attendees stand for the people of that unit."""
    wanted = set(_list(row["attendees"]))
    attendees = [person.email for person in people if person.email in wanted or wanted & set(person.units)]
    others = tuple(email for email in attendees if email != row["organizer"])
    return WeeklyMeeting(
        row["organizer"],
        row["weekday"],
        row["start"],
        int(row["minutes"]),
        row["subject"],
        row["show_as"],
        others,
    )
