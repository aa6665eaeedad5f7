"""Benchmarks: loading a published table with its source and its date, listing them, letting one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.analysis.benchmark_file import LARGEST_BYTES, read_rows
from desktop.analysis.benchmarks import Benchmark, Dimension
from desktop.analysis.representation import NOT_SAID
from desktop.engagement.programme import Programme
from desktop.foundation.clock import civil_date
from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import UnknownQuestion
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace, require, the_programme

LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Imported:
    """A benchmark that was loaded.

    Attributes:
        warnings: in sentences; such as that no form has an answer that the file names.
    """

    benchmark: Benchmark
    warnings: tuple[str, ...]


def import_benchmark(
    place: Workplace,
    *,
    actor: Actor,
    path: Path,
    dimension: str,
    source: str,
    table: str,
    published: date | None,
    licence: str,
    made_up: bool = False,
    programme_id: str = "",
) -> Imported:
    """Load a benchmark; the one that was in force for the dimension and the programme gives way to it.

    Args:
        path: a CSV file as :func:`desktop.analysis.benchmark_file.read_rows` takes it.
        dimension: a value of :class:`Dimension`.
        source: who published the table.
        published: the day it was published.
        made_up: for trying things out; said wherever the benchmark is shown.
        programme_id: for one programme; empty for every programme that has none of its own.

    Raises:
        Refusal: source, table, date or licence are missing, or the file is wrong, said by line.
        WorldError: the file can't be read.
    """
    require(actor, Action.OPEN_PROGRAMME)
    where = tr("New benchmark")
    asked = {
        tr("The source is missing."): (source, tr("Say who published the table.")),
        tr("The name of the table is missing."): (table, tr("Give the name or number that the source gives it.")),
        tr("The licence is missing."): (licence, tr("Say under which licence the source publishes it.")),
    }
    for fault, (words, remedy) in asked.items():
        if not words.strip():
            raise Refusal(place=where, fault=fault, remedy=remedy)
        if len(words) > LONGEST_WORDS or not words.isprintable():
            raise Refusal(
                place=where,
                fault=tr("Source, table or licence is longer than {count} characters.", count=LONGEST_WORDS),
                remedy=tr("Write it in one short line."),
            )
    if published is None:
        raise Refusal(
            place=where,
            fault=tr("The date of the source is missing."),
            remedy=tr("Give the day on which it was published."),
        )
    known = _dimension(dimension)
    measure, rows = read_rows(_content(path), name=path.name)
    now = place.clock.now()
    with place.unit() as unit:
        zone = the_programme(unit, programme_id).time_zone if programme_id else "UTC"
        if published > civil_date(now, zone):
            raise Refusal(
                place=where,
                fault=tr("The date of the source lies in the future."),
                remedy=tr("Give the day on which it was published."),
            )
        benchmark = Benchmark(
            dimension=known,
            programme_id=programme_id,
            source=source.strip(),
            table=table.strip(),
            published=published,
            licence=licence.strip(),
            made_up=made_up,
            measure=measure,
            rows=rows,
        )
        unit.benchmarks.put(benchmark)
        unit.changes.add(actor=actor, what="benchmark loaded", about_id=_about(known, programme_id), at=now)
        warnings = tuple(_unknown_answers(place, unit, benchmark))
        unit.commit()
    return Imported(benchmark, warnings)


def benchmarks(place: Workplace) -> tuple[Benchmark, ...]:
    """Return the benchmarks of this device, those for every programme first."""
    order = list(Dimension)
    with place.reading() as unit:
        return tuple(
            sorted(unit.benchmarks.list(), key=lambda each: (each.programme_id, order.index(each.dimension)))
        )


def remove_benchmark(place: Workplace, *, actor: Actor, dimension: str, programme_id: str = "") -> None:
    """Let a benchmark go.

    Raises:
        Refusal: there is none for that dimension and programme.
    """
    require(actor, Action.OPEN_PROGRAMME)
    known = _dimension(dimension)
    with place.unit() as unit:
        if unit.benchmarks.get(known, programme_id) is None:
            raise Refusal(
                place=tr("Benchmark {dimension}", dimension=known.value),
                fault=tr("No such benchmark is loaded."),
                remedy=tr("Look in the list which ones there are."),
                command="benchmark list",
            )
        unit.benchmarks.remove(known, programme_id)
        unit.changes.add(
            actor=actor, what="benchmark removed", about_id=_about(known, programme_id), at=place.clock.now()
        )
        unit.commit()


def in_force(unit: UnitOfWork, dimension: Dimension, programme_id: str) -> Benchmark | None:
    """Return the programme's own benchmark, else the one for every programme, else ``None``."""
    own: Benchmark | None = unit.benchmarks.get(dimension, programme_id)
    return own if own is not None else unit.benchmarks.get(dimension, "")


def _dimension(word: str) -> Dimension:
    try:
        return Dimension(word)
    except ValueError:
        raise Refusal(
            place=tr("New benchmark"),
            fault=tr("There is no dimension {word}.", word=word[:40]),
            remedy=tr("Use one of: {words}.", words=", ".join(Dimension)),
        ) from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_BYTES + 1)
    except OSError as fault:
        raise file_fault(path, fault) from fault


def _about(dimension: Dimension, programme_id: str) -> str:
    return f"{programme_id}/{dimension.value}" if programme_id else dimension.value


def _unknown_answers(place: Workplace, unit: UnitOfWork, benchmark: Benchmark) -> list[str]:
    """Return a sentence for each programme whose questions and the benchmark don't know each other's answers."""
    warnings = []
    in_file = {answer for row in benchmark.rows for answer in row.answers}
    programmes = [each for each in unit.programmes.list() if benchmark.programme_id in ("", each.programme_id)]
    for programme in programmes:
        choices = _choices(place, unit, programme, benchmark.dimension)
        left = [answer for answer in choices if answer not in in_file and answer not in NOT_SAID]
        unknown = sorted(in_file - set(choices))
        if choices and unknown:
            warnings.append(
                tr(
                    "{programme}: no form has these answers of the file: {answers}.",
                    programme=programme.title,
                    answers=", ".join(unknown),
                )
            )
        if left:
            warnings.append(
                tr(
                    "{programme}: these answers of the form are in no group and are shown apart: {answers}.",
                    programme=programme.title,
                    answers=", ".join(left),
                )
            )
    return warnings


def _choices(place: Workplace, unit: UnitOfWork, programme: Programme, dimension: Dimension) -> tuple[str, ...]:
    """Return the answers that the programme's forms offer; none for a number."""
    found: dict[str, None] = {}
    for asked in programme.representation:
        form = unit.forms.get(asked.form_id) if asked.dimension == dimension.value else None
        if form is None:
            continue
        try:
            question = place.shelf.definition(form).question(asked.question)
        except UnknownQuestion:
            continue
        found.update(dict.fromkeys(choice.value for choice in question.choices))
    return tuple(found)
