from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer import Role, load_config, open_curation, open_knowledge_base
from tests.browser.conftest import open_page
from tests.browser.test_accessibility import NARROW_LIGHT, WIDE_DARK, violations
from tests.curation.conftest import PASSWORD
from tests.serving import serving
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def desk_address(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Iterator[str]:
    """A small site of its own with a curator called lone."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(template, folder, dirs_exist_ok=True)
    config = load_config(folder / "config.toml")
    opened = open_knowledge_base(config)
    curation = open_curation(config, opened)
    curation.accounts.add("lone", Role.ADMINISTRATOR, PASSWORD)
    curation.close()
    opened.close()
    with serving(config.path) as address:
        yield address


@pytest.fixture(scope="module")
def pdf(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages; the word that is looked for stands on the third."""
    page = browser.new_page()
    filler = "De frivillige mødes hver uge med børnene på biblioteket. " * 6
    sections = [
        f"<h1>Lektiehjælp i byen</h1><p>Siden 2009 har Aars Bibliotek og Kulturministeriet hjulpet børn. {filler}</p>",
        f"<h2>Anden side</h2><p>{filler}</p>",
        f"<h2>Tredje side</h2><p>Til sidst holdt de en krokodillefest. {filler}</p>",
    ]
    breaks = "".join(f'<div style="break-after: page">{section}</div>' for section in sections)
    page.set_content(f"<title>Lektiehjælp i byen</title>{breaks}")
    path = tmp_path_factory.mktemp("pdf") / "lektiehjælp.pdf"
    page.pdf(path=path)
    page.close()
    return path


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/da/curator")
    page.get_by_label("Navn").fill("lone")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Redaktionens skrivebord")


def send(page: Page, button: str) -> None:
    """Press a button that sends a form, and wait for the site's answer."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def drop(page: Page, *paths: Path) -> None:
    """Drop files onto the zone, as from a folder beside the browser, once the script says that this can be done."""
    expect(page.locator(".drop-hint")).to_be_visible()
    files = [[base64.b64encode(path.read_bytes()).decode(), path.name] for path in paths]
    transfer = page.evaluate_handle(
        """(files) => {
            const transfer = new DataTransfer();
            for (const [content, name] of files) {
                transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name));
            }
            return transfer;
        }""",
        files,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})


def hand_in(page: Page, path: Path) -> None:
    page.locator("#files").set_input_files(path)
    page.get_by_role("button", name="Læg ind").click()


def found(page: Page, address: str, words: str) -> bool:
    page.goto(f"{address}/da/search?q={words}&spelling=literal")
    return page.locator(".hit").filter(has_text=re.compile("Lektiehjælp|ektiehjælp")).count() > 0


def wait_until_found(page: Page, address: str, words: str, wanted: bool = True) -> None:
    wait_until(lambda: found(page, address, words) is wanted)


def is_gone(page: Page, address: str, title: str, overview: str) -> bool:
    """Whether a page names neither the title of a document nor its id."""
    page.goto(address)
    document_id = overview.rpartition("/")[2]
    return page.get_by_text(title, exact=True).count() == 0 and document_id not in page.content()


def whole_path(page: Page, address: str, pdf: Path, *, script: bool) -> None:
    """Sign in, add, confirm, publish, find on page 3, correct, see the history, undo, withdraw, gone."""
    title = "Lektiehjælp i byen" if script else "Lektiehjælp uden script"
    sign_in(page, address)
    page.get_by_role("link", name="Tilføj", exact=True).click()
    (drop if script else hand_in)(page, pdf)
    expect(page.get_by_role("heading", name="Passer det, vi læste?")).to_be_visible()

    expect(page.get_by_label("Titel", exact=True).first).to_have_value("Lektiehjælp i byen")
    page.get_by_label("Titel", exact=True).first.fill(title)
    page.get_by_role("checkbox", name=re.compile("^Kulturministeriet læst på side 1:")).check()
    page.get_by_role("checkbox", name=re.compile("^2009 læst på side 1:")).check()
    for choice in page.locator("input[name=duplicate][value=different]").all():
        choice.check()
    page.get_by_role("button", name="Gem og udgiv").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    overview = page.url
    expect(page.locator("#index-state[data-state=current]")).to_be_visible()

    wait_until_found(page, address, "krokodillefest")
    hit = page.locator(".hit").filter(has_text=title)
    expect(hit.first).to_contain_text(re.compile("side 3", re.IGNORECASE))

    page.goto(overview)
    page.get_by_role("link", name="Ret dokumentet").click()
    page.get_by_label("Titel", exact=True).first.fill(f"Rettet: {title}")
    page.get_by_label(re.compile("Hvad har du rettet")).fill("Tydeligere titel")
    page.get_by_role("button", name="Gem rettelsen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Rettet: {title}")
    page.get_by_role("link", name=re.compile("^Historik: se")).click()
    expect(page.locator("ins").first).to_contain_text(f"Rettet: {title}")
    expect(page.locator("main")).to_contain_text("Tydeligere titel")

    send(page, "Fortryd denne ændring")
    page.goto(overview)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.get_by_label("Hvorfor trækkes det tilbage?").fill("Prøven er slut")
    page.get_by_role("button", name="Træk tilbage").click()
    expect(page.locator("main")).to_contain_text("Kun redaktionen kan se dokumentet")
    for place in (f"/da/search?q={title}&spelling=literal", "/da/search?sort=newest&limit=100", "/da/"):
        wait_until(lambda place=place: is_gone(page, address + place, title, overview))
    assert overview.rpartition("/")[2] not in page.request.get(f"{address}/sitemap.xml").text()
    assert page.request.get(f"{address}/da/documents/{overview.rpartition('/')[2]}").status == 410


def test_the_whole_path_of_a_document_with_script(page: Page, desk_address: str, pdf: Path) -> None:
    whole_path(page, desk_address, pdf, script=True)


def test_the_whole_path_of_a_document_without_script(page_without_script: Page, desk_address: str, pdf: Path) -> None:
    whole_path(page_without_script, desk_address, pdf, script=False)


def test_several_dropped_files_each_say_how_they_went(page: Page, desk_address: str, pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# En note\n\nTekst om biblioteket og foreningen.\n", "utf-8")
    (tmp_path / "spil.exe").write_bytes(b"MZ")
    sign_in(page, desk_address)
    page.goto(f"{desk_address}/da/curator/add")
    shown = page.evaluate_handle(
        """() => { const seen = []; new MutationObserver(() => seen.push(
            document.querySelector(".sending").textContent)).observe(document.querySelector(".sending"),
            {subtree: true, childList: true, characterData: true}); return seen; }"""
    )
    drop(page, pdf, tmp_path / "note.md", tmp_path / "spil.exe")

    rows = page.locator(".sending li")
    expect(rows.nth(0)).to_contain_text("lektiehjælp.pdf modtaget")
    expect(rows.nth(1)).to_contain_text("note.md modtaget")
    expect(rows.nth(2)).to_contain_text("kan ikke læses. Brug PDF")
    assert any("sendes 100 %" in text for text in shown.json_value())  # progress was shown
    page.get_by_role("link", name="Se de filer, der kom frem").click()
    expect(page.locator("#uploads li").filter(has_text="note.md")).to_contain_text("klar til dig")
    expect(page.locator("#uploads progress")).to_have_count(0)  # all are read, the page followed
    page.locator("#uploads a").filter(has_text="note.md").click()
    send(page, "Smid filen ud uden at gemme")


def test_a_text_can_be_looked_at_before_it_has_a_title(page: Page, desk_address: str) -> None:
    sign_in(page, desk_address)
    page.goto(f"{desk_address}/da/curator/write-up")
    page.get_by_label("Teksten, skrevet i Markdown").fill("## Kort fortalt\n\nEn **fed** tekst.")
    page.get_by_role("button", name="Vis, hvordan det ser ud").click()

    expect(page.locator("#preview strong")).to_have_text("fed")


def test_correcting_in_the_browser_keeps_sources_and_order(page: Page, desk_address: str) -> None:
    """Empty fields of other rows must not take the filled ones along."""
    sign_in(page, desk_address)
    page.goto(f"{desk_address}/da/curator/documents/100-lektiecafeer/edit")
    page.get_by_label("Titel", exact=True).first.fill("Lektiecafé, rettet")
    page.get_by_role("button", name="Gem rettelsen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lektiecafé, rettet")
    page.get_by_role("link", name=re.compile("^Historik: se")).click()

    expect(page.locator("dl.keys dt")).to_have_text(["Titel"])


def test_long_lists_of_concepts_can_be_searched(page: Page, desk_address: str) -> None:
    sign_in(page, desk_address)
    page.goto(f"{desk_address}/da/curator/write-up")
    box = page.get_by_role("searchbox", name="Søg i partnertype")
    box.fill("universitet")  # a synonym
    expect(page.locator("input[name=partner-type][value=university]")).to_be_visible()
    box.fill("frivil")

    expect(page.locator("input[name=partner-type][value=volunteers]")).to_be_visible()
    expect(page.locator("input[name=partner-type][value=university]")).to_be_hidden()


@pytest.mark.parametrize("look", [NARROW_LIGHT, WIDE_DARK], ids=["narrow-light", "wide-dark"])
def test_axe_finds_nothing_on_the_curators_pages(
    browser: Browser, desk_address: str, look: dict[str, object], pdf: Path, tmp_path: Path
) -> None:
    for page in open_page(browser, locale="da-DK", **look):
        page.goto(f"{desk_address}/da/curator/sign-in")
        assert violations(page, look, 0) == []
        sign_in(page, desk_address)
        for number, part in enumerate((
            "", "/add", "/write-up", "/documents", "/documents/husum-it-cafe",
            "/documents/husum-it-cafe/edit", "/documents/100-lektiecafeer/history", "/changes", "/audit", "/import",
            "/accounts", "/settings", "/password", "/trash", "/documents/bogstart/merge",
            "/documents/bogstart/merge?other=husum-it-cafe", "/vocabulary/goal/new-users/split", "/organisations",
            "/numbers",
        )):  # fmt: skip
            page.goto(f"{desk_address}/da/curator{part}")
            look_over(page, look, number, part)
        for number, (part, step) in enumerate(BUSY_PAGES.items()):
            step(page, desk_address, pdf, tmp_path)
            look_over(page, look, number, part)


def look_over(page: Page, look: dict[str, object], number: int, part: str) -> None:
    page.wait_for_load_state()
    assert violations(page, look, number) == [], part
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), part


def test_what_is_typed_is_kept_asked_about_and_found_again(desk_address: str, page: Page) -> None:
    sign_in(page, desk_address)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{desk_address}/da/curator/write-up")
    page.locator("#title").fill("Skrevet halvt")
    page.locator("#body").fill("Et afsnit om krokodiller.")
    expect(page.locator(".kept")).to_contain_text("Kladde gemt kl.")

    page.get_by_role("link", name="Skrivebord").click()
    page.get_by_role("link", name="Skriv videre på »Skrevet halvt«").click()

    expect(page.locator("#body")).to_have_value("Et afsnit om krokodiller.")
    assert asked == ["beforeunload"]
    send(page, "Gem som kladde")
    page.goto(f"{desk_address}/da/curator")
    expect(page.get_by_role("link", name="Skriv videre på »Skrevet halvt«")).to_have_count(0)
    assert asked == ["beforeunload"]


def suggestions_shown(page: Page, address: str, pdf: Path, _: Path) -> None:
    page.goto(f"{address}/da/curator")
    drop(page, pdf)
    expect(page.get_by_role("heading", name="Passer det, vi læste?")).to_be_visible()


def suggestions_unfolded(page: Page, *_: object) -> None:
    for part in page.locator("details.folded").all():
        part.locator("> summary").click()
    box = page.get_by_role("searchbox", name="Søg i emne")
    box.fill("bø")
    expect(page.locator("#pick-subject .narrow-found")).to_contain_text("passer")


def files_refused(page: Page, address: str, pdf: Path, folder: Path) -> None:
    send(page, "Smid filen ud uden at gemme")
    (folder / "spil.exe").write_bytes(b"MZ")
    page.goto(f"{address}/da/curator/add")
    drop(page, folder / "spil.exe", pdf)
    expect(page.locator(".sending li")).to_have_count(2)
    expect(page.locator(".sending progress")).to_have_count(0)


def rows_refused(page: Page, address: str, _: Path, folder: Path) -> None:
    (folder / "a.csv").write_text("Titel;Sektor;År\nA;Noget;20x0\n", "utf-8")
    page.goto(f"{address}/da/curator/import")
    page.locator("#file").set_input_files(folder / "a.csv")
    page.get_by_role("button", name="Se, hvad filen indeholder").click()
    expect(page.get_by_text("2 fejl skal rettes")).to_be_visible()


def many_looked_at(page: Page, address: str, *_: object) -> None:
    page.goto(f"{address}/da/curator/documents?kind=case&order=title")
    page.locator("input[name=id]").first.check()
    page.locator("select[name=do]").select_option("withdrawn")
    page.get_by_role("button", name="Se, hvad der vil ske").press("Enter")
    expect(page.get_by_role("button", name="Ændr 1 dokument")).to_be_visible()


BUSY_PAGES = {
    "many looked at": many_looked_at,
    "suggestions": suggestions_shown,
    "suggestions unfolded": suggestions_unfolded,
    "files refused": files_refused,
    "rows refused": rows_refused,
}
