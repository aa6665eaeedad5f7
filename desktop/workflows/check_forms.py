"""Checking and reading packs and forms: the packs room is given what reads the spreadsheets."""

from __future__ import annotations

from pathlib import Path

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.packs.pack import Pack, check_pack, pack_of_one_form, read_pack
from desktop.questionnaires.problems import Problem


def read_any_pack(path: Path) -> Pack:
    """Return the pack in a folder, or the pack of one form (.xlsx, .xml).

    Raises:
        PackRefused, FormRefused: it has errors; every one is named.
        Refusal: there is nothing at ``path``.
    """
    from desktop.xlsform.check import check_form
    from desktop.xlsform.convert import read_form

    _there(path)
    if path.is_dir():
        return read_pack(path, read_form=read_form, check_form=check_form)
    return pack_of_one_form(path, read_form=read_form, check_form=check_form)


def check_any(path: Path) -> tuple[Problem, ...]:
    """Return every problem of a pack folder or of one form, at once.

    Raises:
        Refusal: there is nothing at ``path``.
        WorldError: it can't be read.
    """
    from desktop.xlsform.check import check_form
    from desktop.xlsform.convert import read_form

    _there(path)
    if path.is_dir():
        return check_pack(path, read_form=read_form, check_form=check_form)
    return check_form(path)


def _there(path: Path) -> None:
    if not path.exists():
        raise Refusal(
            place=str(path),
            fault=tr("There is nothing here."),
            remedy=tr("Give the folder of a programme pack, an .xlsx or an .xml file."),
        )
