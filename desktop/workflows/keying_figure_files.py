"""The figures of keying as files: a report in PDF with charts and tables, and a CSV for whoever counts further."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.clock import to_utc_text
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.workflows.keying_figure_words import (
    agreement_words,
    decisions_words,
    errors_words,
    interval_words,
    kappa_words,
    meaning_words,
    pace_words,
    purpose_words,
    rate_bar_words,
    rate_words,
    single_words,
    waiting_words,
)
from desktop.workflows.keying_figures import Counted, Line, by_form, by_keyer, by_question

if TYPE_CHECKING:
    from desktop.exports.document import Block, Document

CSV_HEADINGS = (
    "level", "keyer", "form_id", "form", "number", "question", "path", "keystrokes", "seconds_net_of_pauses",
    "keystrokes_an_hour", "fields", "errors", "errors_per_1000", "low_95", "high_95", "fields_compared",
    "fields_agreed", "agreement", "kappa", "fields_not_decided", "sheets",
)  # fmt: skip
"""``level`` is keyer, form, question or sheets; a rate of too few fields stays empty."""
_Words = Callable[[Line], str]


def write_figures(counted: Counted, *, out: Path) -> None:
    """Write the figures to ``out``: PDF or CSV, by its ending.

    Raises:
        Refusal: another ending.
        WorldError: the file can't be written.
    """
    match out.suffix.lower():
        case ".pdf":
            from desktop.exports.document_pdf import REPORT, document_pdf

            content = document_pdf(figures_document(counted), landscape=True, styles=REPORT)
        case ".csv":
            from desktop.exports.data_files import csv_bytes

            content = csv_bytes(CSV_HEADINGS, figures_rows(counted))
        case _:
            raise Refusal(
                place=out.name,
                fault=tr("The figures of keying are written as PDF or CSV."),
                remedy=tr("Give the file a name that ends in .pdf or .csv."),
            )
    write_durably(out, content)


def figures_rows(counted: Counted) -> list[tuple[str, ...]]:
    """Return the rows of the CSV, in the order of :data:`CSV_HEADINGS`."""
    rows = [_row("keyer", each, keyer=each.label) for each in by_keyer(counted)]
    for form in by_form(counted):
        about = {"form_id": form.key, "form": form.label}
        rows.append(_row("form", form, **about))
        for each in by_question(counted, form_id=form.key):
            rows.append(_row("question", each, **about, question=each.label, path=each.key.partition(" ")[2]))
        for keyer, name in counted.names.items():
            for each in by_question(counted, form_id=form.key, keyer=keyer):
                path = each.key.partition(" ")[2]
                rows.append(_row("question", each, **about, keyer=name, question=each.label, path=path))
    empty = dict.fromkeys(CSV_HEADINGS, "")
    for words, many in counted.waits:
        rows.append(tuple({**empty, "level": "sheets", "question": words, "sheets": str(many)}.values()))
    return rows


def _row(level: str, line: Line, **about: str) -> tuple[str, ...]:
    tally = line.tally
    found = dict.fromkeys(CSV_HEADINGS, "") | {
        "level": level,
        "number": line.number,
        "keystrokes": str(tally.keystrokes),
        "seconds_net_of_pauses": f"{tally.seconds:.1f}",
        "keystrokes_an_hour": _figure(line.an_hour, 0),
        "fields": str(tally.fields),
        "errors": str(tally.errors),
        "errors_per_1000": _figure(line.per_1000, 3),
        "low_95": _figure(line.low, 3),
        "high_95": _figure(line.high, 3),
        "fields_compared": str(line.compared),
        "fields_agreed": str(tally.agreed),
        "agreement": _figure(line.agreement, 5),
        "kappa": _figure(line.kappa, 4),
        "fields_not_decided": str(tally.waiting),
        **about,
    }
    return tuple(found.values())


def _figure(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:.{places}f}"


def figures_document(counted: Counted) -> Document:
    """Return the figures as a document; a table below each chart says the same."""
    from desktop.exports.document import Document

    return Document(
        title=tr("Your figures of keying") if counted.own else tr("Figures of keying"),
        blocks=tuple(_blocks(counted)),
        author=counted.organisation,
        foot=f"{counted.programme_title} – {_counted_at(counted)}",
        banner=tr("Practice – made up") if counted.made_up else "",
    )


def _counted_at(counted: Counted) -> str:
    return to_utc_text(counted.made_at)[:16].replace("T", " ")


def _blocks(counted: Counted) -> Iterator[Block]:
    from desktop.exports.document import Fields, Heading, Paragraph, Points

    yield Paragraph(purpose_words(counted))
    yield Fields(
        ((tr("Programme"), counted.programme_title), (tr("Counted at (UTC)"), _counted_at(counted))),
    )
    yield Heading(tr("Sheets"))
    yield Fields(tuple((words, f"{many:,}") for words, many in counted.waits))
    yield Paragraph(" ".join(each for each in (decisions_words(counted), single_words(counted)) if each))
    keyers = by_keyer(counted)
    if not keyers:
        yield Paragraph(tr("Nothing was keyed yet."))
        return
    yield Heading(tr("All that you keyed") if counted.own else tr("By keyer, in the order of names"))
    yield from _charted(keyers, tr("Keyer"))
    yield Heading(tr("By form"))
    yield _table(by_form(counted), tr("Form"), questions=False)
    for form_id, title in counted.forms.items():
        yield Heading(tr("Questions of {form}", form=title))
        yield _table(by_question(counted, form_id=form_id), tr("Question"), questions=True)
    yield Heading(tr("What the figures say"))
    yield Points(meaning_words())


def _charted(lines: Sequence[Line], heading: str) -> Iterator[Block]:
    from desktop.exports.document import Bars, Heading
    from desktop.typesetting.charts import ChartRow

    yield Heading(tr("Errors in 1,000 fields, with the interval at 95 %"), 2)
    yield Bars(tuple(ChartRow(each.label, each.per_1000 or 0.0, rate_bar_words(each)) for each in lines))
    yield Heading(tr("Keys an hour, without pauses"), 2)
    yield Bars(tuple(ChartRow(each.label, each.an_hour or 0.0, pace_words(each)) for each in lines))
    yield _table(lines, heading, questions=False)


def _table(lines: Sequence[Line], heading: str, *, questions: bool) -> Block:
    from desktop.exports.document import Column, Table

    columns: list[tuple[str, float, _Words]] = [
        (heading, 3.6 if questions else 3.0, lambda line: line.label),
        (tr("Keys an hour"), 1.2, pace_words),
        (tr("Errors in fields"), 1.2, errors_words),
        (tr("In 1,000"), 1.1, rate_words),
        (tr("95 % interval"), 1.3, interval_words),
        (tr("Agreement"), 1.1, agreement_words),
    ]
    if questions:
        columns.insert(0, (tr("No."), 0.5, lambda line: line.number))
        columns.append((tr("Beyond chance"), 0.9, kappa_words))
    columns.append((tr("Not decided"), 0.9, waiting_words))
    return Table(
        tuple(Column(name, share) for name, share, _words in columns),
        tuple(tuple(words(line) for _name, _share, words in columns) for line in lines),
    )
