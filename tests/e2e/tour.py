"""A walk through the product by clicks and words only, on the page of the stand-in tenant.

``python -m tests.e2e.tour`` walks it and takes the pictures of the README.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from teams_app.demo.run import Ports, Stage, set_stage
from tests.e2e.chromium import ARGUMENTS, CHROMIUM
from tests.e2e.free_ports import free_ports

PICTURES = Path(__file__).parent / "pictures"
PATIENCE = 90_000  # milliseconds; planning, booking and posting take their time on a busy machine
TITLE = "Make onboarding quick and clear for new customers"
REPLY = "Which plans get the guided setup first? Success wants to tell its customers this week."


class Tour:
    """The page, and what a person does on it; ``pictures`` is where screenshots go, if they are wanted."""

    def __init__(self, page: Page, stage: Stage, pictures: Path | None = None) -> None:
        self.page, self.stage, self.pictures = page, stage, pictures

    async def plan_and_confirm(self) -> None:
        """The organizer asks for the share week, sees the proposal and confirms it."""
        await self._act_as("Helena Brandt")
        await self._link("OKR Share").click()
        box = self.page.locator(".write").last.get_by_role("textbox")
        await box.fill("plan the share week")
        await box.press("Enter")  # in the box that is there now: a place that opens anew brings its own
        confirm = self.page.locator(".ac-pushButton", has_text="Confirm and invite").last
        await confirm.scroll_into_view_if_needed()
        await self._picture("week")
        await confirm.click()
        await expect(self.page.get_by_text("share meetings are booked").last).to_be_visible()

    async def see_the_invitations(self) -> None:
        """Somebody looks at their own week."""
        await self._act_as("Amina Diallo")
        await self.page.get_by_role("link", name="Open the week").click()
        await self.page.get_by_label("Week after").click()
        week = self.page.get_by_role("region", name="Week of Amina Diallo")
        await expect(week.get_by_text("Onboarding share meeting").first).to_be_visible()
        await self._picture("calendar")

    async def reply(self) -> None:
        """A reply under the card of an OKR, without naming the app; when the app has posted them all."""
        await expect(self.page.get_by_text("Working …")).to_be_hidden()
        await self._act_as("Felix Maurer")
        await self._channel("Onboarding").click()
        await expect(self.card).to_be_visible()
        box = self.card.get_by_label("Reply as Felix Maurer")
        await box.fill(REPLY)
        await box.press("Enter")
        await expect(self.card.locator(".thread")).to_contain_text("Received by the app")
        await expect(self.card).to_contain_text("1 comment")
        await self.card.scroll_into_view_if_needed()
        await self._picture("channel")

    async def see_the_comment_in_the_tab(self) -> None:
        """The card's link opens the OKR in the tab, with its thread."""
        await self.card.locator(".ac-pushButton").get_by_text("Open", exact=True).click()
        tab = self.page.frame_locator("iframe").last
        await expect(tab.get_by_role("heading", name=TITLE)).to_be_visible()
        await expect(tab.get_by_text(REPLY)).to_be_visible()
        await tab.get_by_text(REPLY).scroll_into_view_if_needed()
        await self._picture("tab")

    @property
    def card(self) -> Locator:
        return self.page.locator(".post", has=self.page.get_by_role("heading", name=TITLE))

    async def _act_as(self, name: str) -> None:
        await self.page.get_by_role("button", name="You act as").click()
        await self.page.keyboard.type(name)
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("button", name="You act as")).to_contain_text(name)

    def _link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name).first

    def _channel(self, team: str) -> Locator:
        return self.page.locator("li", has=self.page.locator(".team", has_text=team)).get_by_text("OKRs").last

    async def _picture(self, name: str) -> None:
        if self.pictures:
            await self.page.evaluate("document.fonts.ready")
            await self.page.screenshot(path=self.pictures / f"{name}.png")


@asynccontextmanager
async def tour(folder: Path, pictures: Path | None = None) -> AsyncGenerator[Tour]:
    """Everything started below a folder, and the page open in a Chromium."""
    tenant, bot = free_ports()
    async with set_stage(folder, Ports(tenant, bot), _silent) as stage, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        await page.goto(f"http://127.0.0.1:{tenant}/")
        yield Tour(page, stage, pictures)
        await browser.close()


async def walk(walked: Tour) -> None:
    await walked.plan_and_confirm()
    await walked.see_the_invitations()
    await walked.reply()
    await walked.see_the_comment_in_the_tab()


async def _take_pictures() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="okr-tour-") as folder:
        async with tour(Path(folder), PICTURES) as walked:
            await walk(walked)


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    asyncio.run(_take_pictures())
