"""Activities are read as the vendor reads them, only sooner."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from botbuilder.schema import Activity, ChannelAccount, ConversationResourceResponse, PagedMembersResult
from far_side import FarSide
from msrest.serialization import Model

from teams_app.bot.wire import Message, from_json, read_activity, to_json
from teams_app.errors import BadInput

WHOLE: dict[str, Any] = {
    **FarSide().activity(),
    "serviceUrl": "https://smba.trafficmanager.net/emea/",
    "localTimestamp": "2026-12-08T10:18:00.123+01:00",
    "membersAdded": [{"id": "29:noor", "name": "Noor", "tenantId": "unknown to the schema"}],
    "attachments": [{"contentType": "text/html", "content": "<p>hello</p>"}],
    "entities": [{"type": "clientInfo", "locale": "en-GB"}],
    "value": {"action": {"verb": "week.confirm", "data": {"plan": 3}}},
    "relatesTo": {"activityId": "1", "conversation": {"id": "a:1"}},
    "unknown": [1, {"two": 2}],
    "replyToId": None,
}
ANSWERS: list[tuple[type[Model], dict[str, Any]]] = [
    (ChannelAccount, {"id": "29:li", "aadObjectId": "object-li", "email": "li@example.org"}),
    (ConversationResourceResponse, {"id": "a:1", "activityId": "5", "serviceUrl": "https://x"}),
    (PagedMembersResult, {"continuationToken": "c", "members": [{"id": "29:li", "role": "user"}]}),
]


@pytest.mark.parametrize(("kind", "body"), [(Activity, WHOLE), *ANSWERS])
def test_it_is_what_the_vendor_reads(kind: type[Model], body: dict[str, Any]) -> None:
    assert from_json(kind, body) == kind.deserialize(body)
    assert to_json(from_json(kind, body)) == to_json(kind.deserialize(body))


@pytest.mark.parametrize(
    "odd",
    [
        {"from": "li"},
        {"membersAdded": {}},
        {"membersAdded": ["li"]},
        {"text": ["a"]},
        {"timestamp": "noon"},
        {"timestamp": 5},
    ],
)
def test_a_type_that_a_field_cannot_have_is_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="not an activity"):
        read_activity({**WHOLE, **odd})


def test_our_own_message_is_sent_without_copying_its_card() -> None:
    message = from_json(Message, {"type": "message", "attachments": [{"content": {"type": "AdaptiveCard"}}]})
    assert deepcopy(message) is message
