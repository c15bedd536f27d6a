"""The other tests here check every exchange against Microsoft's contract, where it is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.sandbox_graph.graph_http import GraphHttp

if TYPE_CHECKING:
    from graph_contract import GraphContract


async def test_the_contract_is_at_hand_and_refuses_what_graph_does_not_know(
    graph: GraphHttp, contract: GraphContract | None
) -> None:
    if contract is None:
        pytest.skip("../shared/contracts/graph is not there, so shapes were not checked against it")
    with pytest.raises(AssertionError, match="lunchMenu"):
        await graph.post("/users/u1/events", {"lunchMenu": "soup"})
