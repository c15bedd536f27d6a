"""Clicks on cards and dialogs in the stand-in tenant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.sandbox_teams.teams_http import AMINA, CARD_TYPE, EWA, Teams

Json = dict[str, Any]
CARD: Json = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "Input.Text", "id": "note"}],
    "actions": [
        {"type": "Action.Execute", "title": "Confirm", "verb": "week.confirm", "data": {"plan": 4}},
        {
            "type": "Action.Submit",
            "title": "Comment",
            "data": {"msteams": {"type": "task/fetch"}, "dialog_id": "comment", "okr": "o-17"},
        },
        {"type": "Action.Submit", "title": "Later", "data": {"okr": "o-17"}},
        {"type": "Action.OpenUrl", "title": "Open", "url": "https://teams.microsoft.com/l/entity/1"},
    ],
}
NEXT = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Confirmed"}]}
DIALOG = {"title": "Comment", "card": {"contentType": CARD_TYPE, "content": NEXT}}


async def click(teams: Teams, message: str, action: str | Json, **more: Any) -> Any:
    return await teams.act("POST", f"people/{AMINA}/clicks", {"message": message, "action": action, **more})


async def test_execute_is_an_invoke_with_the_inputs_in_its_data(teams: Teams) -> None:
    root = await teams.post_card(CARD)
    await click(teams, root, "Confirm", inputs={"note": "Fine"})
    [invoke] = teams.bot.received
    assert (invoke["type"], invoke["name"], invoke["replyToId"]) == ("invoke", "adaptiveCard/action", root)
    assert invoke["conversation"]["id"] == f"{teams.channel.id};messageid={root}"
    assert invoke["value"] == {
        "action": {
            "type": "Action.Execute",
            "verb": "week.confirm",
            "data": {"plan": 4, "note": "Fine"},
        },
        "trigger": "manual",
    }


async def test_the_answering_card_is_what_that_person_sees(teams: Teams) -> None:
    root = await teams.post_card(CARD)
    teams.bot.invoke_answer = {"statusCode": 200, "type": CARD_TYPE, "value": NEXT}
    answer = await click(teams, root, CARD["actions"][0])
    assert (answer.body["status"], answer.body["card"]) == (200, NEXT)
    [mine] = await teams.threads(teams.channel.id, AMINA)
    [others] = await teams.threads(teams.channel.id, EWA)
    assert (mine["cards"], others["cards"]) == ([NEXT], [CARD])


@pytest.mark.parametrize("status", [200, 500])
async def test_an_answer_without_a_card_changes_nothing(teams: Teams, status: int) -> None:
    root = await teams.post_card(CARD)
    teams.bot.statuses.append(status)
    teams.bot.invoke_answer = {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Not today",
    }
    answer = await click(teams, root, "Confirm")
    assert (answer.body["status"], answer.body["card"]) == (status, None)
    assert answer.body["answer"]["value"] == "Not today"
    assert len(teams.bot.received) == 1


@pytest.mark.parametrize(
    "answer", [None, [], "?", {"task": "?"}, {"task": {"type": "continue", "value": {"card": 1}}}]
)
async def test_an_answer_that_teams_cannot_read_opens_no_card(teams: Teams, answer: Any) -> None:
    root = await teams.post_card(CARD)
    teams.bot.invoke_answer = answer
    opened = await click(teams, root, "Comment")
    assert (opened.status, opened.body["status"], opened.body["card"]) == (200, 200, None)


async def test_a_dialog_is_fetched_and_sent(teams: Teams) -> None:
    root = await teams.post_card(CARD)
    teams.bot.invoke_answer = {"task": {"type": "continue", "value": DIALOG}}
    opened = await click(teams, root, "Comment")
    assert (opened.body["card"], opened.body["dialog"]["title"]) == (NEXT, "Comment")
    teams.bot.invoke_answer = {"task": {"type": "message", "value": "Posted"}}
    data = {"verb": "comment.add", "text": "Good"}
    sent = await teams.act("POST", f"people/{AMINA}/dialogs", {"message": root, "data": data})
    assert (sent.body["message"], sent.body["dialog"]) == ("Posted", None)
    fetch, submit = teams.bot.received
    assert (fetch["name"], submit["name"]) == ("task/fetch", "task/submit")
    assert fetch["value"]["data"] == CARD["actions"][1]["data"]
    assert submit["value"]["data"] == data


async def test_any_other_submit_is_a_message_with_a_value(teams: Teams) -> None:
    root = await teams.post_card(CARD)
    assert (await click(teams, root, "Later", inputs={"note": "x"})).status == 202
    [heard] = await teams.heard()
    assert (heard["type"], heard["value"]) == ("message", {"okr": "o-17", "note": "x"})
    assert "text" not in heard
    assert len(await teams.threads(teams.channel.id)) == 1


async def test_a_card_refreshes_itself_for_those_it_names(teams: Teams) -> None:
    action = {"type": "Action.Execute", "verb": "agenda.refresh"}
    refresh = {"action": action, "userIds": [teams.person(AMINA).teams_id]}
    root = await teams.post_card({**CARD, "refresh": refresh})
    await teams.act("POST", f"people/{AMINA}/refreshes", {"message": root})
    [invoke] = teams.bot.received
    assert invoke["value"] == {"action": action, "trigger": "automatic"}
    other = next(email for email in teams.onboarding.members if email != AMINA)
    assert (await teams.act("POST", f"people/{other}/refreshes", {"message": root})).status == 400


async def test_clicks_that_lead_nowhere_say_why(teams: Teams) -> None:
    root = await teams.post_card(CARD)
    assert (await click(teams, root, "Open")).body == {"error": "Action.OpenUrl sends nothing to the app."}
    unknown = await click(teams, root, "Reject")
    assert (unknown.status, "Confirm, Comment" in unknown.body["error"]) == (404, True)
    assert (await click(teams, "1", "Confirm")).status == 404
    reply = await teams.say(AMINA, "no card", root)
    assert (await click(teams, reply, "Confirm")).status == 400
    outside = {"message": root, "action": "Confirm"}
    assert (await teams.act("POST", f"people/{EWA}/clicks", outside)).status == 403


async def test_a_stranger_can_press_a_button_too(teams: Teams) -> None:
    root = await teams.post_card(CARD)
    await click(teams, root, "Confirm", stranger={"tenant": "another-tenant", "name": "Mallory"})
    [invoke] = teams.bot.received
    assert invoke["channelData"]["tenant"]["id"] == "another-tenant"
    assert invoke["from"]["name"] == "Mallory"
