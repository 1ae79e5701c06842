"""What takes longer than a page is read and imported by a process of its own, which is watched and can be stopped."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer import Account, Curation, Language, apply_import, say
from indexer.cli import main
from indexer.config import Config
from indexer.curation.bulk.import_job import (
    KEEPING,
    READING,
    SAVING,
    ImportOrder,
    ImportStopped,
    JobFolder,
    run_job,
)
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table
from tests.curation.conftest import Curator, corpus_bytes, sign_in
from tests.waiting import wait_until
from web.site.processes.import_process import start_import_job

TABLE = "titel;år\nEn;2010\nTo;2011\nTre;2012\n"


@pytest.fixture
def curator(own_site: FlaskClient, small: Config, monkeypatch: pytest.MonkeyPatch) -> Curator:
    """A curator for whom every file is large, and whose jobs are done at once."""

    def do_it(config: Config, import_id: str) -> None:
        done = CliRunner().invoke(main, ["import-job", import_id, "--config", str(config.path)])
        assert done.exit_code == 0, done.output

    monkeypatch.setattr("indexer.curation.bulk.import_files._MAX_BYTES_AT_ONCE", 10)
    monkeypatch.setattr("web.curation.intake.import_views.start_import_job", do_it)
    return sign_in(own_site, "curator")


def handed_in(curator: Curator, text: str, name: str = "a.csv") -> str:
    return str(curator.post("/da/curator/import", file=(io.BytesIO(text.encode()), name)).location)


def test_a_large_table_is_tried_then_imported_and_undone_at_once(curator: Curator, small: Config) -> None:
    before = corpus_bytes(small.corpus_folder)
    place = handed_in(curator, TABLE)

    assert "Filen læses" in curator.get(place).text
    tried = curator.get(place).text
    assert "3 poster: 3 læst, 0 ikke." in tried and "Importér 3 dokumenter" in tried
    assert corpus_bytes(small.corpus_folder) == before
    waiting = curator.post(place, status="published", kind="guide")
    assert waiting.location.startswith(place)
    done = curator.get(waiting.location)
    assert set(corpus_bytes(small.corpus_folder)) - set(before) == {"guides/en.md", "guides/to.md", "guides/tre.md"}
    assert curator.post(f"{done.location}/undo").status_code == 302
    assert corpus_bytes(small.corpus_folder) == before
    assert curator.get(place).status_code == 404


def test_other_columns_are_tried_anew(curator: Curator) -> None:
    place = handed_in(curator, "overskrift;aar\nEn;2010\n")
    curator.get(place)
    faulty = curator.get(place).text

    mapped = f"{place}?column-0=title&column-1=year_start&kind=guide"
    assert "1 fejl skal rettes" in faulty and "Filen læses" in curator.get(mapped).text
    page = curator.get(mapped).text
    assert "Importér 1 dokument" in page and '<option value="guide" selected>' in page


def test_a_large_file_that_cannot_be_read_says_why(curator: Curator) -> None:
    place = handed_in(curator, 'titel\n"uden slut og uden ende\n')
    curator.get(place)

    said = curator.get(curator.get(place).location).text

    assert "Række 2, som begynder på linje 2, kan ikke læses" in said


def test_an_import_that_is_stopped_leaves_nothing(curator: Curator, small: Config) -> None:
    before = corpus_bytes(small.corpus_folder)
    place = handed_in(curator, TABLE)

    stopped = curator.post(f"{place}/stop")

    assert "Importen er stoppet" in curator.get(stopped.location).text
    assert curator.get(place).status_code == 404
    assert corpus_bytes(small.corpus_folder) == before


def test_an_import_that_is_being_saved_is_not_stopped(curator: Curator, curation: Curation) -> None:
    place = handed_in(curator, TABLE)
    job = curation.imports.job(place.rpartition("/")[2])
    job.wish(ImportOrder(account="curator"))
    with job.files.held():
        job.tell(SAVING, 2, 3)

        answer = curator.post(f"{place}/stop")

        page = curator.get(answer.location).text
        assert "kan ikke stoppes" in page and "2 af 3" in page
    assert "Importen er stoppet" in curator.get(curator.post(f"{place}/stop").location).text


def test_a_button_that_is_pressed_twice_imports_once(
    curator: Curator, curation: Curation, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = handed_in(curator, TABLE)
    curator.get(place)
    curator.get(place)
    started: list[str] = []
    monkeypatch.setattr(
        "web.curation.intake.import_views.start_import_job", lambda config, import_id: started.append(import_id)
    )

    for _ in range(2):
        curator.post(place, status="published", kind="guide")
    import_id = place.rpartition("/")[2]
    config = str(curation.corpus_folder.parent / "config.toml")
    for _ in started * 2:
        assert CliRunner().invoke(main, ["import-job", import_id, "--config", config]).exit_code == 0

    assert started == [import_id]
    assert len(curation.history.changes()) == 1
    curator.post(place, status="published", kind="guide")
    assert len(started) == 1 and "3 dokumenter er importeret" in curator.get(curator.get(place).location).text


def test_a_process_that_ended_without_a_word_is_told(curator: Curator, curation: Curation) -> None:
    place = handed_in(curator, TABLE)
    job = curation.imports.job(place.rpartition("/")[2])
    job.wish(ImportOrder())
    with job.files.held():
        job.tell(READING, 1, 3)

    assert "Importen blev afbrudt" in curator.get(curator.get(place).location).text


def test_a_process_of_its_own_reads_the_file(curation: Curation, small: Config) -> None:
    import_id = curation.imports.receive("a.csv", io.BytesIO(TABLE.encode()))
    job = curation.imports.job(import_id)
    job.wish(ImportOrder(defaults={"kind": "case"}))

    start_import_job(small, import_id)

    wait_until(lambda: job.outcome() is not None)
    outcome = job.outcome()
    assert outcome is not None and [title for _, title in outcome.titles] == ["En", "To", "Tre"]
    assert say(outcome.count, Language.ENGLISH) == "3 records, 3 read, 0 not."


def test_a_job_stops_when_its_import_is_thrown_away_but_not_while_it_saves(curation: Curation) -> None:
    import_id = curation.imports.receive("a.csv", io.BytesIO(TABLE.encode()))
    job = curation.imports.job(import_id)
    job.wish(ImportOrder())
    saving = curation.imports.job(import_id)
    saving.tell(SAVING, 1, 2)
    curation.imports.discard(import_id)

    saving.tell(SAVING, 2, 2)
    for phase in (KEEPING, SAVING):
        with pytest.raises(ImportStopped):
            job.tell(phase, 1, 2)
    run_job(job, lambda order: pytest.fail("nothing is wanted"))
    assert not job.files.is_held() and not (curation.state_folder / "imports" / import_id).exists()


def test_whoever_comes_first_decides_whether_an_import_is_saved_or_stopped(curation: Curation) -> None:
    job = curation.imports.job(curation.imports.receive("a.csv", io.BytesIO(TABLE.encode())))
    job.wish(ImportOrder())

    with job.files.held():
        assert job.stop()
        with pytest.raises(ImportStopped):
            job.tell(SAVING, 1, 2)


def test_what_is_stopped_before_it_is_written_down_never_was(
    curation: Curation, chief: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = corpus_bytes(curation.corpus_folder)
    plan = plan_table(
        read_table("a.csv", TABLE.encode()), curation.corpus, curation.vocabulary, defaults={"kind": "case"}
    )
    monkeypatch.setattr("indexer.curation.editing.history._AT_ONCE", 1)
    heard: list[tuple[int, int]] = []

    def stop_at_the_second(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 1:
            raise ImportStopped

    with pytest.raises(ImportStopped):
        apply_import(plan, chief, curation.history, curation.corpus, progress=stop_at_the_second)

    assert heard == [(0, 6), (1, 6)]
    assert corpus_bytes(curation.corpus_folder) == before and curation.history.changes() == ()
    change = apply_import(plan, chief, curation.history, curation.corpus)
    assert (change.number, len(change.documents)) == (1, 3)


def test_a_process_is_at_it_as_long_as_it_holds_the_job(curation: Curation) -> None:
    job = curation.imports.job(curation.imports.receive("a.csv", io.BytesIO(TABLE.encode())))

    with job.files.held() as is_alone:
        assert is_alone and job.files.is_held()
        with job.files.held() as is_alone:
            assert not is_alone
    assert not job.files.is_held()


def test_faults_and_notes_come_back_from_the_file_of_an_outcome(curation: Curation) -> None:
    import_id = curation.imports.receive("a.csv", io.BytesIO("titel;år;farve\nEn;ca. 2010;rød\nTo;x;\n".encode()))
    job: JobFolder = curation.imports.job(import_id)
    job.wish(ImportOrder(mapping={"0": "title"}, defaults={"kind": "case"}))

    CliRunner().invoke(main, ["import-job", import_id, "--config", str(curation.corpus_folder.parent / "config.toml")])

    outcome = job.outcome()
    assert outcome is not None
    assert [(one.row, one.message.id) for one in outcome.faults] == [("3", "bad-year")]
    assert [(one.row, one.message.id) for one in outcome.notes] == [("", "columns-not-used"), ("2", "year-read")]
    assert [tuple(column) for column in outcome.columns] == [
        ("titel", "En", "title"), ("år", "ca. 2010", "year_start"), ("farve", "rød", ""),
    ]  # fmt: skip
