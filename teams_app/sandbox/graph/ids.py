"""Ids as Outlook and Teams write them."""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from datetime import date

PREFIX = "AAkALg"  # immutable ids begin like this
OCCURRENCE = "-o"
OCCURRENCE_END = re.compile(r"-o\d{8}$")  # an id may hold "-o" anywhere by itself


def entry_id(owner: str, uid: str) -> str:
    """The id of a meeting in a mailbox; another one in each mailbox. In a URL its "=" is to be encoded."""
    digest = uuid.uuid5(uuid.NAMESPACE_OID, f"{owner}/{uid}").bytes
    return f"{PREFIX}{base64.urlsafe_b64encode(digest).decode()}"


def is_entry_id(text: str) -> bool:
    """Whether a text can be the id of an event at all; Outlook tells a malformed id from an unknown one."""
    if not text.startswith(PREFIX):
        return False
    try:
        base64.urlsafe_b64decode(OCCURRENCE_END.sub("", text.removeprefix(PREFIX)))
    except (binascii.Error, ValueError):
        return False
    return True


def occurrence_id(master_id: str, day: date) -> str:
    return f"{master_id}{OCCURRENCE}{day:%Y%m%d}"


def occurrence_date(master_id: str, item_id: str) -> date | None:
    """The day of an occurrence of this series, None for any other id."""
    start = f"{master_id}{OCCURRENCE}"
    if not item_id.startswith(start):
        return None
    try:
        return date.fromisoformat(item_id.removeprefix(start))
    except ValueError:
        return None


def meeting_thread_id() -> str:
    """A new meeting chat's conversation id."""
    text = base64.b64encode(str(uuid.uuid4()).encode()).decode().rstrip("=")
    return f"19:meeting_{text}@thread.v2"


def short_number() -> str:
    """What a short join link is made of: a number and a passcode."""
    number = uuid.uuid4()
    return f"{number.int % 10**13:013d}?p={number.hex[:18]}"
