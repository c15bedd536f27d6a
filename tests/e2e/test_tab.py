"""The tab in a real Chromium, inside a page that acts as Teams does."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright
from tab_in_teams import Served, axe_findings, serve_tidewell

from teams_app.storage.database import psycopg_url

ROOT = Path(__file__).parents[2]
HOST = ROOT.parent / "shared" / "contracts" / "teams" / "host"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "teams_app" / "tab" / "static" / "main.js"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ORIGIN = "https://okr.example.org"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THEMES = {"default": "light", "dark": "dark", "contrast": "contrast"}
NEEDED = {
    HOST / "teams_host.py": "The page that acts as Teams is not at ../shared/contracts/teams/host.",
    CHROMIUM: "There is no Chromium: `apt-get install chromium`, or name one in CHROMIUM.",
    BUILT: "The tab is not built: `make setup`.",
    AXE: "axe-core is not installed: `make setup`.",
}
missing = [reason for path, reason in NEEDED.items() if not path.exists()]
pytestmark = pytest.mark.skipif(bool(missing), reason=" ".join(missing))


class Screen:
    """The tab as somebody opens it in Teams."""

    def __init__(self, browser: Browser, served: Served, path: str = "/tab/", **options: Any) -> None:
        from teams_host import (  # noqa: PLC0415 # pyright: ignore[reportMissingImports]  # not there where tests are skipped
            HostOptions,
            open_tab,
        )

        context = {"channelId": served.channel, **options.pop("context", {})}
        place = {"host_url": options.pop("host_url")} if "host_url" in options else {}
        chosen = HostOptions(context=context, **{"token": served.token(), **options})
        self.tab = open_tab(browser, f"{ORIGIN}{path}", served.url, chosen, **place)
        self.page: Page = self.tab.page
        self.page.set_default_timeout(15_000)

    @property
    def frame(self) -> Any:
        return self.tab.frame

    def heading(self) -> str:
        return self.text("h1")

    def text(self, selector: str) -> str:
        self.frame.wait_for_selector(selector)
        return str(self.frame.inner_text(selector))

    def texts(self, selector: str) -> list[str]:
        return [str(each) for each in self.frame.locator(selector).all_inner_texts()]

    def colour(self, selector: str) -> str:
        asked = f"getComputedStyle(document.querySelector('{selector}')).backgroundColor"
        return str(self.frame.evaluate(asked))

    def see(self, selector: str) -> None:
        """Wait for it: a condition in JavaScript would be refused by the page's policy."""
        self.frame.wait_for_selector(selector)


@pytest.fixture(scope="module")
def served(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with serve_tidewell(postgres_url, tmp_path_factory.mktemp("tab")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Browser, served: Served) -> Generator[Any]:
    """Opens the tab; what was opened is closed at the end, and never asked anything of another host."""
    screens: list[Screen] = []

    def open_screen(path: str = "/tab/", **options: Any) -> Screen:
        screens.append(Screen(browser, served, path, **options))
        return screens[-1]

    yield open_screen
    for screen in screens:
        assert screen.tab.blocked == []
        screen.page.close()


@pytest.mark.parametrize(
    ("theme", "width"), [("default", 1200), ("default", 320), ("dark", 768), ("contrast", 1200)]
)
def test_board_and_okr_are_accessible_and_fit(opened: Any, theme: str, width: int) -> None:
    for context in ({}, {"entityId": "okr", "subEntityId": "ONB-1"}):
        screen = opened(context={"theme": theme, **context})
        screen.page.set_viewport_size({"width": width, "height": 900})
        screen.heading()
        assert screen.frame.evaluate("document.documentElement.dataset.theme") == THEMES[theme]
        assert axe_findings(screen.frame, AXE) == []
        assert screen.frame.evaluate("document.documentElement.scrollWidth") <= width


def test_the_channels_board_opens(opened: Any) -> None:
    screen = opened()
    assert screen.heading() == "Onboarding"
    assert "Share meeting tomorrow" in screen.text(".strip p")
    titles = screen.texts(".okr h3")
    assert titles[0] == "Make onboarding quick and clear for new customers"
    assert titles[-1] == "Fewer hand-overs between Growth and Onboarding"
    assert "Contributes to nothing" in screen.text(".okr:last-child")
    assert "has no key results" in screen.text(".note")
    screen.page.wait_for_function("teamsHost.calls.some(call => call.func === 'appInitialization.success')")


def test_columns_of_key_results_are_in_line_across_okrs(opened: Any) -> None:
    screen = opened()
    screen.page.set_viewport_size({"width": 1200, "height": 900})
    screen.heading()
    for part in (".range", ".progress", ".status"):
        edges = f"[...document.querySelectorAll('.kr {part}')].map(e => e.getBoundingClientRect().left)"
        assert len(set(screen.frame.evaluate(edges))) == 1, part


def test_an_okr_opens_with_its_thread_and_back_leads_to_it(opened: Any) -> None:
    screen = opened()
    screen.frame.click("text=Make onboarding quick and clear for new customers")
    screen.see("h1:has-text('Make onboarding')")
    assert screen.frame.evaluate("document.activeElement.tagName") == "H1"
    said = screen.texts(".comment")
    assert ["Felix Maurer" in said[0], "Question" in said[0], "replied in Teams" in said[0]] == [True] * 3
    assert "edited" in said[2]
    assert "This comment was deleted." in said[3]
    assert "1 of 6" in screen.text(".back")
    screen.frame.click(".back a")
    screen.see(".okrs")
    assert screen.frame.evaluate("document.activeElement.id") == "okr-ONB-1"


def test_teams_back_button_goes_back_inside_the_tab_first(opened: Any) -> None:
    screen = opened()
    screen.frame.click("text=Import any customer’s data without our help")
    screen.see(".thread")
    screen.tab.send_event("backButtonPress")
    screen.see(".okrs")
    screen.tab.send_event("backButtonPress")
    screen.page.wait_for_function("teamsHost.calls.some(call => call.func === 'navigateBack')")


def test_a_deep_link_opens_its_okr(opened: Any) -> None:
    screen = opened(place="personalTab", context={"entityId": "okr", "subEntityId": "ONB-2"})
    assert screen.heading() == "Import any customer’s data without our help"


def test_where_something_was_said_is_opened_by_teams(opened: Any) -> None:
    screen = opened(context={"entityId": "okr", "subEntityId": "ONB-1"})
    screen.frame.click(".where >> nth=0")
    screen.page.wait_for_function("teamsHost.calls.some(call => call.func === 'executeDeepLink')")
    [link] = screen.tab.calls("executeDeepLink")
    assert link["args"][0].startswith("https://teams.microsoft.com/l/message/19")


def test_a_kind_of_comment_is_chosen_by_keyboard(opened: Any) -> None:
    screen = opened(context={"entityId": "okr", "subEntityId": "ONB-1"})
    screen.frame.focus(".chip >> text=Recognition")
    screen.page.keyboard.press("Space")
    screen.see(".comment:only-child")
    assert screen.frame.get_attribute(".chip >> text=Recognition", "aria-pressed") == "true"


def test_the_whole_board_is_reached_by_tab(opened: Any) -> None:
    screen = opened()
    screen.heading()
    links = screen.frame.locator("a, button, select").count()
    reached: set[str] = set()
    for _ in range(links):
        screen.page.keyboard.press("Tab")
        asked = "`${document.activeElement.href}|${document.activeElement.innerText}`"
        reached.add(str(screen.frame.evaluate(asked)))
    assert any("okr/ONB-5" in each for each in reached)


def test_the_theme_follows_teams(opened: Any) -> None:
    screen = opened()
    screen.heading()
    light = screen.colour("body")
    screen.tab.change_theme("dark")
    screen.see("html[data-theme=dark]")
    assert screen.colour("body") != light
    screen.tab.change_theme("contrast")
    screen.see("html[data-theme=contrast]")
    assert screen.colour("body") == "rgb(0, 0, 0)"


def test_refused_by_teams_and_refused_by_us_are_told_apart(opened: Any) -> None:
    screen = opened(auth_error="resourceRequiresConsent")
    assert screen.heading() == "You could not be signed in"
    assert "resourceRequiresConsent" in screen.text(".details")
    screen = opened(token="header.payload.signature")
    assert screen.heading() == "Your sign-in was not accepted"
    assert axe_findings(screen.frame, AXE) == []


def test_somebody_we_do_not_know_is_told_so(opened: Any, served: Served) -> None:
    token = served.token("kenji.mori")
    with psycopg.connect(psycopg_url(served.database_url), autocommit=True) as connection:
        connection.execute("UPDATE person SET is_enabled = false WHERE email LIKE 'kenji.mori@%'")
    screen = opened(token=token)
    assert screen.heading() == "OKR Share is not open to you yet"
    assert "ask your administrator" in screen.text(".nothing")


def test_an_okr_that_may_not_be_seen_is_not_there(opened: Any, served: Served) -> None:
    hidden = {"entityId": "okr", "subEntityId": "ONB-9"}
    screen = opened(token=served.token("li.chen"), context=hidden)
    assert screen.heading() == "This OKR cannot be shown"
    assert "Learning paths" not in screen.text("body")
    screen.frame.click("text=To the board")
    assert screen.text("h1.unit") != ""


def test_outside_of_teams_nothing_is_shown(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    page.goto(f"{served.url}/tab/")
    page.wait_for_selector("h1")
    assert page.inner_text("h1") == "Open this in Teams"
    page.close()


def test_no_other_page_may_frame_the_tab(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    framed = f"<iframe src='{served.url}/tab/'></iframe>"
    page.route(
        "https://elsewhere.example/", lambda route: route.fulfill(content_type="text/html", body=framed)
    )
    page.goto("https://elsewhere.example/")
    page.wait_for_load_state("load")
    with pytest.raises(Error):
        page.frames[-1].wait_for_selector("#app", timeout=1_500)
    page.close()


def test_a_page_of_this_machine_may_show_the_tab_where_people_sign_in_on_it(opened: Any) -> None:
    screen = opened(host_url="http://127.0.0.1:9300/_host")
    assert screen.heading() == "Onboarding"


def test_a_failure_on_our_side_is_told_and_passes(opened: Any) -> None:
    screen = opened()
    screen.heading()

    def fail(route: Route) -> None:
        route.fulfill(status=503, body="<html>")

    screen.page.route("**/api/v1/objectives/*", fail)
    screen.frame.click("text=Know within a day who is stuck")
    screen.see("h1:has-text('could not be loaded')")
    screen.page.unroute("**/api/v1/objectives/*")
    screen.frame.click("text=Try again")
    screen.see("h1.okr-title")


def test_what_is_slow_shows_the_rows_it_will_have(opened: Any) -> None:
    screen = opened()
    screen.heading()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    screen.page.route("**/api/v1/objectives/*", hold)
    screen.frame.click("text=Know within a day who is stuck")
    screen.see("main .skeleton")
    screen.page.unroute("**/api/v1/objectives/*")
    held[0].abort()
    screen.see("h1:has-text('could not be loaded')")


def test_the_same_again_is_not_sent_again(opened: Any, served: Served) -> None:
    screen = opened()
    screen.frame.click("text=Know within a day who is stuck")
    screen.see(".thread")
    served.answers.clear()
    screen.frame.click(".back a")
    screen.see(".okrs")
    screen.frame.click("text=Know within a day who is stuck")
    screen.see(".thread")
    assert ("/api/v1/objectives/ONB-4", 304) in served.answers


def test_a_channels_tab_is_configured_with_its_unit(opened: Any) -> None:
    screen = opened("/tab/config", place="tabSettings")
    assert screen.heading() == "Which board shall this tab show?"
    assert screen.frame.is_checked("input[value=onboarding]")
    assert axe_findings(screen.frame, AXE) == []
    screen.frame.check("input[value=product]")
    screen.tab.save_settings()
    screen.page.wait_for_function("teamsHost.settings.entityId === 'board-product'")
    saved = screen.tab.settings()
    assert saved["contentUrl"] == f"{ORIGIN}/tab/?unit=product&theme={{theme}}"
    board = opened("/tab/?unit=product&theme=dark")
    assert board.heading() == "Product"


def test_the_script_is_small(served: Served) -> None:
    import gzip  # noqa: PLC0415 - of this test alone

    assert served.url
    assert len(gzip.compress(BUILT.read_bytes(), 9)) < 30_000
