"""``$filter`` expressions."""

from __future__ import annotations

import pytest

from teams_app.sandbox.graph.filters import compiled
from teams_app.sandbox.graph.wire import GraphError

ITEM = {
    "displayName": "Research and Development",
    "mail": None,
    "members": 12,
    "resourceProvisioningOptions": ["Team"],
    "start": {"dateTime": "2027-01-11T09:00:00.0000000"},
    "singleValueExtendedProperties": [{"id": "a", "value": "1"}, {"id": "b", "value": "2"}],
}


@pytest.mark.parametrize(
    "text",
    [
        "displayName eq 'research AND development'",
        "displayName ne 'Sales' and members ge 12",
        "displayName eq 'Sales' or (members gt 10 and not (members gt 12))",
        "startswith(displayName, 'Research and')",
        "endswith(displayName,'ment') and contains(displayName,'and')",
        "displayName in ('Sales', 'Research and Development')",
        "mail eq null",
        "resourceProvisioningOptions/any(x:x eq 'Team')",
        "start/dateTime ge '2027-01-11T00:00'",
        "singleValueExtendedProperties/any(ep: ep/id eq 'b' and ep/value eq '2')",
    ],
)
def test_an_object_passes(text: str) -> None:
    assert compiled(text)(ITEM)


@pytest.mark.parametrize(
    "text",
    [
        "displayName eq 'Sales'",
        "members lt 'twelve'",
        "startswith(mail, 'x')",
        "nothing/any(x:x eq 'Team')",
        "singleValueExtendedProperties/any(ep: ep/id eq 'a' and ep/value eq '2')",
        "not startswith(displayName,'Research')",
    ],
)
def test_an_object_does_not_pass(text: str) -> None:
    assert not compiled(text)(ITEM)


@pytest.mark.parametrize(
    "text", ["", "eq", "a eq", "a like 'b'", "(a eq 'b'", "a eq 'b' c", "a in 'b'", "a eq {}"]
)
def test_what_cannot_be_read_is_a_bad_request(text: str) -> None:
    with pytest.raises(GraphError, match="syntax error"):
        compiled(text)
