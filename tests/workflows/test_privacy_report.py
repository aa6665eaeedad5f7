"""The privacy report says what is stored: of the envelope, the forms, the tables and every file on the disk."""

from __future__ import annotations

import json
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pytest

from desktop.engagement.retention import Retention, RetentionRule
from desktop.foundation.errors import Refusal
from desktop.keys.errors import WrongPassphrase
from desktop.responses.response import Envelope
from desktop.store.privacy import Category
from desktop.store.tables import METADATA
from desktop.workflows.back_up import back_up, set_plan
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.export_responses import export_responses
from desktop.workflows.open_programme import put_pack
from desktop.workflows.privacy_files import file_notes
from desktop.workflows.privacy_report import CENTRE, LAPTOP, make_report, write_report
from desktop.workflows.restore import restore
from desktop.workflows.send_batches import make_batch, send_batch
from desktop.workflows.set_up import open_workplace
from desktop.workflows.update_list import add_contact
from desktop.workflows.withdraw import erase_response
from tests.paper.reading import squeezed, texts
from tests.workflows.exchange import CORA, respond, take_in
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME

ADDRESS = "somebody.unmistakable@example.org"


def test_every_field_of_the_envelope_stands_in_it(place) -> None:
    assert tuple(field.name for field in make_report(place).envelope) == Envelope.__slots__


def test_every_table_stands_in_it_at_its_places_with_its_key(place) -> None:
    tables = {table.name: table for table in make_report(place).tables}
    assert set(tables) == set(METADATA.tables)
    assert tables["revision"].places == (LAPTOP, CENTRE)
    assert tables["journal_step"].places == (LAPTOP,)
    assert tables["quarantined_record"].places == (CENTRE,)
    assert "contacts key" in tables["contact"].key
    assert all(table.key and table.receives and table.kept for table in tables.values())


def test_questions_of_the_equality_block_and_free_words_are_special(place, pack) -> None:
    [form] = make_report(place).forms
    asked = {field.name: field.category for field in form.questions}
    assert form.form_id == FORM
    assert set(asked) >= {question.path for question in pack.forms[0].definition.questions() if question.asked}
    assert all(category is Category.SPECIAL for path, category in asked.items() if path.startswith("equality/"))
    assert asked["best_start/best_start_outcome/best_start_comment"] is Category.SPECIAL
    assert asked["about_you/respondent_type"] is Category.PERSONAL


def test_the_rules_of_the_pack_stand_in_it_or_that_nobody_said(place, pack) -> None:
    [before] = make_report(place).programmes
    assert {each.due for each in before.keeping} == {""}
    rules = Retention(contacts=RetentionRule(months=6))
    newer = replace(pack, programme=replace(pack.programme, version="2022-02-01", retention=rules), sha256="n")
    with place.unit() as unit:
        put_pack(place, unit, actor=CORA, pack=newer)
        unit.commit()
    [after] = make_report(place).programmes
    assert [each.due for each in after.keeping] == ["2022-07-23", "", "", ""]
    assert after.keeping[0].words == "6 months after the last day, 2022-01-23."


def test_it_is_written_as_markdown_pdf_and_json_and_says_the_same(place, tmp_path) -> None:
    report = make_report(place)
    for ending in ("md", "pdf", "json"):
        write_report(report, tmp_path / f"privacy.{ending}")
    said = (tmp_path / "privacy.md").read_text("utf-8").replace("\\", "")
    drawn = squeezed(" ".join(texts((tmp_path / "privacy.pdf").read_bytes())))
    read = json.loads((tmp_path / "privacy.json").read_text("utf-8"))
    assert {table["name"] for table in read["tables"]} == set(METADATA.tables)
    for table in report.tables:
        assert f"### {table.name}\n" in said or table.places == (LAPTOP, CENTRE)
        for field in table.fields:
            assert f"| {field.name} | {field.words} |" in said
            assert field.name.split("_")[0] in drawn
    with pytest.raises(Refusal, match=r"\.md, \.pdf or \.json"):
        write_report(report, tmp_path / "privacy.docx")


def test_the_centre_s_report_names_what_batches_brought_and_no_data_is_in_either(
    place, pack, officer, event_id, stick, centre, store_url, tmp_path
) -> None:
    added = respond(place, officer, event_id, pack, 2)
    for _ in range(10):
        add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": ADDRESS})
    for batch in make_batch(place, actor=officer):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    for name, report in (
        ("laptop", make_report(place)), ("centre", make_report(centre, store_url=store_url)),
    ):  # fmt: skip
        assert [each.programme_id for each in report.programmes] == [PROGRAMME]
        assert [each.form_id for each in report.forms] == [FORM]
        write_report(report, tmp_path / f"{name}.json")
        text = (tmp_path / f"{name}.json").read_text("utf-8")
        for secret in (ADDRESS, pack.programme.serial_key, *(each.response_id for each in added)):
            assert secret not in text
    (tmp_path / "out").mkdir()
    export_responses(
        centre, actor=CORA, store_url=store_url, kind="csv", out=tmp_path / "out" / "responses.csv", plain=True
    )
    _every_file_is_named(place.folder, "data folder")
    _every_file_is_named(centre.folder, "data folder")
    _every_file_is_named(stick, "carried")
    _every_file_is_named(tmp_path / "out", "export")
    central = [path.name for path in tmp_path.iterdir() if path.is_file() and path.suffix != ".json"]
    assert central
    assert all(_named(name, "central store") for name in central)


def test_backups_and_what_a_restore_leaves_are_named_too(place, officer, event_id, pack, clock, tmp_path) -> None:
    [added] = respond(place, officer, event_id, pack, 1)
    office = tmp_path / "office"
    office.mkdir()
    set_plan(place, actor=officer, folder=office)
    erase_response(place, actor=CORA, response_id=added.response_id, reason="a test")
    made = back_up(place, actor=officer)
    place.close()
    with pytest.raises(WrongPassphrase):
        open_workplace(place.folder, clock=clock, passphrase="a wrong passphrase")
    _every_file_is_named(place.folder, "data folder")
    again = restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE)
    try:
        _every_file_is_named(place.folder, "data folder")
        _every_file_is_named(office, "backup folder")
        assert list(place.folder.glob("damaged-*/store.db"))
    finally:
        again.close()


def _every_file_is_named(folder, place: str) -> None:
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert files
    assert [name for name in files if not _named(name, place)] == []


def _named(name: str, place: str) -> bool:
    return any(fnmatch(name, pattern) for note in file_notes() if note.place == place for pattern in note.patterns)
