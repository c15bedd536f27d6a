"""The addresses of the Bot connector and of its OpenID document."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from teams_app.sandbox.connector import activities, conversations, openid, rosters
from teams_app.sandbox.connector.channel import CHANNEL, provide_channel
from teams_app.sandbox.connector.door import for_the_bot
from teams_app.sandbox.connector.installing import tell_installed
from teams_app.sandbox.tenant import TENANT

V3 = "/connector/v3"


def add_routes(app: web.Application) -> None:
    """Serve them; the application must have its tenant already."""
    provide_channel(app)
    app[TENANT].tell_installed = partial(tell_installed, app[CHANNEL])
    conversation = f"{V3}/conversations/{{conversation}}"
    activity = f"{conversation}/activities/{{activity}}"
    app.add_routes(
        [
            web.get(f"{openid.ROOT}/openidconfiguration", openid.configuration),
            web.get(f"{openid.ROOT}/keys", openid.keys),
            web.post(f"{V3}/conversations", for_the_bot(conversations.create)),
            web.post(f"{conversation}/activities", for_the_bot(activities.send)),
            web.post(activity, for_the_bot(activities.send)),
            web.put(activity, for_the_bot(activities.update)),
            web.delete(activity, for_the_bot(activities.delete)),
            web.get(f"{conversation}/members", for_the_bot(rosters.members)),
            web.get(f"{conversation}/pagedmembers", for_the_bot(rosters.paged_members)),
            web.get(f"{conversation}/members/{{member}}", for_the_bot(rosters.member)),
            web.get(f"{V3}/teams/{{team}}", for_the_bot(rosters.team)),
            web.get(f"{V3}/teams/{{team}}/conversations", for_the_bot(rosters.channels)),
        ]
    )
