"""What is called is in the table, and the table asks for no more than Microsoft's own lists say is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import GraphError
from graph.permissions import (
    OPERATIONS,
    Feature,
    Operation,
    application_permissions,
    features_without,
    markdown_table,
    operation_of,
)

ROOT = Path(__file__).parents[3]
CONTRACTS = ROOT.parent / "shared" / "contracts" / "graph"
NO_LISTS = "Microsoft's published permissions are not beside this repository (../shared/contracts/graph)"
CONSENTING = "AndConsent"
needs_lists = pytest.mark.skipif(not CONTRACTS.exists(), reason=NO_LISTS)


def listed(row: Operation, grade: str) -> tuple[str, ...] | None:
    """The application permissions of one grade ("least" or "accepted"); None where Microsoft lists none."""
    from graph_permissions import (  # noqa: PLC0415  # absent where the lists are
        RESOURCE_SPECIFIC,
        UnlistedOperationError,
        accepted_privileges,
        least_privilege,
    )

    ask = least_privilege if grade == "least" else accepted_privileges
    try:
        return ask(row.method, row.path).under(RESOURCE_SPECIFIC).application
    except UnlistedOperationError:
        return None


def named(row: Operation) -> str:
    return f"{row.method} {row.path}"


@needs_lists
@pytest.mark.parametrize("row", OPERATIONS, ids=named)
def test_the_permission_of_a_row_allows_it(row: Operation) -> None:
    accepted = listed(row, "accepted")
    if accepted is None:
        assert row.path.startswith("/subscriptions")  # allowed by what reading the watched resource needs
    else:
        assert row.permission in accepted


@needs_lists
@pytest.mark.parametrize("row", OPERATIONS, ids=named)
def test_a_row_that_uses_more_than_the_least_says_why(row: Operation) -> None:
    least = listed(row, "least")
    if least is not None:
        assert (row.permission in least) != bool(row.beyond)


@needs_lists
@pytest.mark.parametrize("permission", application_permissions())
def test_no_permission_could_be_left_out(permission: str) -> None:
    """Each is the only one held that allows some call."""
    rest = set(application_permissions()) - {permission}
    mine = [row for row in OPERATIONS if row.permission == permission]
    assert any(not rest & set(listed(row, "accepted") or rest) for row in mine)


def test_a_row_stands_once() -> None:
    assert len({named(row) for row in OPERATIONS}) == len(OPERATIONS)


def test_a_request_finds_its_row() -> None:
    assert operation_of("GET", "/users/delta()?$select=id").path == "/users/delta"
    assert operation_of("GET", "/users/li%40tidewell.example").path == "/users/{id}"
    assert operation_of("POST", "/users/u1/events/e1/cancel").feature is Feature.CALENDARS


@pytest.mark.parametrize("request_", [("POST", "/users"), ("GET", "/users/u1/messages"), ("GET", "/me")])
def test_what_has_no_row_is_not_sent(request_: tuple[str, str]) -> None:
    with pytest.raises(GraphError, match="was not sent"):
        operation_of(*request_)


def test_what_is_missing_is_told_with_what_it_is_for() -> None:
    granted = set(application_permissions()) - {"AppCatalog.Read.All"}
    assert features_without(granted) == {"AppCatalog.Read.All": Feature.ROLL_OUT}
    assert features_without(set(application_permissions())) == {}


def test_the_table_of_the_readme_is_this_one() -> None:
    assert markdown_table() in (ROOT / "README.md").read_text("utf-8")
