from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


@pytest.fixture(scope="session")
def address(site: Flask) -> Iterator[str]:
    """The site, served on a free port."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "The browser tests need Chromium; `make test` installs it: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


def open_page(browser: Browser, **options: object) -> Iterator[Page]:
    """A page that fails the test when the site logs an error."""
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]  # Playwright's options
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


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    yield from open_page(browser, locale="da-DK", viewport={"width": 390, "height": 844}, has_touch=True)
