"""Checks of what the tenant allows: sign-in, permissions, directory, calendars."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex

from graph.errors import Forbidden, GraphError
from graph.permissions import CALENDARS, MEETINGS, application_permissions, features_without
from graph.refusals import said
from teams_app.cli.doctor.patient import Patient, roles_in
from teams_app.cli.doctor.values import NotChecked, Verdict, bad, good, noted

CONSENT = "Add them in Entra under App registrations › API permissions, and grant admin consent."
CONFINE = "The README shows how Exchange's RBAC for Applications confines that to the mailboxes meant."
POLICY = "Make an application access policy and grant it to the organizers; the README shows how."


async def sign_in(patient: Patient) -> Verdict:
    """:raises SignInFailed, Unreachable, ServerFault: with what to change."""
    token = await patient.tokens.token(patient.scope)
    patient.found.roles = roles_in(token)
    return good(f"The app {patient.settings.app_id} signs in.")


async def permissions(patient: Patient) -> Verdict:
    """What is needed in any case; the calendars' may come from Exchange instead."""
    roles = roles_of(patient)
    needed = set(application_permissions(optional=False))
    missing = {name: what for name, what in features_without(roles).items() if name in needed - {CALENDARS}}
    if missing:
        told = ", ".join(f"{name} ({feature})" for name, feature in missing.items())
        return bad(f"The token lacks {told}. {CONSENT}")
    return good(f"The token has the {len(needed & roles)} permissions that are always needed.")


async def optional_permissions(patient: Patient) -> Verdict:
    roles = roles_of(patient)
    missing = {name: what for name, what in features_without(roles).items() if what.is_optional}
    if not missing:
        return good("The token has all optional permissions.")
    told = "; ".join(f"{name}: no {feature}" for name, feature in missing.items())
    return noted(f"Without these permissions some things are done by hand or not at all: {told}.")


async def superfluous_permissions(patient: Patient) -> Verdict:
    more = sorted(roles_of(patient) - set(application_permissions()))
    if not more:
        return good("The token has no permission that is not used.")
    return noted(f"The token has permissions that are not used, so take them away: {', '.join(more)}.")


async def organization(patient: Patient) -> Verdict:
    roles_of(patient)
    found = await patient.probes.organization()
    if found.id.lower() != patient.settings.tenant_id.lower():
        return noted(f"The tenant {found.name} has the id {found.id}; OKR_TENANT_ID should be that id.")
    return good(f"The tenant is {found.name}.")


async def directory(patient: Patient) -> Verdict:
    roles_of(patient)
    if not await patient.probes.has_users():
        return bad("The directory shows nobody: check User.Read.All and its consent.")
    return good("People can be read.")


async def organizers(patient: Patient) -> Verdict:
    roles_of(patient)
    name = patient.settings.organizers_group
    groups = await patient.probes.groups_named(name)
    if len(groups) != 1:
        found = "There is no group" if not groups else f"There are {len(groups)} groups"
        return bad(f"{found} “{name}”: make it, or correct OKR_ORGANIZERS_GROUP.")
    patient.found.organizers = await patient.directory.group_members(groups[0])
    if not patient.found.organizers:
        return bad(f"Nobody is in the group “{name}”, so nobody can plan a share week: add people to it.")
    return good(f"Organizers, by the group “{name}”: {len(patient.found.organizers)}.")


async def free_busy(patient: Patient) -> Verdict:
    roles = roles_of(patient)
    mailbox = patient.mailbox or next((one.email for one in patient.found.organizers), "")
    if not mailbox:
        raise NotChecked("There is no organizer whose calendar could be asked for: name one with --mailbox.")
    start = patient.now().replace(minute=0, second=0, microsecond=0)
    try:
        [found] = await patient.calendars.availability([mailbox], start, start + timedelta(days=1), 30)
    except Forbidden as error:
        return bad(f"{_no_calendar(mailbox, error)} Consent to {CALENDARS}, or put it into Exchange's scope.")
    if found.problem:
        return bad(f"Free/busy of {mailbox} cannot be read: {found.problem}")
    by_exchange = "" if CALENDARS in roles else ", allowed by Exchange's RBAC for Applications"
    return good(f"Free/busy of {mailbox} can be read{by_exchange}.")


async def events(patient: Patient) -> Verdict:
    """By the token, or by trying where that was asked for."""
    roles, mailbox = roles_of(patient), patient.try_mailbox
    if mailbox:
        at = patient.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        try:
            await patient.probes.try_event(mailbox, at, f"doctor-{token_hex(8)}")
        except Forbidden as error:
            return bad(f"{_no_calendar(mailbox, error)} It must be in Exchange's scope.")
        return good(f"An event was made in the calendar of {mailbox}, and removed again.")
    if CALENDARS in roles:
        return good("Events can be made, by the token's permission; --try MAILBOX makes one and removes it.")
    return noted(
        f"The token lacks {CALENDARS}: fine where Exchange's RBAC for Applications allows it, which "
        "--try MAILBOX finds out."
    )


async def confinement(patient: Patient) -> Verdict:
    if CALENDARS in roles_of(patient):
        return noted(f"The app may read and write every calendar of the tenant. {CONFINE}")
    return good("Calendars are not open by the token; Exchange says which ones the app may use.")


async def meeting_chats(patient: Patient) -> Verdict:
    """Whether the chats of share meetings can be found."""
    if MEETINGS not in roles_of(patient):
        return noted(f"The token lacks {MEETINGS}, so that the chats of share meetings may not be found.")
    if not patient.found.organizers:
        raise NotChecked("There is no organizer whose meetings could be asked for.")
    who = patient.found.organizers[0]
    try:
        await patient.probes.may_find_meetings_of(who.id)
    except Forbidden as error:
        return noted(f"Meetings of {who.name} cannot be found: {said(error)} {POLICY}")
    return good(f"The chats of the meetings of {who.name} can be found.")


def roles_of(patient: Patient) -> frozenset[str]:
    """:raises NotChecked: nobody could sign in."""
    if patient.found.roles is None:
        raise NotChecked("It needs sign-in, which failed.")
    return patient.found.roles


def _no_calendar(mailbox: str, error: GraphError) -> str:
    return f"The calendar of {mailbox} is closed to the app: {said(error)}"
