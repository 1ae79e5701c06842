from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page


def total(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("#results h2 .number").inner_text()))


def whole_job(page: Page, address: str) -> None:
    """Search, narrow, exclude, remove a filter, open a hit, search inside it: as the librarian does."""
    page.goto(f"{address}/da/")
    page.get_by_label("Søg i samlingen").fill("bibliotek")
    page.get_by_role("button", name="Søg").click()
    page.wait_for_url("**/search?q=bibliotek**")
    everything = total(page)
    assert everything > 3

    panel = page.locator("#filters")
    panel.get_by_label(re.compile(r"^\s*Civilsamfundet")).check()
    panel.get_by_role("button", name="Vis resultater").first.click()
    page.wait_for_url("**&sector=civil-society**")
    narrowed = total(page)
    assert 0 < narrowed <= everything
    expect(panel.get_by_label(re.compile(r"^\s*Civilsamfundet"))).to_be_checked()

    page.get_by_role("link", name=re.compile("^Udelad Den private sektor")).click()
    page.wait_for_url("**-sector=private**")
    without = total(page)
    assert without <= narrowed
    expect(page.locator(".chips .chip")).to_have_count(2)

    page.get_by_role("link", name=re.compile("^Fjern filter Sektor: uden Den private sektor")).click()
    page.wait_for_url(lambda url: "-sector" not in url)
    assert total(page) == narrowed
    page.go_back()
    page.wait_for_url("**-sector=private**")
    assert total(page) == without

    page.get_by_role("link", name="Ryd alle").click()
    page.wait_for_url(lambda url: "sector" not in url)
    assert total(page) == everything

    page.locator("#from").fill("2000")
    page.locator("#to").fill("2026")
    page.get_by_role("button", name="Vis resultater").last.click()
    page.wait_for_url("**from=2000**")
    assert total(page) <= everything

    title = page.locator(".hit h3 a").first
    name = title.inner_text()
    title.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_label("Søg i dette dokument").fill("bibliotek")
    page.get_by_role("button", name="Find").click()
    page.locator(".passages li a").first.click()
    page.wait_for_url(re.compile(r"#page-\d+$"))


def test_the_whole_search_job_with_script(page: Page, address: str) -> None:
    whole_job(page, address)


def test_the_whole_search_job_without_script(page_without_script: Page, address: str) -> None:
    whole_job(page_without_script, address)


def focused(page: Page) -> str:
    return page.evaluate("(document.activeElement.textContent || document.activeElement.id).trim()")


def tab_to(page: Page, wanted: str, limit: int = 150) -> None:
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", wanted):
            visible = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert visible != "none", f"no visible focus on {wanted}"
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def test_the_whole_search_job_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/da/")
    page.keyboard.press("Tab")
    assert focused(page) == "Spring til indhold"
    tab_to(page, "#q")
    page.keyboard.type("bibliotek")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bibliotek**")
    everything = total(page)

    tab_to(page, "input[name=sector][value=civil-society]")
    page.keyboard.press("Space")
    tab_to(page, "#filters .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**sector=civil-society**")
    assert 0 < total(page) < everything

    tab_to(page, "a[href='#results']")
    page.keyboard.press("Enter")
    tab_to(page, ".chip")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sector" not in url)
    assert total(page) == everything

    tab_to(page, "a[href='#results']")
    page.keyboard.press("Enter")
    tab_to(page, ".hit h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**")
    tab_to(page, "#within")
    page.keyboard.press("Control+A")
    word = re.search(r"\b(?!bibliotek)[a-zæøå]{9,}\b", page.locator(".prose").inner_text())
    assert word
    page.keyboard.type(word.group())
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "q=bibliotek" not in url)
    expect(page.locator(".passages li").first).to_be_visible()


def test_on_a_telephone_menu_and_filters_open_by_a_button(browser: Browser, address: str) -> None:
    """Without a script."""
    for page in open_page(browser, locale="da-DK", viewport={"width": 390, "height": 844}, java_script_enabled=False):
        page.goto(f"{address}/da/search?q=bibliotek&sector=private")
        head = page.locator("header.head").bounding_box()
        assert head and head["height"] < 80
        expect(page.locator("#filters")).to_be_hidden()

        page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("link", name="Vores partnerskab").first).to_be_in_viewport()
        page.get_by_role("button", name="Luk").click()
        page.get_by_role("button", name="Afgræns 1").click()
        expect(page.get_by_role("button", name="Vis resultater")).to_be_in_viewport()
        page.locator("#filters").get_by_label(re.compile(r"^\s*Civilsamfundet")).check()
        page.get_by_role("button", name="Vis resultater").click()
        page.wait_for_url("**sector=civil-society**")


def test_ticks_are_counted_and_kept_over_two_pages_without_a_script(page_without_script: Page, address: str) -> None:
    page = page_without_script
    page.goto(f"{address}/da/search")
    page.locator(".hit .pick input").nth(0).check()
    page.locator(".hit .pick input").nth(1).check()
    expect(page.locator(".selection")).to_be_visible()

    page.get_by_role("button", name="Næste side").click()
    page.wait_for_url("**page=2**")
    page.locator(".hit .pick input").nth(0).check()
    expect(page.locator(".elsewhere legend")).to_have_text("2 fra andre sider")
    expect(page.locator(".elsewhere input:checked")).to_have_count(2)
    page.get_by_role("button", name="Sammenlign de valgte").click()

    page.wait_for_url("**/compare?**")
    assert page.url.count("id=") == 3


def test_nothing_is_fetched_from_elsewhere(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/da/", "/da/search?q=bibliotek", "/da/documents/100-lektiecafeer", "/en/help"):
        page.goto(address + path)

    assert asked
    assert all(url.startswith(address) for url in asked)


def test_a_printed_page_leaves_out_what_cannot_be_used_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}/da/documents/100-lektiecafeer")
    page.emulate_media(media="print")

    expect(page.locator("header nav")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
