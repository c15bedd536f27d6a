"""The addresses by which somebody on this machine acts in the stand-in tenant."""

from __future__ import annotations

from aiohttp import web

from teams_app.sandbox.acting import (
    calendars,
    clicking,
    controls,
    directory,
    meetings,
    reading,
    showing,
    writing,
)
from teams_app.sandbox.acting.door import ActingHandler, answering
from teams_app.sandbox.connector.channel import provide_channel

ROOT = "/sandbox/api"

ROUTES: tuple[tuple[str, str, ActingHandler], ...] = (
    ("GET", "/company", showing.company),
    ("GET", "/conversations", showing.conversations),
    ("POST", "/conversations", controls.open_chat),
    ("DELETE", "/conversations/{conversation}", controls.close),
    ("GET", "/conversations/{conversation}/messages", showing.messages),
    ("GET", "/conversations/{conversation}/meeting", meetings.meeting),
    ("GET", "/log", showing.log),
    ("GET", "/changes", reading.changes),
    ("GET", "/people/{email}/calendar", calendars.calendar),
    ("POST", "/people/{email}/answers", calendars.answer),
    ("PATCH", "/people/{email}/events/{event}", calendars.move),
    ("DELETE", "/people/{email}/events/{event}", calendars.delete),
    ("POST", "/people/{email}/meetings", meetings.attend),
    ("POST", "/people/{email}/read", reading.read),
    ("POST", "/people/{email}/messages", writing.write),
    ("PATCH", "/people/{email}/messages/{message}", writing.edit),
    ("DELETE", "/people/{email}/messages/{message}", writing.delete),
    ("POST", "/people/{email}/messages/{message}/undelete", writing.undelete),
    ("POST", "/people/{email}/reactions", writing.react),
    ("POST", "/people/{email}/clicks", clicking.click),
    ("POST", "/people/{email}/refreshes", clicking.refresh),
    ("POST", "/people/{email}/dialogs", clicking.send_dialog),
    ("POST", "/install", controls.install),
    ("GET", "/switches", controls.switches),
    ("POST", "/switches", controls.switches),
    ("POST", "/directory", directory.act),
    ("GET", "/directory/switches", directory.switches),
    ("POST", "/directory/switches", directory.switches),
    ("GET", "/deliveries", controls.deliveries),
    ("POST", "/keys/rotate", controls.rotate),
)


def add_routes(app: web.Application) -> None:
    """Serve them; the application must have its tenant already."""
    provide_channel(app)
    for method, path, handler in ROUTES:
        app.router.add_route(method, ROOT + path, answering(handler))
