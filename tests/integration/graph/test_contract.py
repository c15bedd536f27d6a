"""The other tests of this folder check what goes over the wire; this one says when they cannot."""

from __future__ import annotations

import pytest

from tests.integration.graph.exchanges import CONTRACTS, NO_CONTRACTS, contract


@pytest.mark.skipif(not CONTRACTS.exists(), reason=NO_CONTRACTS)
def test_a_call_that_graph_would_refuse_is_noticed() -> None:
    assert contract().check_request("POST", "/v1.0/users/u1/events", body={"subjekt": "x"})
    assert contract().check_request("GET", "/v1.0/users?$select=id") == []
