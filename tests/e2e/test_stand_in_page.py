"""The page of the stand-in tenant in a real Chromium: what a person sees there and can do."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web
from page_bot import TEAMS_JS, TITLE, PageBot, okr_card
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect

from teams_app.sandbox.connector.teams_text import html_of
from teams_app.sandbox.entra.tokens import BOT_CONNECTOR, app_token
from teams_app.sandbox.page.routes import STATIC
from tests.integration.sandbox_teams.bot_double import BotDouble
from tests.integration.sandbox_teams.teams_http import AMINA, Teams
from tests.integration.watched import watched
from tests.unit.sandbox_page.invitations import book

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RUN = """axe.run(document, {iframes: false})
  .then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))"""
AT_REST = "Promise.allSettled(document.getAnimations().map(animation => animation.finished))"
ELSEWHERE = "res.cdn.office.net"  # teams-js asks there for a list of hosts, and does without it
NEEDED = {
    CHROMIUM: "There is no Chromium: `apt-get install chromium`, or name one in CHROMIUM.",
    STATIC / "main.js": "The stand-in's page is not built: `make setup`.",
    AXE: "axe-core is not installed: `make setup`.",
    TEAMS_JS: "teams-js is not installed: `make setup`.",
}
missing = [reason for path, reason in NEEDED.items() if not path.exists()]
pytestmark = pytest.mark.skipif(bool(missing), reason=" ".join(missing))

FELIX, TOM = "felix.maurer@tidewell.example", "tom.kessler@tidewell.example"


class Screen:
    """The page as somebody has it before them."""

    def __init__(self, page: Page, teams: Teams, bot: PageBot) -> None:
        self.page, self.teams, self.bot = page, teams, bot
        self.faults: list[str] = []
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)

    async def open(self, email: str = AMINA, **view: str) -> None:
        chosen = view or {"place": self.teams.channel.id}
        address = "&".join(f"{name}={quote(value, safe='')}" for name, value in chosen.items())
        root = self.teams.sandbox.tenant.base_url
        await self.page.goto(f"{root}/#as={quote(email)}&{address}")

    def _heard(self, told: ConsoleMessage) -> None:
        if told.type == "error" and ELSEWHERE not in f"{told.text} {told.location['url']}":
            self.faults.append(told.text)

    @property
    def post(self) -> Locator:
        """The newest post, which is this test's."""
        return self.page.locator(".post").last

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def press(self, title: str) -> None:
        """A button of the card."""
        await self.post.locator(".ac-pushButton").get_by_text(title, exact=True).click()

    async def findings(self) -> list[str]:
        """What axe-core has against the page once nothing on it fades in or changes its colour any more."""
        await self.page.evaluate(AT_REST)
        await self.page.evaluate(AXE.read_text("utf-8"))
        return [str(each) for each in await self.page.evaluate(AXE_RUN)]


@pytest.fixture(scope="module")
async def bot_and_teams(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[PageBot, Teams]]:
    bot, app = PageBot(), web.Application()
    bot.add_routes(app)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    async with (
        watched(tmp_path_factory.mktemp("page"), bot_url=url) as sandbox,
        aiohttp.ClientSession() as session,
    ):
        bot.app_id = sandbox.tenant.app_id
        yield bot, Teams(sandbox, BotDouble(), session, app_token(sandbox.tenant, BOT_CONNECTOR))
    await runner.cleanup()


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest.fixture
async def screen(browser: Browser, bot_and_teams: tuple[PageBot, Teams]) -> AsyncIterator[Screen]:
    """A card stands in the channel; nothing on the page may fail, or be against its policy."""
    bot, teams = bot_and_teams
    bot.received.clear()
    await teams.post_card(okr_card(bot.app_id))
    context = await browser.new_context(viewport={"width": 1200, "height": 860}, locale="en-GB")
    shown = Screen(await context.new_page(), teams, bot)
    yield shown
    await context.close()
    assert not shown.faults


async def _week(teams: Teams, subject_day: int) -> Any:
    start = datetime(2027, 1, subject_day, 9, tzinfo=UTC)
    return await book(teams, AMINA, [FELIX, TOM], start, start + timedelta(hours=1))


async def test_nobody_can_take_it_for_microsoft_teams(screen: Screen) -> None:
    await screen.open()
    await expect(screen.page.get_by_text("This is not Microsoft Teams.")).to_be_visible()
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("Stand-in tenant")


async def test_whoever_has_chosen_nothing_begins_where_most_is_to_be_read(screen: Screen) -> None:
    await screen.page.goto(screen.teams.sandbox.tenant.base_url)
    await expect(screen.page.locator("#middle").get_by_role("heading", level=2)).to_be_visible()


async def test_a_person_is_found_by_name_and_taken_by_keyboard(screen: Screen) -> None:
    await screen.open()
    await screen.page.get_by_role("button", name="You act as").focus()
    await screen.page.keyboard.press("Enter")
    await screen.page.keyboard.type("kessl")
    await expect(screen.page.get_by_role("option")).to_have_count(1)
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.get_by_role("button", name="You act as")).to_contain_text("Tom Kessler")
    await expect(screen.page.get_by_text("Calendar of Tom")).to_be_visible()


async def test_a_card_is_drawn_with_times_in_the_zone_of_who_reads(screen: Screen) -> None:
    await screen.open()  # Amina's is Berlin's
    await expect(screen.post.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(screen.post.get_by_text("Until 10:24")).to_be_visible()
    await expect(screen.post.get_by_role("img", name="31 %")).to_be_visible()


async def test_a_reply_is_seen_under_its_card_and_heard_by_the_app(screen: Screen) -> None:
    await screen.open()
    await screen.post.get_by_label("Reply as Amina Diallo").fill("Which plans come first?")
    await screen.page.keyboard.press("Enter")
    reply = screen.post.locator(".thread li")
    await expect(reply).to_contain_text("Which plans come first?")
    await expect(reply).to_contain_text("Received by the app")
    assert [each["text"] for each in screen.bot.received if each["type"] == "message"] == [
        "Which plans come first?"
    ]


async def test_what_others_write_comes_by_itself_and_leaves_a_draft_alone(screen: Screen) -> None:
    await screen.open()
    box = screen.post.get_by_label("Reply as Amina Diallo")
    await box.fill("Half a thou")
    thread = screen.teams.sandbox.tenant.messages.messages(screen.teams.channel.id)[-1].id
    await screen.teams.say(FELIX, "I can help.", thread)
    await expect(screen.post.locator(".thread")).to_contain_text("I can help.")
    await expect(box).to_be_focused()
    await screen.page.reload()
    await expect(box).to_have_value("Half a thou")


async def test_ones_own_message_is_changed_deleted_and_brought_back(screen: Screen) -> None:
    await screen.open()
    thread = screen.teams.sandbox.tenant.messages.messages(screen.teams.channel.id)[-1].id
    await screen.teams.say(AMINA, "First words", thread)
    reply = screen.post.locator(".thread li")
    await reply.get_by_role("button", name="React or change").click()
    await reply.get_by_role("button", name="Edit").click()
    await reply.get_by_label("Your message").fill("Better words")
    await reply.get_by_role("button", name="Save").click()
    await expect(reply).to_contain_text("Better words")
    await expect(reply).to_contain_text("edited")
    await reply.get_by_role("button", name="React or change").click()
    await reply.get_by_role("button", name="Delete").click()
    await expect(reply).to_contain_text("This message was deleted.")
    await reply.get_by_role("button", name="Undo").click()
    await expect(reply).to_contain_text("Better words")


async def test_a_reaction_is_given_and_taken_back(screen: Screen) -> None:
    await screen.open()
    root = screen.post.locator("> .message")
    await root.get_by_role("button", name="React or change").click()
    await root.locator(".tools").get_by_role("button", name="like").click()
    given = root.locator(".reactions").get_by_role("button", name="like 1")
    await expect(given).to_have_attribute("aria-pressed", "true")
    await given.click()
    await expect(given).to_have_count(0)


async def test_a_dialog_asks_for_what_is_missing_and_sends_what_was_written(screen: Screen) -> None:
    await screen.open()
    await screen.press("Comment")
    dialog = screen.page.locator(".sheet.dialog")
    words = dialog.get_by_label("Your words")
    await expect(words).to_be_focused()
    await dialog.get_by_role("button", name="Post").click()
    await expect(dialog.get_by_text("Please write something first")).to_be_visible()
    assert not screen.bot.named("task/submit")
    await words.fill("Well done")
    await dialog.get_by_role("button", name="Post").click()
    await expect(dialog).to_contain_text("Thank you.")
    (sent,) = screen.bot.named("task/submit")
    assert sent["value"]["data"] == {"verb": "comment.add", "text": "Well done"}
    await dialog.locator(".btns").get_by_role("button", name="Close").click()
    await expect(screen.post.get_by_role("button", name="Comment", exact=True)).to_be_focused()


async def test_a_button_shows_who_pressed_it_another_card(screen: Screen) -> None:
    await screen.open()
    await screen.press("Confirm")
    await expect(screen.post.get_by_role("button", name="Confirm", exact=True)).to_have_count(0)
    await screen.open(FELIX)
    await expect(screen.post.get_by_role("button", name="Confirm", exact=True)).to_be_visible()


async def test_a_link_of_a_card_opens_the_tab_with_a_sign_in_and_the_theme(screen: Screen) -> None:
    await screen.open()
    await screen.press("Open")
    said = screen.page.frame_locator("iframe[title='OKR Share tab']").locator("#said")
    await expect(said).to_have_text("okr | ONB-1 | Amina Diallo | default")
    await screen.page.locator(".top").get_by_role("button", name="Dark").click()
    await expect(said).to_have_text("okr | ONB-1 | Amina Diallo | dark")


async def test_an_invitation_is_accepted(screen: Screen) -> None:
    event = await _week(screen.teams, 19)
    await screen.open(FELIX, week=FELIX, day="2027-01-18")
    await screen.page.get_by_role("button", name=event["subject"]).last.click()
    await screen.button("Accept").click()
    await expect(screen.page.get_by_text("Accept: sent to Amina Diallo")).to_be_visible()
    await screen.open(AMINA, week=AMINA, day="2027-01-18")
    await screen.page.get_by_role("button", name=event["subject"]).last.click()
    await expect(screen.page.locator(".attendees li").filter(has_text="Felix Maurer")).to_contain_text(
        "accepted"
    )


async def test_another_time_is_proposed(screen: Screen) -> None:
    event = await _week(screen.teams, 20)
    await screen.open(TOM, week=TOM, day="2027-01-18")
    await screen.page.get_by_role("button", name=event["subject"]).last.click()
    await screen.button("Propose another time").click()
    await screen.page.get_by_label("Time").fill("16:30")
    await screen.button("Propose").click()
    await expect(screen.page.get_by_text("Wed 20 Jan 16:30 proposed to Amina Diallo")).to_be_visible()


async def test_a_meeting_is_started_joined_and_ended(screen: Screen) -> None:
    event = await _week(screen.teams, 21)
    await screen.open(AMINA, week=AMINA, day="2027-01-18")
    await screen.page.get_by_role("button", name=event["subject"]).last.click()
    await screen.button("Chat and meeting").click()
    await screen.button("Start and join").click()
    await expect(screen.page.get_by_text("1 of 3 are in it")).to_be_visible()
    await screen.button("Let the other 2 join").click()
    await expect(screen.page.get_by_text("3 of 3 are in it")).to_be_visible()
    await screen.button("End for everybody").click()
    await expect(screen.page.get_by_text("Nobody is in it yet")).to_be_visible()
    await screen.teams.act("GET", "deliveries?wait=idle")
    names = [each["name"].rpartition(".")[2] for each in screen.bot.received if each["type"] == "event"]
    assert (names[0], names[-1]) == ("meetingStart", "meetingEnd")


async def test_hostile_html_does_nothing(screen: Screen) -> None:
    hostile = (
        "<p>Before<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
        "<a href=\"javascript:document.title='taken'\">link</a><b style='position:fixed'>after</b></p>"
    )
    body = {"conversation": screen.teams.channel.id, "html": hostile}
    assert (await screen.teams.act("POST", f"people/{FELIX}/messages", body)).status == 201
    await screen.open()
    words = screen.post.locator(".words")
    await expect(words).to_have_text("Beforelinkafter")
    assert await words.locator("img, script, a, [style]").count() == 0
    assert html_of("taken") not in await screen.page.content()
    await expect(screen.page).not_to_have_title("taken")


async def test_unread_places_are_marked_until_they_are_opened(screen: Screen) -> None:
    personal = screen.teams.sandbox.tenant.messages.personal_chat(AMINA)
    await screen.open(TOM)
    await expect(screen.post).to_be_visible()
    await screen.open(AMINA, place=personal.id)
    channel = screen.page.locator(".rail").get_by_role("link", name="OKRs")
    await expect(channel.locator(".badge")).to_have_text(re.compile(r"unread [1-9]\d*"))
    await channel.click()
    await expect(screen.post).to_be_visible()
    await screen.page.locator(".rail").get_by_role("link", name="OKR Share").click()
    await expect(channel.locator(".badge")).to_have_count(0)


async def test_a_place_of_others_says_so_and_shows_nothing(screen: Screen) -> None:
    await screen.open("ewa.nowak@tidewell.example", place=screen.teams.channel.id)
    await expect(screen.page.get_by_text("Ewa Nowak is not in this place")).to_be_visible()
    assert await screen.page.locator(".post").count() == 0


async def test_the_log_says_what_the_app_did(screen: Screen) -> None:
    await screen.open()
    await expect(screen.page.locator(".log li").first).to_contain_text("Posted a card in OKRs of Onboarding")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(screen: Screen, scheme: Any) -> None:
    event = await _week(screen.teams, 22)
    await screen.page.emulate_media(color_scheme=scheme)
    await screen.open()
    await screen.press("Comment")
    await expect(screen.page.locator(".sheet.dialog")).to_be_visible()
    await screen.page.get_by_role("button", name="You act as").click()
    assert await screen.findings() == []
    await screen.open(TOM, week=TOM, day="2027-01-18")
    await screen.page.get_by_role("button", name=event["subject"]).last.click()
    await expect(screen.button("Accept")).to_be_visible()
    assert await screen.findings() == []


async def test_a_narrow_screen_has_everything_and_nothing_goes_sideways(screen: Screen) -> None:
    await screen.page.set_viewport_size({"width": 320, "height": 640})
    await screen.open()
    for pane, seen in (("Places", ".rail"), ("App", ".right"), ("Posts", ".middle")):
        await screen.button(pane).click()
        await expect(screen.page.locator(seen)).to_be_visible()
        width = await screen.page.evaluate(f"document.querySelector('{seen}').scrollWidth")
        assert width <= 320, pane
    await screen.press("Comment")
    await expect(screen.page.locator(".sheet.dialog")).to_be_visible()
    assert await screen.findings() == []


async def test_news_below_waits_to_be_asked_for(screen: Screen) -> None:
    await screen.page.set_viewport_size({"width": 1200, "height": 400})
    await screen.open()
    await expect(screen.post.get_by_role("heading", name=TITLE)).to_be_attached()
    await screen.teams.say(FELIX, "News")
    news = screen.button("1 new message below")
    await expect(news).to_be_visible()
    assert await screen.page.locator(".posts").evaluate("posts => posts.scrollTop") == 0
    await news.click()
    await expect(screen.page.get_by_text("News", exact=True).last).to_be_in_viewport()
    await expect(news).to_be_hidden()
