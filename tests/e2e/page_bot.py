"""A bot and a tab of a few lines, behind the stand-in's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

Json = dict[str, Any]
TEAMS_JS = Path(__file__).parents[2] / "node_modules/@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
TITLE = "Make onboarding quick"

TAB = """<!doctype html><html lang="en"><title>Tab</title><p id="said">…</p>
<script src="/tab/teams.js"></script><script src="/tab/tab.js"></script></html>"""
TAB_JS = """
const said = document.getElementById('said');
const teams = window.microsoftTeams;
async function start() {
  await teams.app.initialize([location.ancestorOrigins[0]]);
  const context = await teams.app.getContext();
  const token = await teams.authentication.getAuthToken();
  const claims = JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  const { id, subPageId } = context.page;
  const show = theme => said.textContent = [id, subPageId, claims.name, theme].join(' | ');
  teams.app.registerOnThemeChangeHandler(show);
  show(context.app.theme);
  teams.app.notifySuccess();
}
start().catch(error => said.textContent = String(error));
"""


def okr_card(app_id: str) -> Json:
    """A card with everything that a page has to know: dates, a bar, dialogs, a button, a deep link."""
    link = f"https://teams.microsoft.com/l/entity/{app_id}/okr?context=%7B%22subEntityId%22%3A%22ONB-1%22%7D"
    opened = {"msteams": {"type": "task/fetch"}}
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": TITLE,
        "body": [
            {"type": "TextBlock", "text": TITLE, "style": "heading", "wrap": True},
            {"type": "TextBlock", "text": "Until {{TIME(2027-01-12T09:24:00Z)}} **soon**", "wrap": True},
            {"type": "ProgressBar", "value": 31, "max": 100},
        ],
        "actions": [
            {"type": "Action.Submit", "title": "Comment", "data": opened, "style": "positive"},
            {"type": "Action.Execute", "title": "Confirm", "verb": "confirm", "data": {}},
            {"type": "Action.OpenUrl", "title": "Open", "url": link},
        ],
    }


DIALOG: Json = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {
            "type": "Input.Text",
            "id": "text",
            "label": "Your words",
            "isRequired": True,
            "errorMessage": "Please write something first",
        }
    ],
    "actions": [{"type": "Action.Submit", "title": "Post", "data": {"verb": "comment.add"}}],
}


class PageBot:
    """Answers as the app does: a dialog, thanks for its words, another card for a button."""

    def __init__(self) -> None:
        self.received: list[Json] = []
        self.app_id = ""

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/api/messages", self._messages)
        app.router.add_get("/tab/", _text(TAB, "text/html"))
        app.router.add_get("/tab/tab.js", _text(TAB_JS, "text/javascript"))
        app.router.add_get("/tab/teams.js", _text(TEAMS_JS.read_text("utf-8"), "text/javascript"))

    def named(self, name: str) -> list[Json]:
        return [each for each in self.received if each.get("name") == name]

    async def _messages(self, request: web.Request) -> web.Response:
        activity: Json = await request.json()
        self.received.append(activity)
        return web.json_response(self._answer(activity))

    def _answer(self, activity: Json) -> Json:
        match activity.get("name"):
            case "task/fetch":
                shown = {"title": "Comment", "card": {"contentType": CARD_TYPE, "content": DIALOG}}
                return {"task": {"type": "continue", "value": shown}}
            case "task/submit":
                return {"task": {"type": "message", "value": "Thank you."}}
            case "adaptiveCard/action":
                card = {**okr_card(self.app_id), "actions": []}
                return {"statusCode": 200, "type": CARD_TYPE, "value": card}
            case _:
                return {}


def _text(text: str, kind: str) -> Any:
    async def handler(request: web.Request) -> web.Response:
        del request
        return web.Response(text=text, content_type=kind)

    return handler
