"""What a form's author does with it before anybody else: read it as text, and play scripts against it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.foundation.clock import Clock
from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.scripts import Run, first_difference, play, read_script
from desktop.workflows.check_forms import read_any_pack

MAX_SCRIPT = 100 * 1024 * 1024


def read_one_form(path: Path) -> FormDefinition:
    """Return the form in a file, or the only form of a pack's folder.

    Raises:
        FormRefused: it has errors; every one is named.
        Refusal: there is nothing at ``path``, or the pack has several forms.
    """
    from desktop.xlsform.convert import read_form

    if not path.exists():
        raise Refusal(
            place=str(path),
            fault=tr("There is nothing here."),
            remedy=tr("Give an XLSForm (.xlsx, .xls, .csv, .md), an XForm (.xml), or the folder of a pack."),
        )
    if not path.is_dir():
        return read_form(path).definition
    forms = read_any_pack(path).forms
    if len(forms) != 1:
        raise Refusal(
            place=str(path),
            fault=tr("The pack has {count} forms.", count=len(forms)),
            remedy=tr("Give the file of one of them."),
        )
    return forms[0].definition


def form_as_text(path: Path, *, language: str | None = None) -> str:
    """Return the form at ``path`` as text that a person can read.

    Raises:
        FormRefused, Refusal: as :func:`read_one_form`; or the form hasn't got the language.
    """
    from desktop.questionnaires.form_text import form_text

    definition = read_one_form(path)
    if language is not None and language not in definition.languages:
        raise Refusal(
            place=tr("The form {form}", form=definition.form_id),
            fault=tr("It has no language “{name}”.", name=language),
            remedy=tr("Choose one of: {names}.", names=", ".join(definition.languages)),
        )
    return form_text(definition, language)


@dataclass(frozen=True, slots=True)
class Tried:
    """A script that was played, and the first difference from what was expected, empty when there is none."""

    run: Run
    difference: str


def run_script(path: Path, script: Path, *, clock: Clock, expected: Path | None = None) -> Tried:
    """Play the script in the file ``script`` against the form at ``path``, and compare.

    Args:
        expected: file with the expected states; the script's own are taken when it is ``None``.

    Raises:
        WorldError: a file can't be read, or is no script; the form has errors.
    """
    steps = read_script(_bytes(script), name=script.name)
    wanted = steps if expected is None else read_script(_bytes(expected), name=expected.name)
    run = play(read_one_form(path), steps, clock=clock)
    return Tried(run, first_difference(run, wanted))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_SCRIPT:
            raise WorldError(
                place=str(path), fault=tr("The file is larger than 100 MB."), remedy=tr("Use a smaller script.")
            )
        return path.read_bytes()
    except OSError as fault:
        raise file_fault(path, fault) from fault
