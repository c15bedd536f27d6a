"""What a reading of the directory found and changed, by topic, so that an administrator can go through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Topic(StrEnum):
    """In the order in which they are shown; the value is kept in the database."""

    JOINED = "joined"
    RETURNED = "returned"
    LEFT = "left"
    RENAMED = "renamed"
    NEW_ADDRESS = "new_address"
    NEW_MANAGER = "new_manager"
    NEW_UNIT = "new_unit"
    RENAMED_UNIT = "renamed_unit"
    NEW_LEADER = "new_leader"
    MOVED = "moved"
    LOST_GROUP = "lost_group"
    NO_LEADER = "no_leader"
    NO_PARENT = "no_parent"
    EMPTY_UNIT = "empty_unit"
    RENAMED_TEAM = "renamed_team"
    NO_CHANNEL = "no_channel"
    ROOMS = "rooms"
    NOT_FOUND = "not_found"
    GUESTS = "guests"
    SHARED_MAILBOXES = "shared_mailboxes"
    NO_ADDRESS = "no_address"
    NO_MAILBOX = "no_mailbox"
    UNREADABLE = "unreadable"
    OWN_ZONE = "own_zone"
    NOTES = "notes"


TITLES: Mapping[Topic, str] = {
    Topic.JOINED: "Joined",
    Topic.RETURNED: "Came back",
    Topic.LEFT: "Left or disabled; their OKRs and comments are kept",
    Topic.RENAMED: "Renamed",
    Topic.NEW_ADDRESS: "New address",
    Topic.NEW_MANAGER: "New manager",
    Topic.NEW_UNIT: "New units",
    Topic.RENAMED_UNIT: "Units renamed",
    Topic.NEW_LEADER: "New leader",
    Topic.MOVED: "In other units than before",
    Topic.LOST_GROUP: "Units that the map makes no more (group gone, or left out); kept with their OKRs",
    Topic.NO_LEADER: "Units without a leader: give them one in the directory, or in the map",
    Topic.NO_PARENT: "Teams without a department: name it in the map",
    Topic.EMPTY_UNIT: "Units without members",
    Topic.RENAMED_TEAM: "Teams teams and channels renamed",
    Topic.NO_CHANNEL: "Units without a channel: there is no Teams team or channel of that name",
    Topic.ROOMS: "Rooms",
    Topic.NOT_FOUND: "Not in the directory",
    Topic.GUESTS: "Guests; they take part where an OKR invites them",
    Topic.SHARED_MAILBOXES: "Left out: shared mailboxes, rooms and equipment",
    Topic.NO_ADDRESS: "Left out: accounts without mail that are in no unit, as those of services are",
    Topic.NO_MAILBOX: "Without a mailbox in the cloud: free/busy is unknown, others send their invitations",
    Topic.UNREADABLE: "Mailboxes whose settings the app may not read (MailboxSettings.Read, RBAC)",
    Topic.OWN_ZONE: "Working hours in a time zone that only the mailbox knows; the hours before are kept",
    Topic.NOTES: "Notes",
}

# What is so, and not what has changed; it is told again each time.
STANDING = (
    Topic.LOST_GROUP,
    Topic.NO_LEADER,
    Topic.NO_PARENT,
    Topic.EMPTY_UNIT,
    Topic.NO_CHANNEL,
    Topic.NOT_FOUND,
    Topic.GUESTS,
    Topic.SHARED_MAILBOXES,
    Topic.NO_ADDRESS,
    Topic.NO_MAILBOX,
    Topic.UNREADABLE,
    Topic.OWN_ZONE,
    Topic.NOTES,
)


@dataclass
class Report:
    """Entries by topic, and how many there are of everything."""

    entries: dict[Topic, list[str]] = field(default_factory=dict[Topic, list[str]])
    counts: dict[str, int] = field(default_factory=dict[str, int])

    def tell(self, topic: Topic, entry: str) -> None:
        self.entries.setdefault(topic, []).append(entry)

    def of(self, topic: Topic) -> list[str]:
        return self.entries.get(topic, [])

    @property
    def has_changes(self) -> bool:
        return any(self.entries.get(topic) for topic in Topic if topic not in STANDING)

    def as_json(self) -> dict[str, Any]:
        entries = {topic.value: self.entries[topic] for topic in Topic if self.entries.get(topic)}
        return {"entries": entries, "counts": self.counts}

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Self:
        """The report that was stored; topics of another version are left out."""
        known = {topic.value for topic in Topic}
        stored: Mapping[str, list[str]] = values.get("entries", {})
        entries = {Topic(name): list(lines) for name, lines in stored.items() if name in known}
        return cls(entries, dict(values.get("counts", {})))
