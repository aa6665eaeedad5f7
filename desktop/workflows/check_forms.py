"""Checking and reading packs and forms: the packs room is given what reads the spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.packs.pack import Pack, check_pack, pack_of_one_form, read_pack
from desktop.questionnaires.problems import Problem
from desktop.workflows.check_media import media_problems

if TYPE_CHECKING:
    from desktop.xlsform.convert import ReadForm


def read_any_pack(path: Path) -> Pack:
    """Return the pack in a folder, or the pack of one form (.xlsx, .xml).

    Raises:
        PackRefused, FormRefused: it has errors; every one is named.
        Refusal: there is nothing at ``path``.
    """
    _there(path)
    forms = _Forms()
    if path.is_dir():
        return read_pack(path, read_form=forms.read, check_form=forms.check)
    return pack_of_one_form(path, read_form=forms.read, check_form=forms.check)


def check_any(path: Path) -> tuple[Problem, ...]:
    """Return every problem of a pack folder or of one form, at once.

    Raises:
        Refusal: there is nothing at ``path``.
        WorldError: it can't be read.
    """
    _there(path)
    forms = _Forms()
    if path.is_dir():
        return check_pack(path, read_form=forms.read, check_form=forms.check)
    return forms.check(path)


class _Forms:
    """Reads and checks forms, each spreadsheet converted once: it is read after it was checked."""

    def __init__(self) -> None:
        self._checked: dict[Path, ReadForm] = {}

    def check(self, path: Path, *, equality_group: str = "") -> tuple[Problem, ...]:
        """Return every problem of a form."""
        from desktop.xlsform.check import in_order, read_and_check

        form, problems = read_and_check(path, equality_group=equality_group)
        if form is None:
            return problems
        self._checked[path] = form
        return in_order((*problems, *media_problems(path, form)))

    def read(self, path: Path) -> ReadForm:
        """Return a form, or raise with everything that is wrong with it."""
        from desktop.xlsform.convert import read_form

        return self._checked.pop(path, None) or read_form(path)


def _there(path: Path) -> None:
    if not path.exists():
        raise Refusal(
            place=str(path),
            fault=tr("There is nothing here."),
            remedy=tr("Give the folder of a programme pack, an .xlsx or an .xml file."),
        )
