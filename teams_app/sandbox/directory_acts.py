"""What can happen in the directory, acted out: each act makes a new company and tells what changed.

    {"act": "join", "email", "name", "job_title"?, "manager"?, "department"?, "office"?, "time_zone"?,
     "kind"? "member" | "guest"}
    {"act": "leave", "email"}                 the account is deleted
    {"act": "restore", "email"}               it is back, as it was, without groups
    {"act": "disable" | "enable", "email"}    nobody can sign in as this person (any more)
    {"act": "change", "email", "name"?, "job_title"?, "manager"?, "department"?, "office"?, "address"?}
    {"act": "mailbox", "email", "mailbox"? "user" | "none" | "hidden", "time_zone"?, "zone_name"?,
     "work_start"?, "work_end"?}              of this delta tells nothing, save that an address went
    {"act": "share", "email", "name", "purpose" "shared" | "equipment", "enabled"?}   a new shared mailbox
    {"act": "team", "name", "owners", "members", "channels"?}                         a new Teams team
    {"act": "rename_team", "team", "name"}    {"act": "delete_team", "team"}
    {"act": "add" | "remove", "team", "email", "role" "member" | "owner"}
    {"act": "room", "email", "name"?, "capacity"?, "building"?, "time_zone"?}   a new room, or a change of one
    {"act": "close_room", "email"}

People are named by the e-mail with which they came; ``address`` is the one they have from now on. Teams are
named by name or group id; ``null`` takes a manager or a department away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from teams_app.sandbox.company import Company, Person, Room, SharedMailbox, Team, derived_id, new_channel
from teams_app.sandbox.directory_log import CREATED, DELETED, Change, Json

USERS, GROUPS = "users", "groups"
PROPERTIES = {  # what Graph calls what can be changed about a person
    "name": ("displayName", "givenName", "surname"),
    "job_title": ("jobTitle",),
    "department": ("department",),
    "office": ("officeLocation",),
    "address": ("mail", "userPrincipalName", "mailNickname"),
}
MAILBOX = ("mailbox", "time_zone", "zone_name", "work_start", "work_end")
NEW_PERSON = {
    "job_title": "",
    "manager": None,
    "department": "",
    "office": "",
    "time_zone": "Europe/Berlin",
    "kind": "member",
}
ROOM = {"name": "", "capacity": 8, "building": "", "time_zone": ""}


class CannotHappen(ValueError):
    """An act that makes no sense; the text is a sentence."""


@dataclass(frozen=True)
class Outcome:
    """The company afterwards, and what delta tells of it."""

    company: Company
    changes: tuple[Change, ...] = ()


def acted(company: Company, act: Json) -> Outcome:
    """The company after an act.

    :raises CannotHappen: the act is unknown, lacks something, or names nobody.
    """
    name = str(act.get("act"))
    if name not in ACTS:
        raise CannotHappen(f"There is no act {name}; there are {', '.join(ACTS)}.")
    try:
        return ACTS[name](company, act)
    except KeyError as error:
        raise CannotHappen(f"{name} needs {error.args[0]}.") from error


def _join(company: Company, act: Json) -> Outcome:
    email = str(act["email"]).lower()
    if email in company.by_email:
        raise CannotHappen(f"{email} is there already.")
    values = {name: act.get(name, usual) for name, usual in NEW_PERSON.items()}
    object_id = derived_id("person", email)
    if company.by_id.get(object_id) is None and email in (gone.email for gone in company.gone):
        object_id = derived_id("person", f"{email} again {len(company.gone)}")
    person = Person(
        object_id=object_id,
        email=email,
        name=str(act["name"]),
        units=(),
        work_days=("Mon", "Tue", "Wed", "Thu", "Fri"),
        work_start="09:00",
        work_end="17:00",
        **values,
    )
    return Outcome(replace(company, people=(*company.people, person)), (_user(person, CREATED),))


def _leave(company: Company, act: Json) -> Outcome:
    """Entra takes a deleted account out of its groups, of which groups' delta says nothing."""
    person = _person(company, act)
    people = tuple(each for each in company.people if each is not person)
    teams = tuple(_without(team, person.email) for team in company.teams)
    left = replace(company, people=people, teams=teams, gone=(*company.gone, person))
    return Outcome(left, (_user(person, DELETED),))


def _restore(company: Company, act: Json) -> Outcome:
    gone = next((each for each in reversed(company.gone) if each.email == act["email"]), None)
    if gone is None:
        raise CannotHappen(f"Nobody called {act['email']} has left.")
    others = tuple(each for each in company.gone if each is not gone)
    return Outcome(replace(company, people=(*company.people, gone), gone=others), (_user(gone, CREATED),))


def _disable(company: Company, act: Json) -> Outcome:
    person = replace(_person(company, act), enabled=act["act"] == "enable")
    return Outcome(_with_person(company, person), (_user(person, "accountEnabled"),))


def _change(company: Company, act: Json) -> Outcome:
    before = _person(company, act)
    values = {name: act[name] or "" for name in PROPERTIES if name in act}
    names = [name for value in values for name in PROPERTIES[value]]
    links: list[tuple[str, str, bool]] = []
    if "manager" in act:
        links = _managers(company, before.manager, act["manager"])
        values["manager"] = act["manager"]
    person = replace(before, **values)
    change = Change(USERS, person.object_id, tuple(names), tuple(links))
    return Outcome(_with_person(company, person), (change,))


def _managers(company: Company, old: str | None, new: str | None) -> list[tuple[str, str, bool]]:
    gone = [("manager", company.by_email[old].object_id, False)] if old in company.by_email else []
    return gone + ([("manager", _person(company, {"email": new}).object_id, True)] if new else [])


def _mailbox(company: Company, act: Json) -> Outcome:
    person = replace(_person(company, act), **{name: act[name] for name in MAILBOX if name in act})
    is_told = "mailbox" in act
    return Outcome(_with_person(company, person), (_user(person, "mail"),) if is_told else ())


def _share(company: Company, act: Json) -> Outcome:
    email = str(act["email"])
    mailbox = SharedMailbox(
        derived_id("shared", email), email, str(act["name"]), act["purpose"], bool(act.get("enabled"))
    )
    change = Change(USERS, mailbox.object_id, (CREATED,))
    return Outcome(replace(company, shared=(*company.shared, mailbox)), (change,))


def _new_team(company: Company, act: Json) -> Outcome:
    name = str(act["name"])
    owners, members = _emails(company, act["owners"]), _emails(company, act["members"])
    team = Team(
        group_id=derived_id("group", name),
        name=name,
        owners=owners,
        members=tuple(dict.fromkeys([*owners, *members])),
        channels=tuple(
            new_channel(name, each) for each in dict.fromkeys(["General", *act.get("channels", [])])
        ),
    )
    change = Change(GROUPS, team.group_id, (CREATED,))
    return Outcome(replace(company, teams=(*company.teams, team)), (change,))


def _rename_team(company: Company, act: Json) -> Outcome:
    team = replace(_team(company, act), name=str(act["name"]))
    names = ("displayName", "description", "mailNickname")
    return Outcome(_with_team(company, team), (Change(GROUPS, team.group_id, names),))


def _delete_team(company: Company, act: Json) -> Outcome:
    gone = _team(company, act)
    teams = tuple(team for team in company.teams if team is not gone)
    return Outcome(replace(company, teams=teams), (Change(GROUPS, gone.group_id, (DELETED,)),))


def _membership(company: Company, act: Json) -> Outcome:
    team, person, is_there = _team(company, act), _person(company, act), act["act"] == "add"
    roles = {"member": "members", "owner": "owners"}
    if act.get("role", "member") not in roles:
        raise CannotHappen("role is member or owner.")
    relation = roles[act.get("role", "member")]
    emails = [email for email in getattr(team, relation) if email != person.email]
    changed = replace(team, **{relation: (*emails, person.email) if is_there else tuple(emails)})
    change = Change(GROUPS, team.group_id, (), ((relation, person.object_id, is_there),))
    return Outcome(_with_team(company, changed), (change,))


def _room(company: Company, act: Json) -> Outcome:
    email = str(act["email"])
    known = next((room for room in company.rooms if room.email == email), None)
    usual = ROOM if known is None else {name: getattr(known, name) for name in ROOM}
    room = Room(derived_id("room", email), email, **{name: act.get(name, usual[name]) for name in ROOM})
    others = tuple(each for each in company.rooms if each is not known)
    changed = (CREATED,) if known is None else ("displayName",)
    return Outcome(replace(company, rooms=(*others, room)), (Change(USERS, room.object_id, changed),))


def _close_room(company: Company, act: Json) -> Outcome:
    gone = next((room for room in company.rooms if room.email == act["email"]), None)
    if gone is None:
        raise CannotHappen(f"There is no room {act['email']}.")
    rooms = tuple(room for room in company.rooms if room is not gone)
    return Outcome(replace(company, rooms=rooms), (Change(USERS, gone.object_id, (DELETED,)),))


ACTS: Mapping[str, Callable[[Company, Json], Outcome]] = {
    "join": _join,
    "leave": _leave,
    "restore": _restore,
    "disable": _disable,
    "enable": _disable,
    "change": _change,
    "mailbox": _mailbox,
    "share": _share,
    "team": _new_team,
    "rename_team": _rename_team,
    "delete_team": _delete_team,
    "add": _membership,
    "remove": _membership,
    "room": _room,
    "close_room": _close_room,
}


def _person(company: Company, act: Json) -> Person:
    person = company.by_email.get(str(act["email"]).lower())
    if person is None:
        raise CannotHappen(f"There is nobody with the e-mail {act['email']} in this company.")
    return person


def _team(company: Company, act: Json) -> Team:
    for team in company.teams:
        if act["team"] in (team.name, team.group_id):
            return team
    raise CannotHappen(f"There is no Teams team {act['team']}.")


def _emails(company: Company, given: Any) -> tuple[str, ...]:
    return tuple(_person(company, {"email": email}).email for email in cast("Iterable[str]", given))


def _user(person: Person, name: str) -> Change:
    return Change(USERS, person.object_id, (name,))


def _with_person(company: Company, person: Person) -> Company:
    return replace(
        company, people=tuple(person if each.email == person.email else each for each in company.people)
    )


def _with_team(company: Company, team: Team) -> Company:
    teams = (team if each.group_id == team.group_id else each for each in company.teams)
    return replace(company, teams=tuple(teams))


def _without(team: Team, email: str) -> Team:
    owners, members = ((e for e in each if e != email) for each in (team.owners, team.members))
    return replace(team, owners=tuple(owners), members=tuple(members))
