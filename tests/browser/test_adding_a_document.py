"""One good PDF with everything that the checklist wants, in few clicks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer import Role, load_config, open_curation, open_knowledge_base
from indexer.config import Config
from tests.browser.test_curating import sign_in
from tests.curation.conftest import PASSWORD
from tests.serving import serving

MOST_CLICKS = 11
COUNTING = """() => {
    const count = () => Number(sessionStorage.getItem("clicks") || 0);
    addEventListener("pointerdown", () => sessionStorage.setItem("clicks", count() + 1), true);
}"""
TEXT = """
<title>Sprogcafé på Vejle Bibliotek</title><h1>Sprogcafé på Vejle Bibliotek</h1>
<p>Siden 2019 har der hver onsdag været sprogcafé på Vejle Bibliotek i Vejle Kommune. Den drives af frivillige sammen
med Røde Kors. Flygtninge og indvandrere øver dansk, og integrationen bliver bedre. Mange har aldrig før haft et
lånerkort, og biblioteket får kontakt til nye brugere. De frivillige fra civilsamfundet er værter, og sproget læres over
en kop kaffe. Biblioteket samarbejder med foreninger i lokalsamfundet om integration.</p>
<p>De begyndte med to borde og måtte snart hente stole i børnebiblioteket. Hver gang er der et emne, som kursisterne
selv har valgt: indkøb, lægebesøg, skole, arbejde. Fjorten frivillige skiftes til at være værter og får et kursus om
året, som foreningen holder. Biblioteket lægger rum, kaffe og en medarbejder til, og kommunen betaler materialerne.</p>
"""


@pytest.fixture(scope="module")
def own_address(collection_config: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over a copy of the collection, with a curator called lone."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(collection_config.path.parent, folder, dirs_exist_ok=True)
    config = load_config(folder / collection_config.path.name)
    opened = open_knowledge_base(config)
    curation = open_curation(config, opened)
    curation.accounts.add("lone", Role.CURATOR, PASSWORD)
    curation.close()
    opened.close()
    with serving(config.path) as address:
        yield address


def test_a_good_pdf_with_all_that_the_checklist_wants_takes_fewer_than_twelve_clicks(
    browser: Browser, page: Page, own_address: str, tmp_path: Path
) -> None:
    paper = browser.new_page()
    paper.set_content(TEXT)
    paper.pdf(path=tmp_path / "sprogcafé.pdf")
    paper.close()
    page.add_init_script(f"({COUNTING})()")
    sign_in(page, own_address)
    page.evaluate("sessionStorage.clear()")

    with page.expect_file_chooser() as choosing:
        page.get_by_label("Vælg filer").click()
    choosing.value.set_files(tmp_path / "sprogcafé.pdf")
    page.get_by_role("button", name=re.compile("der oftest passer")).click()
    # From one field to the next by the keyboard, as one types.
    page.get_by_label("Resumé", exact=True).click()
    page.keyboard.type("Frivillige og Røde Kors holder sprogcafé på biblioteket i Vejle.")
    fold = page.locator("summary").filter(has_text="På det andet sprog")
    while not fold.evaluate("(summary) => summary === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Language café at Vejle Library")
    page.keyboard.press("Tab")
    page.keyboard.type("Volunteers and the Red Cross run a language café at the library in Vejle.")
    page.get_by_role("checkbox", name=re.compile("^Vejle Bibliotek læst")).click()
    page.get_by_role("checkbox", name=re.compile("^Røde Kors læst")).click()
    unsure_place = page.locator("input[name=municipalities-read]").first
    if not unsure_place.is_checked():
        unsure_place.click()
    page.locator("input[name=year_start-read]").first.click()
    page.get_by_text("I drift", exact=True).click()
    page.get_by_text("Egen beretning", exact=True).click()
    page.locator(".completeness").get_by_role("link", name="Kilder").click()
    page.keyboard.press("Tab")
    page.keyboard.type("Sprogcafé på Vejle Bibliotek")
    page.keyboard.press("Tab")
    expect(page.locator(".completeness b")).to_have_text("14 af 14 er med.")
    page.get_by_role("button", name="Gem og udgiv").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sprogcafé på Vejle Bibliotek")
    expect(page.locator(".checklist .open")).to_have_count(0)
    assert int(page.evaluate("sessionStorage.getItem('clicks')")) <= MOST_CLICKS
