"""Opening a programme: its pack becomes forms, planned events and wording on this device."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.engagement.programme import Event, Programme
from desktop.engagement.versions import version_order
from desktop.foundation.assets import packs_path
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.packs.pack import Pack, read_programme
from desktop.questionnaires.stored_form import StoredForm
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.workplace import Workplace, require


@dataclass(frozen=True, slots=True)
class OfferedPack:
    """A pack that can be opened.

    Attributes:
        path: its folder.
        fault: why it can't be opened, or empty.
    """

    path: Path
    programme_id: str
    title: str
    organisation: str
    opens: date | None
    closes: date | None
    fault: str = ""


def offered_packs(folder: Path | None = None) -> tuple[OfferedPack, ...]:
    """Return the packs in ``folder`` (by default those that came with the application), by title.

    Only ``programme.toml`` is read: offering must not wait for spreadsheets.
    """
    offered = []
    for path in sorted((folder or packs_path()).iterdir()):
        if not (path / "programme.toml").is_file():
            continue
        try:
            programme = read_programme(path)
        except WorldError as fault:
            offered.append(OfferedPack(path, path.name, path.name, "", None, None, str(fault)))
        else:
            offered.append(
                OfferedPack(
                    path,
                    programme.programme_id,
                    programme.title,
                    programme.organisation,
                    programme.opens,
                    programme.last_day,
                )
            )
    return tuple(sorted(offered, key=lambda each: each.title))


def open_programme(place: Workplace, *, actor: Actor, path: Path) -> Programme:
    """Open a pack folder, or a single form (.xlsx, .xml) as a programme of one form. Opening it again updates it.

    Raises:
        FormRefused: the pack or a form in it has errors; every one is named.
        Refusal: the role does not allow it, or a made-up pack is opened outside practice.
    """
    require(actor, Action.OPEN_PROGRAMME)
    pack = read_any_pack(path)
    with place.unit() as unit:
        put_pack(place, unit, actor=actor, pack=pack)
        unit.commit()
    return pack.programme


def put_pack(place: Workplace, unit: UnitOfWork, *, actor: Actor, pack: Pack) -> None:
    """Put a pack that was read into the store: programme, forms, planned events."""
    programme = pack.programme
    if programme.made_up and not place.practice:
        raise Refusal(
            place=programme.title,
            fault=tr("This programme is made up, for practice."),
            remedy=tr("Open it in practice."),
        )
    _refuse_other_words_of_one_version(unit, pack)
    now = place.clock.now()
    unit.programmes.put(programme, pack_sha256=pack.sha256, pack_files=pack.files)
    groups = {form.form_id: form.equality_group for form in programme.forms}
    for read in pack.forms:
        definition = read.definition
        unit.forms.put(
            StoredForm(
                form_id=definition.form_id,
                version=definition.version,
                sha256=definition.sha256,
                title=definition.title,
                xml=definition.xml,
                original=read.original,
                original_kind=read.kind,
                programme_id=programme.programme_id,
                equality_group=groups.get(definition.form_id, ""),
            )
        )
    for planned in programme.events:
        event = Event(
            event_id=planned.event_id,
            programme_id=programme.programme_id,
            name=planned.name,
            venue=planned.venue,
            day=planned.day,
            area=planned.area,
            partner=planned.partner,
            planned=True,
            revision=1,
            made_by="",
            made_at=now,
        )
        standing = unit.events.get(planned.event_id)
        if standing is None:
            unit.events.put(event)
        elif standing.planned and not standing.made_by:
            # the pack moved it, and nobody on this device changed it since
            moved = replace(event, revision=standing.revision, made_at=standing.made_at)
            if moved != standing:
                unit.events.put(replace(event, revision=standing.revision + 1))
    unit.changes.add(actor=actor, what="programme opened", about_id=programme.programme_id, at=now)


def _refuse_other_words_of_one_version(unit: UnitOfWork, pack: Pack) -> None:
    """Refuse a pack that would say something else under a version that responses already name.

    The version is what is kept on each response as the wording that was shown, so one version has one wording.
    """
    programme = pack.programme
    standing = unit.programmes.get(programme.programme_id)
    if standing is not None and standing != programme:
        where = tr("Programme {id}, version {version}", id=programme.programme_id, version=programme.version)
        if standing.version == programme.version:
            raise Refusal(
                place=where,
                fault=tr("This version is open here already, with other contents."),
                remedy=tr("Give the changed pack a higher version in programme.toml and open it again."),
            )
        if version_order(programme.version) < version_order(standing.version):
            raise Refusal(
                place=where,
                fault=tr("A later version, {version}, is open here already.", version=standing.version),
                remedy=tr("Open the newest pack."),
            )
    for read in pack.forms:
        definition = read.definition
        where = tr("Form {id}, version {version}", id=definition.form_id, version=definition.version)
        newest = unit.forms.get(definition.form_id)
        if newest is not None and newest.programme_id != programme.programme_id:
            raise Refusal(
                place=where,
                fault=tr("A form with this id belongs to the programme {programme} here.",
                         programme=newest.programme_id),
                remedy=tr("Give the form another form_id in its settings sheet."),
            )  # fmt: skip
        same = unit.forms.get(definition.form_id, definition.version)
        if same is not None and same.sha256 != definition.sha256:
            raise Refusal(
                place=where,
                fault=tr("This version is on this device already, with other questions."),
                remedy=tr("Give the changed form a higher version in its settings sheet and open it again."),
            )


def programmes(place: Workplace) -> tuple[Programme, ...]:
    """Return the programmes that are open on this device, by title."""
    with place.reading() as unit:
        return tuple(sorted(unit.programmes.list(), key=lambda each: each.title))


def forms(place: Workplace, *, programme_id: str | None = None) -> tuple[StoredForm, ...]:
    """Return the newest version of every form on this device, by title."""
    with place.reading() as unit:
        newest = {form.form_id: unit.forms.get(form.form_id) for form in unit.forms.list()}
        found = [form for form in newest.values() if form is not None]
    wanted = [form for form in found if programme_id is None or form.programme_id == programme_id]
    return tuple(sorted(wanted, key=lambda form: form.title))
