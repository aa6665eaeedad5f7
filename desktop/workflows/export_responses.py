"""Exporting responses from the central store: encrypted by default, with a warning, by a coordinator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.engagement.contact_words import contact_words
from desktop.engagement.programme import Event, Programme, Window
from desktop.exports.response_table import ExportedResponse, KeyedState, ResponseTable
from desktop.foundation.clock import to_utc_text
from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.names import name_key
from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import FormDefinition
from desktop.responses.custody import ExportMade
from desktop.responses.finding import COUNTING
from desktop.responses.response import Recorder
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import Centre, known_centres, open_centre, require_coordinator
from desktop.workflows.verification_state import sheets_keyed
from desktop.workflows.workplace import Workplace

KINDS = ("csv", "xlsx")
ENCRYPTED_SUFFIX = ".age"
_LARGEST = 2 * 1024**3
_PICTURE_ENDINGS = (".jpg", ".png")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        files: written, in order; the data before its codebook.
        rows: how many responses, contacts or comments.
        warnings: sentences for whoever made it.
        pictures: the folder of the pictures; ``None`` where there are none.
    """

    files: tuple[Path, ...]
    rows: int
    warnings: tuple[str, ...]
    pictures: Path | None = None


def export_responses(
    place: Workplace,
    *,
    actor: Actor,
    store_url: str,
    kind: str,
    out: Path,
    batch_id: str | None = None,
    programme_id: str | None = None,
    language: str | None = None,
    plain: bool = False,
) -> Exported:
    """Write the responses that count: one row each, with names and labels, and a codebook.

    A CSV has its codebook in a second file, ``NAME-codebook.csv``; a workbook has it as a sheet. Where responses
    of several forms are chosen each form has its own file, named after it. Pictures stand beside it in the folder
    ``NAME-pictures``, under the names that are their answers. Encrypted files end in ``.age`` and open with
    ``decrypt`` or any age tool and the coordinator's key.

    Raises:
        Refusal: the actor is no coordinator, the kind is unknown, or nothing was found to export.
        WorldError: the store can't be reached, or the file can't be written.
    """
    require_coordinator(place, actor)
    refuse_kind(kind)
    with open_centre(place, store_url) as centre:
        folder = out.with_name(f"{out.stem}-pictures")
        with centre.store.reading() as unit:
            tables, programmes = _tables(
                place, unit, batch_id=batch_id, programme_id=programme_id, language=language
            )
            pictures = {folder / name: picture_id for picture_id, name in _pictures(unit, tables)}
        files: dict[Path, bytes] = {}
        for table in tables:
            path = out if len(tables) == 1 else out.with_name(f"{out.stem}-{table.form_id}{out.suffix}")
            files.update(_bytes(place, table, kind=kind, out=path, actor=actor, programmes=programmes))
        in_it = Counter(each for table in tables for each in _column(table, "programme_id"))
        written = write_export(
            place, centre, actor=actor, files=files, plain=plain, kind="responses", in_it=in_it, pictures=pictures
        )
    rows = sum(len(table.rows) for table in tables)
    warnings = _warnings(rows, plain=plain, late=_late(tables), twice=_twice(tables), noted=_like_contacts(tables))
    return Exported(written, rows, warnings, folder if pictures else None)


def _pictures(unit: UnitOfWork, tables: Sequence[ResponseTable]) -> Iterator[tuple[str, str]]:
    """Yield (picture id, name) of the pictures that are an answer in one of the tables."""
    answers = {cell for table in tables for row in table.rows for cell in row if cell.endswith(_PICTURE_ENDINGS)}
    owners = [each for table in tables for each in _column(table, "response_id")] if answers else []
    return ((picture_id, name) for picture_id, _owner, name in unit.pictures.names_of(owners) if name in answers)


def refuse_kind(kind: str) -> None:
    """Return if ``kind`` is one of :data:`KINDS`.

    Raises:
        Refusal: it is none.
    """
    if kind not in KINDS:
        raise Refusal(
            place=tr("Export"),
            fault=tr("There is no format {kind}.", kind=kind),
            remedy=tr("Use one of: {kinds}.", kinds=", ".join(KINDS)),
        )


def _tables(
    place: Workplace,
    unit: UnitOfWork,
    *,
    batch_id: str | None,
    programme_id: str | None,
    language: str | None,
) -> tuple[list[ResponseTable], Mapping[str, Programme]]:
    from desktop.exports.response_table import build_table

    chosen = unit.responses.summaries(
        batch_id=batch_id, programme_id=programme_id, states=COUNTING, newest_first=False
    )
    if not chosen:
        raise Refusal(
            place=tr("Export"),
            fault=tr("There is no response to export."),
            remedy=tr("Receive a batch first, or check the batch and the programme that were asked for."),
        )
    batches = {each.response_id: each.batch_id for each in chosen}
    programmes = {each.programme_id: each for each in unit.programmes.list()}
    events = _events(unit)
    keyed = _keyed(place, unit, programme_id or "", [each.response_id for each in chosen if each.serial])
    by_form: dict[str, list[ExportedResponse]] = {}
    for revision in unit.responses.newest_revisions([each.response_id for each in chosen]):
        exported = ExportedResponse(revision, batches[revision.response_id], keyed.get(revision.response_id))
        by_form.setdefault(revision.form_id, []).append(exported)
    tables = []
    for form_id, responses in sorted(by_form.items()):
        wanted = {each.revision.form_sha256 for each in responses}
        tables.append(
            build_table(
                form_id=form_id,
                definitions=_definitions(place, unit, wanted),
                responses=responses,
                programmes=programmes,
                events=events,
                language=language,
            )
        )
    return tables, programmes


def _keyed(
    place: Workplace, unit: UnitOfWork, programme_id: str, response_ids: Sequence[str]
) -> Mapping[str, KeyedState]:
    """Return response id to how it was keyed; keyers have a number for this export alone."""
    if not response_ids:
        return {}
    numbers: dict[str, int] = {}

    def said(keyer: Recorder) -> str:
        number = numbers.setdefault(keyer.person_id or name_key(keyer.name), len(numbers) + 1)
        return f"{number} {keyer.role}".strip()

    found = sheets_keyed(place, unit, programme_id=programme_id, response_ids=response_ids)
    return {
        response_id: KeyedState(
            verification=sheet.standing.value,
            first_keyer=said(sheet.first.keyer),
            second_keyer=said(sheet.second.keyer) if sheet.second is not None else "",
            adjudicated=sheet.adjudicated,
            exceptions=sheet.exceptions,
        )
        for response_id in response_ids
        if (sheet := found.get(response_id)) is not None
    }


def _events(unit: UnitOfWork) -> Mapping[str, Event]:
    return {each.event_id: each for each in unit.events.list()}


def _definitions(place: Workplace, unit: UnitOfWork, digests: set[str]) -> Sequence[FormDefinition]:
    """Return the definitions that the responses were given to, the newest version first."""
    stored = [form for form in (unit.forms.by_sha(each) for each in digests) if form is not None]
    return [place.shelf.definition(form) for form in sorted(stored, key=lambda form: form.version, reverse=True)]


def _bytes(
    place: Workplace,
    table: ResponseTable,
    *,
    kind: str,
    out: Path,
    actor: Actor,
    programmes: Mapping[str, Programme],
) -> Mapping[Path, bytes]:
    from desktop.exports.data_files import codebook_csv, table_csv, table_xlsx
    from desktop.exports.missing_codes import missing_meanings

    if kind == "csv":
        return {
            out: table_csv(table),
            out.with_name(f"{out.stem}-codebook{out.suffix or '.csv'}"): codebook_csv(table),
        }
    windows = list(_column(table, "window"))
    of_these = [programmes[each] for each in sorted(set(_column(table, "programme_id"))) if each in programmes]
    about = [
        (tr("Form"), table.form_id),
        (tr("Exported at (UTC)"), to_utc_text(place.clock.now())),
        (tr("Exported by"), actor.name),
        (tr("Responses"), str(len(table.rows))),
        *(
            (tr("Of these {window}", window=tr(window.value)), str(windows.count(window.value)))
            for window in Window
        ),
        *((tr("Programme"), f"{each.title}, {each.organisation}") for each in of_these),
        *((tr("Closing date in force"), str(each.last_day or tr("not set"))) for each in of_these),
        *((tr("No answer: {code}", code=code), meaning) for code, meaning in missing_meanings()),
    ]
    return {out: table_xlsx(table, about)}


def _column(table: ResponseTable, name: str) -> Iterator[str]:
    position = [column.name for column in table.columns].index(name)
    return (row[position] for row in table.rows)


def _late(tables: Sequence[ResponseTable]) -> int:
    return sum(window == Window.LATE.value for table in tables for window in _column(table, "window"))


def _twice(tables: Sequence[ResponseTable]) -> int:
    """Return how many paper copies stand in more than one row: two laptops can't know of each other's keying."""
    serials = Counter(each for table in tables for each in _column(table, "serial") if each)
    return sum(1 for times in serials.values() if times > 1)


def _like_contacts(tables: Sequence[ResponseTable]) -> int:
    """Return how many notes from a margin look as if somebody could be found by them."""
    return sum(1 for table in tables for each in _column(table, "margin_notes") if each and contact_words(each))


def _warnings(rows: int, *, plain: bool, late: int, twice: int, noted: int) -> tuple[str, ...]:
    found = [
        tr("The export holds what people said about their health, and equality answers. Share it with nobody "
           "who does not need it, and delete it when it is no longer needed.")
    ]  # fmt: skip
    if plain:
        found.append(tr("It is not encrypted: whoever gets the file can read it."))
    if late:
        found.append(
            ntr("{count} response of {rows} came after the closing date; the column window says which.",
                "{count} responses of {rows} came after the closing date; the column window says which.",
                late, rows=rows)
        )  # fmt: skip
    if twice:
        found.append(
            ntr("{count} paper copy was keyed more than once, on two laptops: compare the rows of its serial.",
                "{count} paper copies were keyed more than once, on two laptops: compare the rows of a serial.",
                twice)
        )  # fmt: skip
    if noted:
        found.append(
            ntr("{count} note from a margin looks like a contact detail: read it before you share the file.",
                "{count} notes from margins look like contact details: read them before you share the file.",
                noted)
        )  # fmt: skip
    return tuple(found)


def write_export(
    place: Workplace,
    centre: Centre,
    *,
    actor: Actor,
    files: Mapping[Path, bytes],
    plain: bool,
    kind: str,
    in_it: Mapping[str, int],
    pictures: Mapping[Path, str] | None = None,
) -> tuple[Path, ...]:
    """Write the files, encrypted to the coordinator unless ``plain``; the centre keeps that it was done and where.

    Args:
        kind: what is exported: ``responses``, ``contacts`` or ``comments``.
        in_it: programme id to how many records of it are in the files: who withdraws later is in one of these.
        pictures: path to the id of the picture that goes there; each is read when it is written, not before.
    """
    from desktop.keys.encryption import encrypt

    recipients = [centre.keys.public.recipient]
    beside = dict(pictures or {})
    folders = sorted({path.parent for path in beside})

    targets = {path: path if plain else _encrypted(path) for path in files}
    now = place.clock.now()
    where = ", ".join(str(each.absolute()) for each in (*targets.values(), *folders))
    with centre.store.unit() as unit:
        # before the first byte leaves: an export that failed may stand in the log, none may be missing from it
        why = "plain" if plain else "encrypted"
        unit.changes.add(actor=actor, what=f"{kind} exported", about_id=new_id(), why=why, at=now)
        for programme_id, many in sorted(in_it.items()):
            unit.exports.add(ExportMade(new_id(), programme_id, kind, where, many, actor.name, now))
        unit.commit()
    for path, content in files.items():
        write_durably(targets[path], content if plain else encrypt(content, recipients))
    for folder in folders:
        _make_folder(folder)
    for path, picture_id in beside.items():
        with centre.store.reading() as unit:
            picture = unit.pictures.get(picture_id)
        if picture is not None:  # else its response was taken back a moment ago
            content = picture.content if plain else encrypt(picture.content, recipients)
            write_durably(path if plain else _encrypted(path), content)
    return tuple(targets.values())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _encrypted(path: Path) -> Path:
    return path if path.suffix == ENCRYPTED_SUFFIX else path.with_name(path.name + ENCRYPTED_SUFFIX)


def decrypt_export(place: Workplace, *, actor: Actor, path: Path, out: Path) -> None:
    """Write an encrypted export in clear, with the coordinator's keys that this workplace holds.

    Raises:
        Refusal: the actor is no coordinator, or no key here opens the file.
        DamagedSecret: the file was cut or altered.
        WorldError: a file can't be read or written.
    """
    from desktop.keys.coordinator import CoordinatorKeys
    from desktop.keys.encryption import decrypt
    from desktop.keys.errors import NotForThisKey
    from desktop.workflows.central_store import KEYS_SECRET

    require_coordinator(place, actor)
    try:
        with path.open("rb") as stream:
            sealed = stream.read(_LARGEST)
    except OSError as fault:
        raise file_fault(path, fault) from fault
    with place.unit() as unit:
        raws = [unit.secrets.get(f"{KEYS_SECRET} {each}") for each in known_centres(place)]
    for raw in raws:
        if raw is None:
            continue
        try:
            plain = decrypt(sealed, CoordinatorKeys.from_bytes(raw).batch_identity)
        except NotForThisKey:
            continue
        write_durably(out, plain)
        with place.unit() as unit:
            unit.changes.add(actor=actor, what="export opened", about_id="", at=place.clock.now())
            unit.commit()
        return
    raise Refusal(
        place=str(path),
        fault=tr("No key in this data folder opens it."),
        remedy=tr("Use the laptop on which the export was made."),
    )
