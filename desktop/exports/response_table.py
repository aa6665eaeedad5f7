"""Responses as one table: a row a response, a column a question, by name and by label.

Column names follow what ODK Central and KoboToolbox write, so that scripts made for those carry over: the
question's name (its path where two questions share a name, or it moved between versions), ``name/choice`` as 1 or
0 for each choice of a select_multiple, and ``repeat[n]/name`` for repeats. ``name:label`` has the code's words,
``name:missing`` a code for why there is no answer, where anybody's is missing for a reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.engagement.programme import Event, Programme
from desktop.exports.missing_codes import SUFFIX, missing_code
from desktop.foundation.clock import from_utc_text
from desktop.foundation.errors import Defect
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType
from desktop.responses.response import Revision

CONTEXT_COLUMNS: tuple[tuple[str, str], ...] = (
    ("instance_id", "Id of this revision of the response"),
    ("response_id", "Id of the response; the same for all its revisions"),
    ("form_id", "Id of the form"),
    ("form_version", "Version of the form that was answered"),
    ("programme_id", "Programme"),
    ("event_id", "Id of the event"),
    ("event_name", "Name of the event"),
    ("event_date", "Date of the event"),
    ("event_venue", "Venue"),
    ("event_area", "Area that the event covers"),
    ("event_partner", "Partner that hosted or promoted the event"),
    ("channel", "How the response reached the programme"),
    ("language", "Language of the form as it was shown"),
    ("recorded_by", "Who recorded it"),
    ("recorder_role", "Their role"),
    ("recorder_signed_in", "1 when they had chosen themself at the screen, 0 for a command"),
    ("device_id", "Id of the device"),
    ("serial", "Serial of the paper copy"),
    ("print_log", "Whether the print log of the keying device knows the serial: here, not here"),
    ("received_on", "Date the paper or letter came in"),
    ("started_at", "When recording began, UTC"),
    ("finalised_at", "When it was finalised, UTC"),
    ("counted_on", "Date it is judged by: date received for paper, else date finalised"),
    ("window", "Against the programme's dates in force at the export: before opening, in time, late"),
    ("privacy_version", "Version of the privacy notice shown"),
    ("consent_version", "Version of the consent wording shown"),
    ("assent_version", "Version of the wording for somebody under the least age, who took part with an adult"),
    (
        "missing_answers",
        "Questions with no usable answer, and why: on paper blank, illegible or with more than one mark; left out"
        " where somebody answered alone. The same by code in the columns that end in :missing",
    ),
    ("kept_as_written", "Paper: answers that the form forbids, kept with the reason"),
    ("off_route", "Paper: answers written where the form says to skip"),
    ("margin_notes", "Paper: what is written beside the questions, as the keyer typed it; it may name somebody"),
    ("loose_pages", "Paper: pages that came with the sheet and are none of its own"),
    (
        "verification",
        "Paper: how it was keyed, which says nothing of how good its answers are. not chosen: keyed once, which is"
        " all that is asked; undecided: keyed once, sheets before it decide; waits for second keying; waits for"
        " decision: two keyings differ; verified: keyed twice, and every difference decided; empty: not recorded",
    ),
    ("first_keyer", "Paper: who keyed it first, by a number within this export, and their role"),
    ("second_keyer", "Paper: who keyed it a second time, by the same numbers"),
    ("adjudicated_fields", "Paper: fields that two keyers read differently and that were decided"),
    ("decided_by_exception", "Paper: of these, the fields that nobody but one of the two keyers could decide"),
    ("batch_id", "Batch that brought it to the central store"),
    ("made_up", "1 for practice data"),
)

_CONTEXT_NAMES = frozenset(name for name, _ in CONTEXT_COLUMNS)
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMERIC = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)
_SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)


def neutralise(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it: a leading ``'`` where it would start a formula.

    A plain number keeps its sign. Source: OWASP, "CSV Injection".
    """
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table.

    Attributes:
        name: heading.
        label: what it holds, in words.
        path: question path as in answers (a repeat with its number); empty for context.
        kind: ``context``, ``value``, ``label``, ``choice`` or ``missing``.
        choice: the choice's value, for ``choice``.
        numeric: whether the values are figures.
    """

    name: str
    label: str
    path: str = ""
    kind: str = "context"
    choice: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class KeyedState:
    """How a response on paper was keyed.

    Attributes:
        verification: a value of :class:`desktop.responses.verification.SheetStanding`.
        first_keyer, second_keyer: number and role; empty without one.
        adjudicated: fields that were decided; exceptions: of these, not by a third person.
    """

    verification: str
    first_keyer: str
    second_keyer: str = ""
    adjudicated: int = 0
    exceptions: int = 0


@dataclass(frozen=True, slots=True)
class ExportedResponse:
    """A response as the central store holds it, with what the table says beside the answers."""

    revision: Revision
    batch_id: str
    keyed: KeyedState | None = None


@dataclass(frozen=True, slots=True)
class ResponseTable:
    """The table of one form.

    Attributes:
        form_id: of the form; all its versions stand in one table.
        definitions: newest first; the columns are theirs together.
        columns: see :class:`Column`.
        rows: one a response, cells as text in the order of ``columns``; as answered, not yet neutralised.
    """

    form_id: str
    definitions: tuple[FormDefinition, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def build_table(
    *,
    form_id: str,
    definitions: Sequence[FormDefinition],
    responses: Iterable[ExportedResponse],
    programmes: Mapping[str, Programme],
    events: Mapping[str, Event],
    language: str | None = None,
) -> ResponseTable:
    """Return the table of one form's responses.

    Args:
        form_id: the form.
        definitions: every version that a response was given to, newest first.
        responses: the form's responses, in the order wanted.
        programmes: by id, for the dates in force.
        events: by id.
        language: of the labels; the form's default where it is not given or not there.
    """
    chosen = tuple(responses)
    if not definitions:
        raise Defect("a table needs the definition of its form")
    by_sha = {definition.sha256: definition for definition in definitions}
    columns = [Column(name, label) for name, label in CONTEXT_COLUMNS]
    columns += _question_columns(definitions, chosen, language)
    labels = {sha: _choice_labels(definition, language) for sha, definition in by_sha.items()}
    rows = []
    for each in chosen:
        context = _context(each, programmes, events)
        words = labels.get(each.revision.form_sha256, {})
        rows.append(tuple(_cell(column, each.revision, context, words) for column in columns))
    return ResponseTable(form_id, tuple(definitions), tuple(columns), tuple(rows))


def _context(
    each: ExportedResponse, programmes: Mapping[str, Programme], events: Mapping[str, Event]
) -> dict[str, str]:
    revision = each.revision
    envelope = revision.envelope
    event = events.get(envelope.event_id)
    programme = programmes.get(envelope.programme_id)
    finalised = from_utc_text(envelope.finalised_at, envelope.offset_minutes)
    counted_on = programme.counted_on(envelope.received_on, finalised) if programme else None
    keyed = each.keyed
    log = {True: "here", False: "not here", None: ""}[envelope.print_log_here]
    return {
        "instance_id": revision.instance_id,
        "response_id": revision.response_id,
        "form_id": revision.form_id,
        "form_version": revision.form_version,
        "programme_id": envelope.programme_id,
        "event_id": envelope.event_id,
        "event_name": event.name if event else "",
        "event_date": event.day.isoformat() if event else "",
        "event_venue": event.venue if event else "",
        "event_area": event.area if event else "",
        "event_partner": event.partner if event else "",
        "channel": envelope.channel,
        "language": envelope.language,
        "recorded_by": envelope.recorder.name,
        "recorder_role": envelope.recorder.role,
        "recorder_signed_in": "1" if envelope.recorder.signed_in else "0",
        "device_id": envelope.device_id,
        "serial": envelope.serial,
        "print_log": log,
        "received_on": envelope.received_on,
        "started_at": envelope.started_at,
        "finalised_at": envelope.finalised_at,
        "counted_on": counted_on.isoformat() if counted_on else "",
        "window": programme.window_of_day(counted_on).value if programme and counted_on else "",
        "privacy_version": envelope.privacy_version,
        "consent_version": envelope.consent_version,
        "assent_version": envelope.assent_version,
        "missing_answers": _pairs(envelope.missing),
        "kept_as_written": _pairs(envelope.forced),
        "off_route": _pairs(envelope.off_route),
        "margin_notes": envelope.margin_notes,
        "loose_pages": str(envelope.loose_pages) if envelope.serial else "",
        "verification": keyed.verification if keyed else "",
        "first_keyer": keyed.first_keyer if keyed else "",
        "second_keyer": keyed.second_keyer if keyed else "",
        "adjudicated_fields": str(keyed.adjudicated) if keyed else "",
        "decided_by_exception": str(keyed.exceptions) if keyed else "",
        "batch_id": each.batch_id,
        "made_up": "1" if envelope.made_up else "0",
    }


def _pairs(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in sorted(values.items()))


def _cell(
    column: Column, revision: Revision, context: Mapping[str, str], words: Mapping[tuple[str, str], str]
) -> str:
    if column.kind == "context":
        return context[column.name]
    if column.kind == "missing":
        kind = revision.envelope.missing.get(column.path, "")
        return missing_code(kind) if kind else ""
    value = revision.answers.get(column.path, "")
    if column.kind == "value":
        return value
    if column.kind == "choice":
        return "" if value == "" else str(int(column.choice in value.split()))
    plain = without_positions(column.path)
    return "; ".join(words.get((plain, code), code) for code in value.split())


def without_positions(path: str) -> str:
    """Return a question path without the numbers of its repeats: ``people[2]/age`` gives ``people/age``."""
    return re.sub(r"\[\d+\]", "", path)


def _choice_labels(definition: FormDefinition, language: str | None) -> dict[tuple[str, str], str]:
    tongue = language if language in definition.languages else definition.default_language
    return {
        (question.path, choice.value): choice.label(tongue)
        for question in definition.questions()
        for choice in question.choices or ()
    }


def _question_columns(
    definitions: Sequence[FormDefinition], responses: Sequence[ExportedResponse], language: str | None
) -> list[Column]:
    positions = _answered_positions(responses)
    # of all versions: a question that moved to another group would else share a column, and lose its answers
    everywhere = {(each.name, each.path) for definition in definitions for each in definition.questions()}
    paths_of = Counter(name for name, _ in everywhere)
    missing = {path for each in responses for path in each.revision.envelope.missing}
    columns: dict[str, Column] = {}
    for definition in definitions:
        tongue = language if language in definition.languages else definition.default_language
        for question in definition.questions():
            if question.type in (QuestionType.NOTE,):
                continue
            plain_name = question.name if paths_of[question.name] == 1 else question.path
            if plain_name in _CONTEXT_NAMES:
                plain_name = f"answer/{question.path}"
            for path in positions.get(question.path, [question.path]):
                name = plain_name if path == question.path else path
                for column in _columns_of(question, name, path, tongue, missing=path in missing):
                    standing = columns.setdefault(column.name, column)
                    if (standing.path, standing.kind) != (column.path, column.kind):
                        apart = f"{column.name} ({column.path})"  # a choice and a question that spell one name
                        columns.setdefault(apart, replace(column, name=apart))
    return list(columns.values())


def _answered_positions(responses: Sequence[ExportedResponse]) -> dict[str, list[str]]:
    """Return, for questions inside repeats, the numbered paths that any response answers or says are missing."""
    found: dict[str, set[str]] = {}
    for each in responses:
        for path in (*each.revision.answers, *each.revision.envelope.missing):
            if "[" in path:
                found.setdefault(without_positions(path), set()).add(path)
    return {plain: sorted(paths, key=_by_position) for plain, paths in found.items()}


def _by_position(path: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\[(\d+)\]", path))


def _columns_of(question: Question, name: str, path: str, language: str, *, missing: bool) -> list[Column]:
    label = question.label(language) or question.name
    found = [Column(name, label, path, "value", numeric=question.type in _NUMERIC)]
    if missing:
        found.append(Column(name + SUFFIX, label, path, "missing"))
    if question.type in _SELECTS:
        found.append(Column(f"{name}:label", label, path, "label"))
    if question.type is QuestionType.SELECT_MULTIPLE:
        found += [
            Column(f"{name}/{choice.value}", f"{label}: {choice.label(language)}", path, "choice", choice.value)
            for choice in question.choices or ()
        ]
    return found
