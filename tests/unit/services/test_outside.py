"""A refusal of Graph becomes a sentence that names what is missing, and where it is granted."""

from __future__ import annotations

import pytest

from graph.errors import Forbidden, GraphError, SignInFailed, Unreachable
from graph.refusals import is_blocked, lacks_permission, refused_operation, said
from teams_app.services.outside import explained

MISSING = "Insufficient privileges to complete the operation."
BLOCKED = "App is blocked by app permission policy. TenantId: t"


def refused(call: str, words: str, code: str = "Forbidden") -> Forbidden:
    return Forbidden(f"Microsoft Graph answered 403 {code} to {call}: {words} (request id r-1)", status=403)


@pytest.mark.parametrize(
    ("call", "permission", "where"),
    [
        ("GET /users?$select=id&$top=999", "User.Read.All", "grant admin consent"),
        ("POST /users/helena%40tidewell.example/events", "Calendars.ReadWrite", "grant admin consent"),
        ("GET /teams/t1/channels/19%3Ax/messages", "ChannelMessage.Read.Group", "okr-share rollout"),
    ],
)
def test_the_missing_permission_is_named_with_where_it_is_granted(
    call: str, permission: str, where: str
) -> None:
    told = explained(refused(call, MISSING))
    assert f" {permission}" in told
    assert where in told


def test_what_no_row_allows_and_what_a_policy_forbids_name_no_permission() -> None:
    assert refused_operation(refused("GET /me", MISSING)) is None
    blocked = refused("POST /users/u1/teamwork/installedApps", BLOCKED)
    assert refused_operation(blocked) is None
    assert is_blocked(blocked)
    assert not lacks_permission(blocked)
    assert explained(blocked).endswith("the README lists them.")


def test_what_graph_said_is_told_without_its_address() -> None:
    assert said(refused("GET /users", MISSING)) == MISSING
    assert said(GraphError("Something else.")) == "Something else."


def test_other_failures_name_their_settings() -> None:
    assert "OKR_TENANT_ID" in explained(SignInFailed("Sign-in failed."))
    assert "OKR_GRAPH_URL" in explained(Unreachable("No answer."))


def test_an_address_with_colons_is_left_out_as_well() -> None:
    call = "GET /users/u1/calendarView?startDateTime=2027-01-11T09:00:00Z"
    assert said(refused(call, "Access is denied: check it.")) == "Access is denied: check it."
