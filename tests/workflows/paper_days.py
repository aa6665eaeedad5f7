"""Print runs without the drawing: what the tests of custody need of a printed pile, in a moment."""

from __future__ import annotations

from desktop.foundation.ids import new_id
from desktop.sheets.copies import PrintRun, RunKind
from desktop.sheets.serials import issue_run, issuer_of
from desktop.workflows.workplace import Workplace
from tests.workplaces import FORM


def printed(place: Workplace, event_id: str, copies: int, form_id: str = FORM) -> tuple[str, ...]:
    """Log a run of ``copies`` as printing does, and return its serials by number."""
    with place.unit() as unit:
        form = unit.forms.get(form_id)
        assert form is not None
        programme = unit.programmes.get(form.programme_id)
        assert programme is not None
        number = unit.copies.next_run_number()
        serials = tuple(
            each.canonical
            for each in issue_run(
                device_id=place.device_id,
                run=number,
                copies=copies,
                serial_key=programme.serial_key,
                form_id=form_id,
            )
        )
        run = PrintRun(
            run_id=new_id(),
            run_number=number,
            form_id=form_id,
            form_version=form.version,
            form_sha256=form.sha256,
            programme_id=programme.programme_id,
            event_id=event_id,
            edition="standard",
            language="default",
            layout_id="made-up",
            copies=copies,
            first_number=1,
            last_number=copies,
            printed_by="Olu",
            printed_at=place.clock.now(),
            kind=RunKind.NUMBERED,
            device_id=place.device_id,
            issuer=issuer_of(place.device_id),
        )
        unit.copies.add_run(run, serials)
        unit.commit()
    return serials
