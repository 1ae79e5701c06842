"""A room as two partners might fill it in, for pictures of the tools; the town and everybody in it are made up."""

from __future__ import annotations

from indexer.rooms import (
    OWN_SIDE,
    About,
    FollowUp,
    Goal,
    Hours,
    MapEntry,
    Money,
    Need,
    Plan,
    Risk,
    Room,
    RoomActor,
    Step,
    Task,
    Temperature,
    TieAmong,
    with_version,
)

_ACTORS = (
    ("erhvervsskolen", "Erhvervsskolen", "public", "acquaintance", "4", "4", "bibliotekar, voksen"),
    ("ungdomsskolen", "Ungdomsskolen", "public", "regular", "3", "4", "ungebibliotekar"),
    ("gymnasiet", "Gymnasiet", "public", "agreement", "3", "2", "ungebibliotekar"),
    ("musikskolen", "Musikskolen", "public", "regular", "2", "4", "ungebibliotekar"),
    ("ungeforvaltning", "Forvaltningen for unge", "public", "none", "5", "2", ""),
    ("kollegiet", "Kollegiets beboerråd", "civil-society", "none", "3", "4", "teknisk service"),
    ("idraet", "Idrætsforeningen", "civil-society", "acquaintance", "4", "4", "bibliotekar, voksen"),
    ("vaerested", "Værestedet", "civil-society", "regular", "2", "5", "ungebibliotekar"),
    ("frivilligcenter", "Frivilligcenteret", "civil-society", "agreement", "3", "3", "leder"),
    ("vaerksted", "Et værksted med lærlinge", "private", "none", "2", "2", ""),
    ("boghandel", "Boghandlen", "private", "acquaintance", "1", "1", "leder"),
    ("biograf", "Biografen", "private", "broken", "2", "3", "leder"),
)
_TIES = (
    ("idraet", "erhvervsskolen"), ("idraet", "kollegiet"), ("idraet", "vaerksted"), ("vaerksted", "erhvervsskolen"),
    ("gymnasiet", "musikskolen"), ("musikskolen", "ungdomsskolen"), ("gymnasiet", "ungdomsskolen"),
    ("frivilligcenter", "kollegiet"),
)  # fmt: skip


def example_room() -> Room:
    """The room: most of its tools are begun, one map is kept, and names wait to be merged."""
    actors = tuple(
        RoomActor(
            row, name=name, sector=sector, tie=tie, influence=influence, interest=interest, contact=contact,
            is_party=row == "vaerested",
        )
        for row, name, sector, tie, influence, interest, contact in _ACTORS
    )  # fmt: skip
    ties = tuple(TieAmong(f"t{number}", one, other) for number, (one, other) in enumerate(_TIES))
    earlier = with_version(Room(actors=actors[:8], ties_among=ties[:3]), "2026-01-15", "før det første møde")
    return Room(
        about=About("Åben øveaften", "Nybro Bibliotek", "Nybro", lead="ungebibliotekar", deputy="leder"),
        plan=Plan(
            text="Vi vil lave en åben øveaften for unge på erhvervsuddannelserne sammen med værestedet. Vi har lokaler "
            "og instrumenter, men kender ikke de unge.",
            goals=("new-users",),
            partner_types=("volunteers",),
            sectors=("civil-society",),
            offer="Lokaler om aftenen og to medarbejdere",
            assumptions="De unge har tid om aftenen.\nVærestedet kan stille med en voksen.",
        ),
        actors=actors,
        ties_among=ties,
        map_versions=earlier.map_versions,
        version_actors=earlier.version_actors,
        version_ties=earlier.version_ties,
        map_entries=(
            MapEntry("e1", "Idrætsforening", sector="civil-society", tie="regular", by="børnebibliotekar"),
            MapEntry("e2", "Kollegiet", sector="civil-society", tie="acquaintance", by="børnebibliotekar"),
            MapEntry("e3", "Spillestedet", sector="private", tie="none", by="teknisk service"),
        ),
        follow_ups=(
            FollowUp("f1", "idraet", "spørge, hvornår de unge er i hallen", "bibliotekar, voksen", "2027-01-20"),
            FollowUp("f2", "biograf", "tage en kop kaffe om det, der gik skævt", "leder", "2027-02-01"),
        ),
        goals=(
            Goal("g1", "20 unge, der ikke kom her før", "Tælles hver aften", "2027-06-30"),
            Goal("g2", "Et fast hold"),
        ),
        needs=(
            Need(
                "n1",
                OWN_SIDE,
                1,
                True,
                "At møde unge, der ikke låner bøger",
                "Vi kender dem ikke",
                "Lokaler og aftenvagt",
            ),
            Need(
                "n2",
                "vaerested",
                1,
                True,
                "Et sted at spille om aftenen",
                "Naboerne klager",
                "En voksen, de unge kender",
            ),
        ),
        tasks=(
            Task("o1", "Lukke op og tænde", OWN_SIDE, "ungebibliotekar", "leder", "2027-01-15"),
            Task("o2", "Finde deltagere", "vaerested", "daglig leder", "", "2027-01-10"),
            Task("o3", "Svare naboerne", "", "", "", ""),
        ),
        money=(Money("m1", OWN_SIDE, "Kaffe og plakater", 6000), Money("m2", "vaerested", "Strenge og skind", 2500)),
        hours=(Hours("h1", OWN_SIDE, "To aftenvagter om måneden", 80), Hours("h2", "vaerested", "En voksen", 60)),
        risks=(
            Risk("r1", "Ungebibliotekaren skifter job", "2", "3", "reduce", "Hun er den, alle ringer til", "leder"),
            Risk("r2", "Naboerne klager over støj", "3", "2", "share", "Den første sms", ""),
        ),
        temperatures=(
            Temperature("x1", OWN_SIDE, 1, True, "2027-03-01", "5", "4", "4", "2", "3", "4", "Hvem ringer man til?"),
            Temperature("x2", "vaerested", 1, True, "2027-03-02", "4", "4", "5", "4", "2", "3", ""),
        ),
        steps=(Step("1", True), Step("2", True), Step("3", True)),
    )
