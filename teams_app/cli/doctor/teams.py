"""Checks of the app in Teams: catalogue, version, consent, and where it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from graph.apps import version_key
from graph.errors import GraphError
from graph.permissions import CATALOGUE
from graph.refusals import said
from graph.values import AppHome, AppScope, InstalledApp
from teams_app.cli.doctor.patient import Patient
from teams_app.cli.doctor.tenant import roles_of
from teams_app.cli.doctor.values import NotChecked, Verdict, bad, good, noted
from teams_app.okr import Installation, InstallState, Place, PlaceKind
from teams_app.package import asked_permissions, read_template
from teams_app.services.rollout.looking import UNPUBLISHED
from teams_app.storage.database import open_database
from teams_app.storage.location import database_url


async def catalogue(patient: Patient) -> Verdict:
    if CATALOGUE not in roles_of(patient):
        raise NotChecked(f"It needs the permission {CATALOGUE}.")
    app = patient.found.app = await patient.apps.in_catalogue(patient.settings.app_id)
    if app is None:
        return bad(UNPUBLISHED)
    ours = version("okr-share")
    if version_key(app.version) < version_key(ours):
        return noted(
            f"{app.name} {app.version} is in the catalogue and {ours} runs here: upload the package of "
            "okr-share package as an update."
        )
    return good(f"{app.name} {app.version} is in the organization's catalogue.")


async def consent(patient: Patient) -> Verdict:
    """What the app asks for of teams, and whether one that has it consented."""
    app = patient.found.app
    if app is None:
        raise NotChecked("It needs the app in the catalogue.")
    asked = {permission.name for permission in app.permissions}
    if lacking := set(asked_permissions(read_template())) - asked:
        return bad(f"The app in the catalogue does not ask for {', '.join(sorted(lacking))}: {UNPUBLISHED}")
    team = await _some_team(patient)
    if team is None:
        return noted(f"The app asks teams for {', '.join(sorted(asked))}; no Teams team is known yet.")
    [found] = await patient.apps.installed(app.external_id, [AppHome(AppScope.TEAM, team)])
    if isinstance(found, GraphError):
        return bad(f"Whether the app is in the Teams team {team} cannot be read: {said(found)}")
    return _consented(team, asked, found)


async def rolled_out(patient: Patient) -> Verdict:
    """As the last roll-out or Teams itself told; nothing is asked anew."""
    async with _session(patient) as session:
        asked = select(Installation.state, func.count()).group_by(Installation.state)
        rows = (await session.execute(asked)).all()
    counts: Counter[InstallState] = Counter(dict(rows))
    if not counts:
        return noted("Nobody has looked yet where the app is installed: okr-share rollout --check.")
    told = ", ".join(f"{count:,} {state.value}" for state, count in sorted(counts.items()))
    absent = sum(count for state, count in counts.items() if state.keeps_cards_out)
    sentence = f"Teams teams, chats and people: {told}."
    return noted(f"{sentence} okr-share rollout --check says where and why.") if absent else good(sentence)


def _consented(team: str, asked: set[str], found: InstalledApp | None) -> Verdict:
    if found is None:
        return noted(f"The app is not in the Teams team {team} yet: okr-share rollout.")
    if lacking := asked - found.consented:
        return bad(
            f"The Teams team {team} did not consent to {', '.join(sorted(lacking))}: okr-share rollout."
        )
    return good(f"A Teams team has the app and consented to {', '.join(sorted(asked)) or 'nothing'}.")


async def _some_team(patient: Patient) -> str | None:
    async with _session(patient) as session:
        channels = select(Place.team_id).where(Place.kind == PlaceKind.CHANNEL, Place.team_id.is_not(None))
        return await session.scalar(channels.order_by(Place.id).limit(1))


@asynccontextmanager
async def _session(patient: Patient) -> AsyncGenerator[AsyncSession]:
    """:raises NotChecked: the database was found to be away, or of another schema."""
    if not patient.found.has_database:
        raise NotChecked("It needs the database.")
    with database_url(patient.settings) as url:
        opened = open_database(url)
        try:
            async with opened.transaction() as session:
                yield session
        finally:
            await opened.close()
