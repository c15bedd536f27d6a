"""What Graph says of a refusal is read: a policy, a missing permission, or something of one object."""

from __future__ import annotations

from graph.errors import Forbidden, GraphError, NotFound
from graph.refusals import is_blocked, lacks_permission, said

MISSING = "Insufficient privileges to complete the operation."
BLOCKED = "App is blocked by app permission policy. TenantId: t"


def refused(call: str, words: str) -> Forbidden:
    return Forbidden(
        f"Microsoft Graph answered 403 Forbidden to {call}: {words} (request id r-1)", status=403
    )


def test_a_policy_is_told_apart_from_a_missing_permission() -> None:
    blocked = refused("POST /users/u1/teamwork/installedApps", BLOCKED)
    missing = refused("GET /users", MISSING)
    assert (is_blocked(blocked), lacks_permission(blocked)) == (True, False)
    assert (is_blocked(missing), lacks_permission(missing)) == (False, True)
    assert not is_blocked(NotFound(BLOCKED))


def test_what_graph_said_is_told_without_its_address() -> None:
    assert said(refused("GET /users", MISSING)) == MISSING
    call = "GET /users/u1/calendarView?startDateTime=2027-01-11T09:00:00Z"
    assert said(refused(call, "Access is denied: check it.")) == "Access is denied: check it."
    assert said(GraphError("Something else.")) == "Something else."
