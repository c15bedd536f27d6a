"""What people do in the stand-in tenant, and how the bot hears of it."""

from __future__ import annotations

from tests.integration.sandbox_teams.teams_http import AMINA, EWA, Teams

FABRIKAM = "8f6f2c5e-6a53-4ab5-9d2c-0b8b3a1d4e77"


def other_member(teams: Teams) -> str:
    """Somebody of Onboarding who is not Amina."""
    return next(email for email in teams.onboarding.members if email != AMINA)


async def test_a_reply_under_a_card_reaches_the_bot_without_a_mention(teams: Teams) -> None:
    root = await teams.post_card()
    reply = await teams.say(AMINA, "Which plans first?", root)
    [heard] = await teams.heard()
    amina, general = teams.person(AMINA), teams.onboarding.channels[0]
    tenant_id = teams.sandbox.tenant.tenant_id
    assert heard["from"] == {"id": amina.teams_id, "name": "Amina Diallo", "aadObjectId": amina.object_id}
    assert heard["recipient"]["id"] == f"28:{teams.sandbox.tenant.app_id}"
    assert heard["conversation"] == {
        "isGroup": True,
        "conversationType": "channel",
        "tenantId": tenant_id,
        "id": f"{teams.channel.id};messageid={root}",
    }
    assert heard["channelData"] == {
        "tenant": {"id": tenant_id},
        "teamsChannelId": teams.channel.id,
        "teamsTeamId": general.id,
        "channel": {"id": teams.channel.id},
        "team": {"id": general.id},
    }
    assert (heard["type"], heard["id"], heard["replyToId"]) == ("message", reply, root)
    assert heard["text"] == "Which plans first?"
    assert heard["attachments"] == [{"contentType": "text/html", "content": "<p>Which plans first?</p>"}]
    assert heard["serviceUrl"] == teams.sandbox.tenant.service_url
    assert heard["entities"][-1]["timezone"] == amina.time_zone


async def test_the_token_names_the_service_url_and_lasts_an_hour(teams: Teams) -> None:
    await teams.say(AMINA, "Hello")
    await teams.heard()
    [claims] = teams.bot.claims
    assert claims["serviceurl"] == teams.bot.received[0]["serviceUrl"]
    assert 3600 <= claims["exp"] - claims["nbf"] <= 3900


async def test_after_a_change_of_keys_the_new_one_signs(teams: Teams) -> None:
    for retire in (False, True):
        rotated = await teams.act("POST", "keys/rotate", {"issuer": "channel", "retire": retire})
        await teams.say(AMINA, "Hello")
        await teams.heard()
        assert teams.sandbox.tenant.channel_signing.kid == rotated.body["kid"]
    keys = teams.sandbox.tenant.channel_signing.jwks()["keys"]
    assert (len(keys), keys[0]["endorsements"]) == (1, ["msteams"])
    assert len(teams.bot.claims) == 2


async def test_mentions_come_as_elements_and_entities(teams: Teams) -> None:
    other = other_member(teams)
    name = teams.person(other).name
    await teams.say(AMINA, f"Thanks @{name}", mentions=[other, "bot"])
    [heard] = await teams.heard()
    assert heard["text"] == f"<at>OKR Share</at> Thanks <at>{name}</at>"
    mentioned = [each["mentioned"]["id"] for each in heard["entities"] if each["type"] == "mention"]
    assert mentioned == [teams.person(other).teams_id, f"28:{teams.sandbox.tenant.app_id}"]


async def test_edits_deletions_and_returns_are_reported(teams: Teams) -> None:
    message = await teams.say(AMINA, "one")
    await teams.act("PATCH", f"people/{AMINA}/messages/{message}", {"text": "two"})
    await teams.act("DELETE", f"people/{AMINA}/messages/{message}")
    await teams.act("POST", f"people/{AMINA}/messages/{message}/undelete")
    _, *changes = await teams.heard()
    assert [(each["type"], each["channelData"]["eventType"], each.get("text")) for each in changes] == [
        ("messageUpdate", "editMessage", "two"),
        ("messageDelete", "softDeleteMessage", None),
        ("messageUpdate", "undeleteMessage", "two"),
    ]
    assert {each["id"] for each in changes} == {message}


async def test_lost_edits_are_seen_in_the_channel_only(teams: Teams) -> None:
    await teams.act("POST", "switches", {"lost_edits": True})
    message = await teams.say(AMINA, "one")
    own = await teams.say(AMINA, "one", conversation="personal")
    for changed in (message, own):
        await teams.act("PATCH", f"people/{AMINA}/messages/{changed}", {"text": "two"})
    assert [each["id"] for each in await teams.heard("messageUpdate")] == [own]
    [thread] = await teams.threads(teams.channel.id)
    assert thread["text"] == "two"


async def test_reactions_are_reported_on_the_bots_messages_only(teams: Teams) -> None:
    root = await teams.post_card()
    reply = await teams.say(AMINA, "Nice", root)
    for message in (root, reply):
        await teams.act("POST", f"people/{AMINA}/reactions", {"message": message, "type": "heart"})
    await teams.act("POST", f"people/{AMINA}/reactions", {"message": root, "type": "heart", "remove": True})
    added, removed = await teams.heard("messageReaction")
    assert (added["replyToId"], added["reactionsAdded"]) == (root, [{"type": "heart"}])
    assert removed["reactionsRemoved"] == [{"type": "heart"}]
    [thread] = await teams.threads(teams.channel.id)
    assert [given["email"] for given in thread["replies"][0]["reactions"]] == [AMINA]


async def test_a_personal_chat_is_no_group(teams: Teams) -> None:
    await teams.say(AMINA, "hi", conversation="personal")
    [heard] = await teams.heard()
    assert heard["conversation"]["conversationType"] == "personal"
    assert "isGroup" not in heard["conversation"]
    assert heard["channelData"] == {"tenant": {"id": teams.sandbox.tenant.tenant_id}}


async def test_a_quoting_reply_in_a_meeting_chat(teams: Teams) -> None:
    wanted = {"name": "Onboarding share meeting", "members": [AMINA, EWA], "meeting": True}
    chat = (await teams.act("POST", "conversations", wanted)).body["id"]
    first = await teams.say(AMINA, "Ready?", conversation=chat)
    await teams.say(EWA, "Yes", first, conversation=chat)
    _, answer = await teams.heard()
    assert answer["conversation"]["conversationType"] == "groupChat"
    assert answer["channelData"]["meeting"]["id"]
    assert f'itemid="{first}"' in answer["attachments"][0]["content"]
    assert answer["text"].endswith("Yes")


async def test_an_installation_is_told_as_teams_does(teams: Teams) -> None:
    await teams.act("POST", "install", {"team": "Onboarding", "remove": True})
    await teams.say(AMINA, "Nobody listens")
    await teams.act("POST", "install", {"team": "Onboarding"})
    left, removed, came, added = await teams.heard()
    bot, group_id = {"id": f"28:{teams.sandbox.tenant.app_id}"}, teams.onboarding.group_id
    assert (left["type"], left["membersRemoved"]) == ("conversationUpdate", [bot])
    assert (removed["type"], removed["action"]) == ("installationUpdate", "remove")
    assert (came["membersAdded"], came["channelData"]["eventType"]) == ([bot], "teamMemberAdded")
    assert came["channelData"]["team"]["aadGroupId"] == group_id
    assert (added["action"], added["conversation"]["id"]) == ("add", teams.onboarding.channels[0].id)


async def test_a_person_installs_and_removes_the_app(teams: Teams) -> None:
    await teams.act("POST", "install", {"person": AMINA})
    await teams.act("POST", "install", {"person": AMINA, "remove": True})
    heard = await teams.heard()
    assert [each["type"] for each in heard] == [
        "conversationUpdate",
        "installationUpdate",
        "installationUpdate",
    ]
    assert {each["conversation"]["conversationType"] for each in heard} == {"personal"}


async def test_without_consent_only_mentions_are_heard(teams: Teams) -> None:
    await teams.act("POST", "switches", {"rsc": False})
    await teams.say(AMINA, "Among us")
    told = await teams.say(AMINA, "Listen", mentions=["bot"])
    assert [each["id"] for each in await teams.heard()] == [told]


async def test_strangers_come_with_their_tenant_or_without_an_id(teams: Teams) -> None:
    federated = {"tenant": FABRIKAM, "name": "Mallory"}
    await teams.say("stranger", "hi", stranger=federated)
    await teams.say("stranger", "hi", stranger={"name": "Anonymous"}, conversation="personal")
    chat = teams.sandbox.tenant.messages.open_chat("Meeting", [AMINA], meeting=True)
    await teams.say("stranger", "hi", stranger=federated, conversation=chat.id)
    by_text = {each["conversation"]["conversationType"]: each for each in await teams.heard()}
    ours = {"id": teams.sandbox.tenant.tenant_id}
    assert by_text["channel"]["channelData"]["tenant"] == {"id": FABRIKAM}
    assert by_text["channel"]["conversation"]["tenantId"] == FABRIKAM
    assert "aadObjectId" not in by_text["personal"]["from"]
    attendee = by_text["groupChat"]
    assert attendee["channelData"]["tenant"] == ours
    assert attendee["from"]["aadObjectId"] not in teams.sandbox.tenant.company.by_id


async def test_people_act_where_they_are_and_on_what_they_wrote(teams: Teams) -> None:
    message = await teams.say(AMINA, "Mine")
    path = f"people/{EWA}/messages"
    outside = await teams.act("POST", path, {"conversation": teams.channel.id, "text": "hi"})
    assert (outside.status, outside.body) == (403, {"error": "Ewa Nowak is not in OKRs of Onboarding."})
    assert (await teams.act("PATCH", f"{path}/{message}", {"text": "Yours"})).status == 403
    assert (await teams.act("DELETE", f"{path}/1")).status == 404
    assert (await teams.act("POST", "people/nobody@x.example/messages", {})).status == 404
    assert (await teams.act("POST", path, {"conversation": "personal", "text": ""})).status == 400
    assert (await teams.act("POST", path, {"text": "hi"})).body == {"error": "conversation is missing."}
    assert (await teams.act("POST", path, ["hi"])).status == 400
    assert (await teams.act("POST", path, {"conversation": "personal", "text": "\ud83d"})).status == 400


async def test_the_company_is_shown_with_all_ids(teams: Teams) -> None:
    company = (await teams.act("GET", "company")).body
    assert len(company["people"]) == len(teams.sandbox.tenant.company.people)
    shown = next(team for team in company["teams"] if team["name"] == "Onboarding")
    assert (shown["group_id"], shown["id"]) == (teams.onboarding.group_id, teams.onboarding.channels[0].id)
    assert shown["channels"][1] == {"id": teams.channel.id, "name": "OKRs"}
