from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from indexer.config import Config
from tests.serving import serving
from tests.waiting import GIVE_UP_SECONDS

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
GIVE_UP_MILLISECONDS = GIVE_UP_SECONDS * 1000
expect.set_options(timeout=GIVE_UP_MILLISECONDS)


@pytest.fixture(scope="session")
def address(collection_config: Config) -> Iterator[str]:
    """The site over the collection, which nobody changes."""
    text = collection_config.path.read_text("utf-8")
    unchanging = collection_config.path.with_name("unchanging.toml")
    unchanging.write_text(text.replace("reconcile_every_seconds = 10.0", "reconcile_every_seconds = 0.0"), "utf-8")
    with serving(unchanging) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "The browser tests need Chromium; `make test` installs it: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=GIVE_UP_MILLISECONDS)
        yield opened
        opened.close()


def open_page(browser: Browser, **options: object) -> Iterator[Page]:
    """A page that fails the test when the site logs an error."""
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]  # Playwright's options
    context.set_default_timeout(GIVE_UP_MILLISECONDS)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert [fault for fault in faults if "status of 404" not in fault] == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    yield from open_page(browser, locale="da-DK", viewport={"width": 1280, "height": 900})


@pytest.fixture
def page_without_script(browser: Browser) -> Iterator[Page]:
    yield from open_page(browser, locale="da-DK", java_script_enabled=False)
