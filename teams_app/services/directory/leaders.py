"""Who leads the people of a unit: by the reporting line, or among a group's owners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from teams_app.services.directory.snapshot import Account

LONGEST_LINE = 50  # of managers above each other; whoever is their own manager comes back sooner

Accounts = Mapping[str, Account]


def top_of(accounts: Accounts, members: Collection[str]) -> str | None:
    """The one to whom at least half of the others report, directly or through others.

    A member comes before somebody outside, who must be the direct manager; whoever is alone leads. None:
    there is nobody.
    """
    if len(members) == 1:
        return next((one for one in members if one in accounts and accounts[one].is_member), None)
    inside = reports_within(accounts, members)
    found = _most(accounts, inside, len(members) - 1)
    if found is None:
        managers = (accounts[one].user.manager_id for one in members if one in accounts)
        found = _most(accounts, Counter(one for one in managers if one), len(members))
    return found


def leading_owner(accounts: Accounts, owners: Collection[str], members: Collection[str]) -> str | None:
    """Of several owners the one to whom most members report, else the first by address."""
    able = [one for one in owners if one in accounts and accounts[one].is_member]
    reports = reports_within(accounts, {*members, *able})
    return min(able, key=lambda one: (-reports[one], accounts[one].user.email), default=None)


def reports_within(accounts: Accounts, members: Collection[str]) -> Counter[str]:
    """How many of the members report to each of them, directly or through others."""
    inside = set(members)
    return Counter(above for one in inside for above in _line(accounts, one) if above in inside)


def _line(accounts: Accounts, start: str) -> Iterator[str]:
    """The managers above somebody, from below."""
    seen = {start}
    account = accounts.get(start)
    while account is not None and len(seen) <= LONGEST_LINE:
        above = account.user.manager_id
        if above is None or above in seen:
            return
        yield above
        seen.add(above)
        account = accounts.get(above)


def _most(accounts: Accounts, reports: Counter[str], of: int) -> str | None:
    able = [one for one in reports if one in accounts and accounts[one].is_member]
    best = min(able, key=lambda one: (-reports[one], accounts[one].user.email), default=None)
    return best if best is not None and reports[best] * 2 >= of else None
