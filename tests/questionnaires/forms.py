"""Forms for tests: XLSForms in Markdown, and a clock."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from textwrap import dedent

from desktop.foundation.clock import SetClock
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.xform import read_xform

NOON = datetime(2022, 1, 5, 12, 0, tzinfo=UTC)


@lru_cache(maxsize=200)
def xml_of(markdown: str) -> bytes:
    """Return the XForm of an XLSForm in Markdown."""
    from pyxform.xls2xform import convert

    return convert(dedent(markdown).strip(), form_name="data", file_type=".md").xform.encode()


@lru_cache(maxsize=200)
def form(markdown: str) -> FormDefinition:
    """Return the definition of an XLSForm in Markdown."""
    return read_xform(xml_of(markdown))


def begin(markdown: str, **given: object) -> FormEntry:
    """Return a new entry of an XLSForm in Markdown."""
    entry, _ = FormEntry.start(form(markdown), clock=SetClock(NOON), **given)  # type: ignore[arg-type]
    return entry
