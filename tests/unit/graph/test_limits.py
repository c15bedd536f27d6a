"""What a call is charged to."""

from __future__ import annotations

import pytest

from graph.limits import Charge, charges_of, mailbox_of, total


@pytest.mark.parametrize(
    ("path", "charge"),
    [
        ("/users/Ana%40contoso.com/events?$top=5", Charge("mailbox", "ana%40contoso.com")),
        ("/users/1/calendar/getSchedule", Charge("mailbox", "1")),
        ("/users/1/calendarView/delta?$deltatoken=x", Charge("mailbox", "1")),
        ("/users/1/mailboxSettings", Charge("mailbox", "1")),
        ("/users/1/manager", Charge("identity", weight=2)),
        ("/users?$select=id&$top=999", Charge("identity")),
        ("/groups/1/members", Charge("identity", weight=2)),
        ("/teams/1/channels/2/messages/3/replies", Charge("messages")),
        ("/chats/1/messages", Charge("messages")),
        ("/teams/1/channels", Charge("teamwork")),
        ("/users/1/onlineMeetings?$filter=x", Charge("teamwork")),
        ("/users/1/teamwork/installedApps", Charge("teamwork")),
        ("/subscriptions", Charge("teamwork")),
    ],
)
def test_a_call_is_charged_to_the_service_that_answers_it(path: str, charge: Charge) -> None:
    assert charges_of(path) == (charge, Charge("tenant"))


def test_a_batch_is_charged_for_all_its_parts() -> None:
    paths = ["/users/1/events", "/users/1/events/2", "/users/2/events"]
    assert set(total(paths)) == {
        Charge("mailbox", "1", 2),
        Charge("mailbox", "2"),
        Charge("tenant", weight=3),
    }


def test_a_person_is_not_a_mailbox() -> None:
    assert mailbox_of("/users/eventful/manager") == ""
    assert mailbox_of("/users/1/eventsOfTheYear") == ""
