"""Calendars: events of a mailbox, and the answers to invitations.

https://learn.microsoft.com/graph/api/resources/calendar-overview
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from teams_app.sandbox.graph.event_draft import change, new_meeting
from teams_app.sandbox.graph.event_json import event_json
from teams_app.sandbox.graph.ids import is_entry_id
from teams_app.sandbox.graph.mailboxes import NoSuchEntry
from teams_app.sandbox.graph.meetings import Item, Meeting
from teams_app.sandbox.graph.pages import entity, page
from teams_app.sandbox.graph.people import mailbox_or_person
from teams_app.sandbox.graph.wire import Answer, Call, GraphError
from teams_app.sandbox.graph.zones import read_instant, read_moment

OWN_PROPERTIES = frozenset(("categories", "isReminderOn", "reminderMinutesBeforeStart", "showAs"))
PAGE = 10  # events on a page when the client does not say
LARGEST_PAGE = 1000
ACCEPTED = Answer(202)


def mailbox_of(call: Call) -> str:
    """The e-mail whose mailbox the path names.

    :raises GraphError: nobody of that name, or without a mailbox.
    """
    try:
        email = mailbox_or_person(call).email
    except GraphError as error:
        if error.status != 404:  # noqa: PLR2004  # HTTP's own
            raise
        raise GraphError(
            404, "ErrorInvalidUser", f"The requested user '{call.keys['user']}' is invalid."
        ) from error
    if email not in call.tenant.mailboxes.owners:
        raise GraphError(
            404,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        )
    return email


def list_events(call: Call) -> Answer:
    owner = mailbox_of(call)
    items = sorted(call.tenant.mailboxes.items(owner), key=lambda item: item.meeting.start, reverse=True)
    return _events(call, "events", items)


def calendar_view(call: Call) -> Answer:
    owner = mailbox_of(call)
    start, end = (_instant(call, name) for name in ("startDateTime", "endDateTime"))
    if end < start:
        raise GraphError(400, "ErrorInvalidParameter", "The end of the view must not be before its start.")
    return _events(call, "calendarView", call.tenant.mailboxes.view(owner, start, end))


def get_event(call: Call) -> Answer:
    return _shown(call, _item(call))


def create_event(call: Call) -> Answer:
    """The same transactionId again answers what it created, even when that was cancelled since."""
    owner, given = mailbox_of(call), call.json()
    transaction = given.get("transactionId")
    earlier = call.tenant.mailboxes.booked(owner, str(transaction)) if transaction else None
    if earlier is None:
        meeting = new_meeting(call.tenant, owner, given)
        earlier = call.tenant.mailboxes.create(meeting)
        _open_chat(call, meeting)
        _note(call, f"Booked {meeting.subject} and invited {len(meeting.invitees)}", meeting)
        call.tenant.changed()
    return _shown(call, earlier, status=201)


def update_event(call: Call) -> Answer:
    item, given = _changeable(call), call.json()
    if item.entry.response == "organizer":
        ask = change(call.tenant, item.meeting, given)
        call.tenant.mailboxes.update(item.meeting, call.tenant.clock(), ask)
        _open_chat(call, item.meeting)
        _note(call, f"Changed {item.meeting.subject}", item.meeting)
    elif not OWN_PROPERTIES.issuperset(given):
        names = ", ".join(sorted(given.keys() - OWN_PROPERTIES))
        raise _denied(f"Only the organizer may change {names}.")
    call.tenant.changed()
    return _shown(call, item)


def delete_event(call: Call) -> Answer:
    """The organizer's deletion cancels the meeting for everybody."""
    item, mailboxes = _changeable(call), call.tenant.mailboxes
    if item.entry.response == "organizer":
        mailboxes.cancel(item.meeting, call.tenant.clock())
        _note(call, f"Cancelled {item.meeting.subject}", item.meeting)
    else:
        mailboxes.remove(item)
    call.tenant.changed()
    return Answer(204)


def cancel_event(call: Call) -> Answer:
    item = _changeable(call)
    call.json()
    if item.entry.response != "organizer":
        raise GraphError(
            400,
            "ErrorInvalidRequest",
            "Your request can't be completed. You need to be an organizer to cancel a meeting.",
        )
    call.tenant.mailboxes.cancel(item.meeting, call.tenant.clock())
    _note(call, f"Cancelled {item.meeting.subject}", item.meeting)
    call.tenant.changed()
    return ACCEPTED


def accept(call: Call) -> Answer:
    return _respond(call, "accepted")


def decline(call: Call) -> Answer:
    return _respond(call, "declined")


def tentatively_accept(call: Call) -> Answer:
    return _respond(call, "tentativelyAccepted")


def _respond(call: Call, response: str) -> Answer:
    item = _changeable(call)
    given = {name[:1].lower() + name[1:]: value for name, value in call.json().items()}
    if item.entry.response == "organizer":
        raise GraphError(
            400,
            "ErrorInvalidRequest",
            "Your request can't be completed. You can't respond to this meeting because you're the meeting "
            "organizer.",
        )
    send = given.get("sendResponse") is not False
    proposed = _proposed(item.meeting, given.get("proposedNewTime"), response, send=send)
    call.tenant.mailboxes.respond(item, response, call.tenant.clock(), send=send, proposed=proposed)
    call.tenant.changed()
    return ACCEPTED


def _proposed(meeting: Meeting, given: Any, response: str, *, send: bool) -> tuple[datetime, datetime] | None:
    if given is None or response == "accepted":
        return None
    if not send:
        raise GraphError(400, "ErrorInvalidRequest", "A proposed new time needs sendResponse.")
    if meeting.options.get("allowNewTimeProposals") is False:
        raise GraphError(400, "ErrorInvalidRequest", "The organizer does not allow new time proposals.")
    return read_moment(given.get("start"), "start"), read_moment(given.get("end"), "end")


def _item(call: Call) -> Item:
    owner, event_id = mailbox_of(call), call.keys["event"]
    if not is_entry_id(event_id):
        raise GraphError(400, "ErrorInvalidIdMalformed", "Id is malformed.")
    try:
        return call.tenant.mailboxes.item(owner, event_id)
    except NoSuchEntry as error:
        raise GraphError(
            404, "ErrorItemNotFound", "The specified object was not found in the store."
        ) from error


def _changeable(call: Call) -> Item:
    item = _item(call)
    if item.entry.series or item.entry.repeats:
        raise _denied("The weekly meetings of this stand-in cannot be changed.")
    return item


def _denied(reason: str) -> GraphError:
    return GraphError(403, "ErrorAccessDenied", f"Access is denied. {reason}")


def _instant(call: Call, name: str) -> datetime:
    if name not in call.query:
        raise GraphError(
            400,
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters startDateTime and "
            "endDateTime.",
        )
    return read_instant(call.query[name], name)


def _open_chat(call: Call, meeting: Meeting) -> None:
    """The meeting's chat in Teams has the organizer and the invited people of ours in it, and no app."""
    if meeting.online is None:
        return
    people = call.tenant.company.by_email
    invited = [each.email for each in meeting.invitees if each.email in people]
    call.tenant.messages.open_chat(
        meeting.subject,
        [meeting.organizer, *invited],
        chat_id=meeting.online.thread_id,
        meeting=True,
        with_app=False,
    )


def _note(call: Call, sentence: str, meeting: Meeting) -> None:
    call.tenant.noted(sentence, meeting.online.thread_id if meeting.online else "")


def _events(call: Call, what: str, items: list[Item]) -> Answer:
    events = (event_json(call, item) for item in items)
    context = f"users('{call.keys['user']}')/{what}"
    return _preferring(call, page(call, context, events, size=PAGE, largest=LARGEST_PAGE))


def _shown(call: Call, item: Item, status: int = 200) -> Answer:
    context = f"users('{call.keys['user']}')/events/$entity"
    shown = _preferring(call, entity(call, context, event_json(call, item), status=status))
    if item.meeting.online and item.meeting.online.hidden:
        item.meeting.online.hidden -= 1
    return shown


def _preferring(call: Call, answer: Answer) -> Answer:
    if "outlook.timezone" not in call.preferences:
        return answer
    applied = {"Preference-Applied": f'outlook.timezone="{call.zone_name}"'}
    return Answer(answer.status, answer.body, {**answer.headers, **applied})
