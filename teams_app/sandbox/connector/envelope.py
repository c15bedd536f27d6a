"""What every activity from Teams has around its content.

Shapes: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
and https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from teams_app.sandbox.company import Team
from teams_app.sandbox.connector.switches import Switches
from teams_app.sandbox.message_values import Author, Conversation, Json, Mention
from teams_app.sandbox.tenant import Tenant

APP_NAME = "OKR Share"


def bot_author(tenant: Tenant) -> Author:
    """The app as Teams shows it."""
    return Author("bot", f"28:{tenant.app_id}", APP_NAME)


def team_of(tenant: Tenant, place: Conversation) -> Team | None:
    """The Teams team of a channel."""
    return next((team for team in tenant.company.teams if team.group_id == place.team), None)


def place_name(tenant: Tenant, place: Conversation) -> str:
    """What people call it: "OKRs of Onboarding" for a channel."""
    team = team_of(tenant, place)
    return f"{place.name} of {team.name}" if team else place.name


def team_thread(team: Team) -> str:
    """A Teams team's id towards bots, which is that of its General channel."""
    return team.channels[0].id


@dataclass(frozen=True)
class Envelope:
    """Builds activities of one place, thread and sender.

    :param root_id: the thread's first message, in channels.
    :param at: when it happened, if not now.
    """

    tenant: Tenant
    switches: Switches
    place: Conversation
    sender: Author
    root_id: str | None = None
    at: datetime | None = None

    def activity(self, kind: str, activity_id: str = "", /, **content: object) -> Json:
        """An activity of this type; without an id it gets one as events have."""
        now = self.at or self.tenant.clock()
        slash = "" if self.switches.service_url_slash else "/"
        return {
            "type": kind,
            "id": activity_id or f"f:{uuid.uuid4()}",
            "timestamp": _iso(now.astimezone(UTC)),
            "localTimestamp": _iso(now.astimezone(ZoneInfo(self._time_zone))),
            "localTimezone": self._time_zone,
            "serviceUrl": self.tenant.service_url.removesuffix(slash),
            "channelId": "msteams",
            "from": self._sender(),
            "conversation": self._conversation(),
            "recipient": {"id": f"28:{self.tenant.app_id}", "name": APP_NAME},
            "entities": [self._client()],
            "channelData": self.channel_data(),
            "locale": "en-GB",
            **content,
        }

    def channel_data(self, **more: object) -> Json:
        """Teams' own part: tenant, and the team and channel, or the meeting."""
        data: Json = {"tenant": {"id": self.sender_tenant}, **more}
        team = team_of(self.tenant, self.place)
        if team:
            data["teamsChannelId"] = self.place.id
            data["teamsTeamId"] = team_thread(team)
            data["channel"] = {"id": self.place.id}
            data.setdefault("team", {"id": team_thread(team)})
        if self.place.meeting:
            data["meeting"] = {"id": self.meeting_id}
        return data

    @property
    def meeting_id(self) -> str:
        """A meeting's id towards bots, made of its chat's."""
        return base64.b64encode(f"0#{self.place.id}#0".encode()).decode()

    @property
    def sender_tenant(self) -> str:
        """A stranger's tenant in their own place; ours for whoever is in a meeting of ours."""
        return self.tenant.tenant_id if self.place.meeting else self.sender.tenant_id or self.tenant.tenant_id

    def mention(self, person: Mention) -> Json:
        """The entity of a mention."""
        return {
            "type": "mention",
            "mentioned": {"id": person.id, "name": person.name},
            "text": f"<at>{person.name}</at>",
        }

    def _sender(self) -> Json:
        sender: Json = {"id": self.sender.id, "name": self.sender.name}
        if self.sender.object_id:
            sender["aadObjectId"] = self.sender.object_id
        return sender

    def _conversation(self) -> Json:
        in_thread = self.place.kind == "channel" and self.root_id
        conversation: Json = {
            "conversationType": self.place.kind,
            "tenantId": self.sender_tenant,
            "id": f"{self.place.id};messageid={self.root_id}" if in_thread else self.place.id,
        }
        return conversation if self.place.kind == "personal" else {"isGroup": True, **conversation}

    @property
    def _time_zone(self) -> str:
        person = self.tenant.company.by_email.get(self.sender.email or "")
        return person.time_zone if person else "UTC"

    def _client(self) -> Json:
        return {
            "type": "clientInfo",
            "locale": "en-GB",
            "country": "GB",
            "platform": "Windows",
            "timezone": self._time_zone,
        }


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
