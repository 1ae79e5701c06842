"""Eleven documents that say everything once: a collection small enough to be counted by hand."""

from __future__ import annotations

from pathlib import Path

DRAFT = "kladden"
PUBLIC = (
    "aaben-skole", "bogbus", "cykelfest", "data-lab", "english-club", "fengsel", "guide-aftale", "homework-uk",
    "museet", "oldfund", "rapport",
)  # fmt: skip

_DOCUMENTS: dict[str, tuple[str, str]] = {
    "cases/aaben-skole": (
        """title = "Åben skole på Ærø"
title_en = "Open school on Ærø"
summary = "Biblioteket og skolen læser sammen."
summary_en = "Library and school read together."
kind = "case"
language = "da"
sectors = ["public"]
partner_types = ["education"]
goals = ["new-users", "new-services"]
subjects = ["homework-help", "reading-mates"]
phases = ["01-scoping"]
forms = ["partnership"]
library = ["Ærø Folkebibliotek"]
municipality = ["Ærø"]
country = ["DK"]
year_start = 2009
year_end = 2012
partners = ["Marstal Skole", "Læsepatruljen"]
outcome = "ended-as-planned"
authors = ["Åse Kjær", "Bo Berg"]
related = ["bogbus", "kladden", "findes-ikke"]

[[sources]]
title = "Evaluering af åben skole"
url = "https://example.org/aaben-skole"
publisher = "Marstal Skole"
year = 2012

[[sources]]
title = "En bog uden adresse"
""",
        """# Kort fortalt
Den åbne skole samler børn og frivillige om lektier hver onsdag på biblioteket.

## Sådan gjorde de
Lærere og bibliotekarer skrev en samarbejdsaftale. Frivillige hjalp med lektierne.

## Hvad kom der ud af det
Flere børn låner bøger.
""",
    ),
    "cases/bogbus": (
        """title = "Bogbussen kører ud"
kind = "case"
language = "da"
sectors = ["civil-society"]
partner_types = ["volunteers"]
goals = ["new-users"]
subjects = ["homework-help"]
phases = ["02-identifying"]
library = ["Ærø Folkebibliotek"]
municipality = ["Ærø"]
country = ["DK"]
year_start = 2011
partners = ["læsepatruljen", "+45 Partneren"]
outcome = "running"
""",
        """# Kort fortalt
En bogbus kører til småøerne med bøger og lektiehjælp. Frivillige sidder bag rattet.

## Sådan gjorde de
Bussen holder ved skolen. Børnene låner bogstavbøger.
""",
    ),
    "cases/cykelfest": (
        """title = "Cykelfest med virksomheder"
kind = "case"
language = "da"
sectors = ["private", "civil-society"]
partner_types = ["business", "volunteers"]
goals = ["experiment"]
forms = ["not-partnership"]
library = ["Odense Centralbibliotek", "Nyborg Bibliotek"]
municipality = ["Odense", "Nyborg"]
country = ["DK"]
year_start = 2015
year_end = 2015
partners = ["Cykelsmeden A/S"]
outcome = "stopped"
""",
        "Festen handlede om cykler, kort og musik. Cyklerne stod ved havnen hele sommeren.",
    ),
    "cases/data-lab": (
        """title = "Datalaboratoriet"
kind = "case"
language = "da"
sectors = ["private"]
partner_types = ["business", "research"]
goals = ["experiment", "new-competencies"]
municipality = ["Odense"]
country = ["DK", "SE"]
year_start = 2020
""",
        "Laboratoriet lærer borgere om data. It-systemer og kunstig intelligens afprøves sammen med universitetet.",
    ),
    "cases/english-club": (
        """title = "Reading club by the sea"
title_da = "Læseklub ved havet"
kind = "case"
language = "en"
sectors = ["civil-society"]
partner_types = ["volunteers"]
goals = ["new-users"]
subjects = ["reading-groups"]
library = ["Brighton Library"]
country = ["GB"]
year_start = 2009
""",
        "Volunteers run a reading club for children. The club meets at the harbour every week.",
    ),
    "cases/fengsel": (
        """title = "Bibliotek bag tremmer"
kind = "case"
language = "da"
sectors = ["public"]
country = ["NO"]
""",
        "Fangerne låner bøger gennem kriminalforsorgen. Bibliotekarerne kommer hver uge.",
    ),
    "guides/guide-aftale": (
        """title = "Sådan skriver I en samarbejdsaftale"
summary = "Trin for trin til en aftale."
kind = "guide"
language = "da"
phases = ["03-building", "04-planning"]
forms = ["formal-partnership"]
year_start = 2018
authors = ["Samspil"]
""",
        """Forord om aftaler.

# Trin 1
Tal om forventninger. Skriv ned, hvem der gør hvad.

# Trin 2
Underskriv aftalen. Se [åben skole](../cases/aaben-skole.md) for et eksempel.
""",
    ),
    "cases/homework-uk": (
        """title = "Homework café"
title_da = "Lektiecafé"
summary = "A café for homework."
kind = "case"
language = "en"
sectors = ["public", "civil-society"]
partner_types = ["education", "volunteers"]
goals = ["new-users", "experiment"]
subjects = ["homework-help"]
library = ["Leeds Library"]
country = ["GB"]
year_start = 2012
year_end = 2014
outcome = "absorbed"
""",
        "Teachers and volunteers help children with homework in the library every afternoon.",
    ),
    "cases/museet": (
        """title = "Museet flytter ind"
kind = "case"
language = "da"
sectors = ["public"]
partner_types = ["cultural-institution"]
goals = ["new-services"]
library = ["Odense Centralbibliotek"]
municipality = ["Odense"]
country = ["DK"]
year_start = 2015
partners = ["Bymuseet"]
""",
        "Museet og biblioteket deler hus. Udstillinger om byen flytter ind mellem reolerne.",
    ),
    "articles/oldfund": (
        """title = "Oldfund og oldtid"
kind = "article"
language = "da"
subjects = ["reading-and-literature"]
year_start = 1998
authors = ["Åse Kjær"]
""",
        "En artikel om fund i jorden. Museer og lånere graver sammen. "
        + "Jorden gemmer på meget. " * 40
        + "Til sidst fandt de en runesten med kryds. "
        + "Jorden gemte på mere. " * 40,
    ),
    "reports/rapport": (
        """title = "Rapport om partnerskaber"
title_en = "Report on partnerships"
summary = "Hvad vi ved om partnerskaber & fælles mål."
kind = "report"
language = "da"
sectors = ["public"]
goals = ["knowledge-of-target-groups"]
country = ["DK"]
year_start = 2016
authors = ["Kirsten {Krøll}"]
""",
        "Partnerskaber lykkes, når parterne har fælles mål. Biblioteker og skoler fortæller om erfaringer.",
    ),
    "cases/kladden": (
        """title = "Hemmelig kladde"
kind = "case"
language = "da"
status = "draft"
sectors = ["private"]
partners = ["Hemmelig partner"]
""",
        "Kvantespringeren er endnu hemmelig.",
    ),
}


def write_small_library(corpus: Path) -> None:
    """All documents as write-ups below a corpus folder."""
    for name, (toml, body) in _DOCUMENTS.items():
        path = corpus / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"+++\n{toml}+++\n\n{body}", "utf-8")
