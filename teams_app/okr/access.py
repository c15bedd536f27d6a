"""Who may see and do what; the one place where this is decided."""

from __future__ import annotations

from dataclasses import dataclass

from teams_app.okr.goals import Objective, ObjectiveState
from teams_app.okr.org import Person, PersonKind


@dataclass(frozen=True)
class Ties:
    """How a person is tied to an objective."""

    contributes: bool = False
    is_guest_of_it: bool = False
    manages_owner: bool = False
    leads_unit: bool = False
    leads_above: bool = False  # a unit above the objective's
    is_member: bool = False  # of the objective's unit


def may_see(person: Person, objective: Objective, ties: Ties) -> bool:
    """A draft is for few, a shared one for everyone but in restricted units, guests see their own.

    ``objective.unit`` is loaded.
    """
    if not person.may_take_part or objective.state is ObjectiveState.DELETED:
        return False
    if person.kind is PersonKind.GUEST:
        return ties.is_guest_of_it or ties.contributes or objective.owner_id == person.id
    close = objective.owner_id == person.id or ties.contributes or ties.manages_owner or ties.leads_unit
    if objective.state is ObjectiveState.DRAFT:
        return close
    if objective.unit.is_restricted:
        return close or ties.is_member or ties.leads_above
    return True


def may_comment(person: Person, objective: Objective, ties: Ties) -> bool:
    """Whoever sees an OKR may comment."""
    return may_see(person, objective, ties)


def may_organize(person: Person) -> bool:
    """Plan, confirm and cancel share weeks."""
    return person.may_take_part and person.is_organizer


def may_change_comment(person_id: int, author_id: int) -> bool:
    """Authors edit and delete their own comments."""
    return person_id == author_id
