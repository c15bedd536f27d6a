"""Who may see and do what; the one place where this is decided."""

from __future__ import annotations

from dataclasses import dataclass

from teams_app.okr.goals import Objective, ObjectiveState
from teams_app.okr.org import Person, PersonKind, Unit


@dataclass(frozen=True)
class Ties:
    """How a person is tied to an objective."""

    contributes: bool = False
    is_guest_of_it: bool = False
    manages_owner: bool = False
    leads_unit: bool = False
    leads_above: bool = False  # a unit above the objective's
    is_member: bool = False  # of the objective's unit


@dataclass(frozen=True)
class Reach:
    """What a person is tied to among some objectives and all units, by id: many are decided at once."""

    person_id: int
    contributes_to: frozenset[int]
    guest_of: frozenset[int]
    member_of: frozenset[int]
    below_led: frozenset[int]  # units below one that the person leads

    def ties(self, objective: Objective) -> Ties:
        """``objective`` has unit and owner loaded."""
        return Ties(
            contributes=objective.id in self.contributes_to,
            is_guest_of_it=objective.id in self.guest_of,
            manages_owner=objective.owner.manager_id == self.person_id,
            leads_unit=objective.unit.leader_id == self.person_id,
            leads_above=objective.unit_id in self.below_led,
            is_member=objective.unit_id in self.member_of,
        )


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


def may_open_unit(person: Person, unit: Unit, reach: Reach) -> bool:
    """Whether a person may look at a unit as such: its board, its share meeting.

    Guests see only OKRs that they were invited to; a restricted unit is for its members and leaders above.
    """
    if not person.may_take_part or person.kind is PersonKind.GUEST:
        return False
    is_close = unit.leader_id == person.id or unit.id in reach.member_of or unit.id in reach.below_led
    return is_close or not unit.is_restricted


def may_comment(person: Person, objective: Objective, ties: Ties) -> bool:
    """Whoever sees an OKR may comment."""
    return may_see(person, objective, ties)


def may_organize(person: Person) -> bool:
    """Plan, confirm and cancel share weeks."""
    return person.may_take_part and person.is_organizer


def may_change_comment(person_id: int, author_id: int) -> bool:
    """Authors edit and delete their own comments."""
    return person_id == author_id
