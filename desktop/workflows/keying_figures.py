"""Figures of keying, by keyer, form and question: how fast, how many errors second keying showed, how two agree.

For helping a person, never for ranking: keyers stand in the order of their names, a keyer sees their own figures
only, and no rate is given of so little that it would say nothing. They say how sheets were keyed, never how good
the answers on them are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.numbering import question_numbers
from desktop.responses.keying_comparison import FieldKind, kinds_of
from desktop.responses.keying_figures import Pair, Tally, kappa, of_first_keyings, tallies
from desktop.responses.keyings import FieldKeyed, KeyedSheet
from desktop.responses.verification import SheetStanding
from desktop.responses.verification_plan import without_blocks
from desktop.staff.people import Action, Actor, may
from desktop.store.unit import UnitOfWork
from desktop.workflows.keying_overview import Stage, overview
from desktop.workflows.verification_state import SheetKeyed, by_exception, sheets_keyed
from desktop.workflows.workplace import Workplace, require, the_programme

LEAST_FIELDS = 200
"""Fields compared below which no rate of errors is given: one error more would move it by five in 1,000."""
LEAST_SECONDS = 600.0
"""Seconds of keying, pauses left out, below which no pace is given: ten minutes."""
LEAST_COMPARED = 30
"""Fields compared below which no agreement is given."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Whose keying of which question.

    Attributes:
        keyer: key of :attr:`Counted.names`.
        path: without the numbers of blocks.
    """

    keyer: str
    form_id: str
    path: str


@dataclass(frozen=True, slots=True)
class QuestionKeyed:
    """A question as it stands on the sheet."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that was counted, to be shown by keyer, form or question.

    Attributes:
        own: whether only the figures of who asked are in it.
        names: key to name, in the order of names.
        forms: form id to title, in the order of titles.
        questions: (form id, path) to question, in the order of the sheet.
        kappas: (keyer or empty for everybody, form id, path) to Cohen's kappa, of questions with one choice.
        waits: what sheets wait for, in words, to how many; nothing of it is anybody's own.
        decisions, exceptions: on fields that differed, of the sheets that are counted.
        first: fields and errors of first keyings alone: what one keying would have left.
        twice: sheets keyed twice.
    """

    programme_title: str
    organisation: str
    made_up: bool
    made_at: datetime
    own: bool
    names: Mapping[str, str]
    forms: Mapping[str, str]
    questions: Mapping[tuple[str, str], QuestionKeyed]
    cells: Mapping[Cell, Tally] = field(repr=False)
    kappas: Mapping[tuple[str, str, str], float] = field(repr=False)
    waits: tuple[tuple[str, int], ...]
    decisions: int
    exceptions: int
    first: Tally
    twice: int


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one keyer, form or question.

    Attributes:
        key: of the keyer, form id, or form id and path with a space between.
        number: of a question as it is printed; else empty.
        an_hour: keys an hour net of pauses; ``None``: nothing, or too little to say.
        per_1000, low, high: errors in 1,000 fields with their 95 % interval; ``None`` likewise.
        agreement: share of compared fields that two keyers keyed the same; ``None`` likewise.
        kappa: of a question with one choice; ``None`` likewise.
    """

    key: str
    number: str
    label: str
    tally: Tally
    an_hour: float | None
    per_1000: float | None
    low: float | None
    high: float | None
    agreement: float | None
    kappa: float | None = None

    @property
    def compared(self) -> int:
        """Fields that were compared with another keying."""
        return self.tally.fields + self.tally.waiting


def count(place: Workplace, *, actor: Actor, programme_id: str, store_url: str = "") -> Counted:
    """Count what was keyed for a programme on this laptop, or at a central store.

    Who keys and no more gets their own figures.

    Args:
        store_url: of a central store; for a coordinator.

    Raises:
        Refusal: the role has nothing to do with keying, or the programme is not here.
        WorldError: the central store can't be reached.
    """
    if store_url:
        from desktop.workflows.central_store import open_centre, require_coordinator

        require_coordinator(place, actor)
        with open_centre(place, store_url) as centre, centre.store.reading() as unit:
            return _count(place, unit, actor, programme_id, own=False, waits=None)
    require(actor, Action.KEY_PAPER)
    own = actor.role is not None and not may(actor.role, Action.SEE_KEYING)
    waits = _waits(place, actor, programme_id)
    with place.reading() as unit:
        return _count(place, unit, actor, programme_id, own=own, waits=waits)


def by_keyer(counted: Counted, *, form_id: str = "") -> tuple[Line, ...]:
    """Return a line for each keyer, in the order of their names; of one form where it is given."""
    sums = _summed(counted, lambda cell: cell.keyer, form_id=form_id)
    return tuple(_line(key, name, sums[key]) for key, name in counted.names.items() if key in sums)


def by_form(counted: Counted, *, keyer: str = "") -> tuple[Line, ...]:
    """Return a line for each form, in the order of their titles; of one keyer where they are given."""
    sums = _summed(counted, lambda cell: cell.form_id, keyer=keyer)
    return tuple(_line(key, title, sums[key]) for key, title in counted.forms.items() if key in sums)


def by_question(counted: Counted, *, form_id: str, keyer: str = "") -> tuple[Line, ...]:
    """Return a line for each question of a form, in the order of the sheet; of one keyer where they are given."""
    sums = _summed(counted, lambda cell: cell.path, keyer=keyer, form_id=form_id)
    return tuple(
        _line(
            f"{form_id} {path}",
            asked.label,
            sums[path],
            number=asked.number,
            agreed_beyond_chance=counted.kappas.get((keyer, form_id, path)),
        )
        for (of_form, path), asked in counted.questions.items()
        if of_form == form_id and path in sums
    )


def _line(
    key: str, label: str, tally: Tally, *, number: str = "", agreed_beyond_chance: float | None = None
) -> Line:
    said = tally.fields >= LEAST_FIELDS
    low, high = (tally.interval_per_1000 if said else None) or (None, None)
    enough = tally.fields + tally.waiting >= LEAST_COMPARED
    return Line(
        key=key,
        number=number,
        label=label,
        tally=tally,
        an_hour=tally.keystrokes_an_hour if tally.seconds >= LEAST_SECONDS else None,
        per_1000=tally.errors_per_1000 if said else None,
        low=low,
        high=high,
        agreement=tally.agreement if enough else None,
        kappa=agreed_beyond_chance if enough else None,
    )


def _summed(
    counted: Counted, by: Callable[[Cell], str], *, keyer: str = "", form_id: str = ""
) -> Mapping[str, Tally]:
    sums: dict[str, Tally] = defaultdict(Tally)
    for cell, tally in counted.cells.items():
        if keyer in ("", cell.keyer) and form_id in ("", cell.form_id):
            sums[by(cell)] += tally
    return sums


# counting -------------------------------------------------------------------------------------------------


class _Keyers:
    """Who keyed: one person where the id is the same, and where the name is, as two laptops know no common id."""

    def __init__(self, keyings: Iterable[KeyedSheet]) -> None:
        self._by_id: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for each in keyings:
            key = self.key(each.keyer.person_id, each.keyer.name)
            if each.keyer.person_id:
                self._by_id[each.keyer.person_id] = key
            self.names[key] = each.keyer.name or tr("Nobody named")

    def key(self, person_id: str, name: str) -> str:
        return self._by_id.get(person_id) or name.strip().casefold() or "-"


def _count(
    place: Workplace,
    unit: UnitOfWork,
    actor: Actor,
    programme_id: str,
    *,
    own: bool,
    waits: tuple[tuple[str, int], ...] | None,
) -> Counted:
    programme = the_programme(unit, programme_id)
    keyings: Sequence[KeyedSheet] = unit.keyings.list(programme_id=programme_id)
    keyers = _Keyers(keyings)
    mine = keyers.key(actor.person_id, actor.name)
    sheets = tuple(sheets_keyed(place, unit, programme_id=programme_id).values())
    twice = [
        (Pair(each.first, each.second, each.compared, each.decisions), each)
        for each in sheets
        if each.second is not None and each.compared is not None
    ]
    if own:
        keyings = [each for each in keyings if keyers.key(each.keyer.person_id, each.keyer.name) == mine]
        twice = [each for each in twice if mine in _both(keyers, each[0])]
    pairs = [pair for pair, _sheet in twice]
    definitions = _definitions(place, unit, [*keyings, *(each.second for each in pairs)])
    cells: dict[Cell, Tally] = defaultdict(Tally)
    for of, tally in tallies(keyings, pairs).items():
        cell = Cell(keyers.key(of.person_id, of.name), of.form_id, of.path)
        if not own or cell.keyer == mine:
            cells[cell] += tally
    seen = {cell.keyer for cell in cells}
    titles = unit.forms.titles(programme_id)
    counted_forms = {cell.form_id for cell in cells}
    if waits is None:
        waits = _standing_words(Counter(each.standing for each in sheets))
    return Counted(
        programme_title=programme.title,
        organisation=programme.organisation,
        made_up=programme.made_up,
        made_at=place.clock.now(),
        own=own,
        names={
            key: name
            for key, name in sorted(keyers.names.items(), key=lambda each: each[1].casefold())
            if key in seen
        },
        forms={
            form_id: title for title, form_id in sorted((titles.get(each, each), each) for each in counted_forms)
        },
        questions=_questions(definitions),
        cells=dict(cells),
        kappas=_kappas(keyers, twice, definitions, only=mine if own else ""),
        waits=waits,
        decisions=sum(len({each.path for each in pair.decisions}) for pair in pairs),
        exceptions=sum(by_exception(pair.decisions) for pair in pairs),
        first=of_first_keyings(pairs),
        twice=len(pairs),
    )


def _both(keyers: _Keyers, pair: Pair) -> tuple[str, str]:
    first, second = pair.first.keyer, pair.second.keyer
    return keyers.key(first.person_id, first.name), keyers.key(second.person_id, second.name)


def _definitions(
    place: Workplace, unit: UnitOfWork, keyings: Iterable[KeyedSheet]
) -> Mapping[str, FormDefinition]:
    """Return digest to definition of the forms that were keyed and are here, the newest versions first."""
    stored = [unit.forms.by_sha(each) for each in {keying.form_sha256 for keying in keyings}]
    here = sorted((each for each in stored if each is not None), key=lambda each: each.version, reverse=True)
    return {each.sha256: place.shelf.definition(each) for each in here}


def _questions(definitions: Mapping[str, FormDefinition]) -> Mapping[tuple[str, str], QuestionKeyed]:
    found: dict[tuple[str, str], QuestionKeyed] = {}
    for definition in definitions.values():
        numbers = question_numbers(definition)
        for each in definition.questions():
            if each.path in numbers:
                label = " ".join(each.label().split()) or each.name
                found.setdefault((definition.form_id, each.path), QuestionKeyed(numbers[each.path], label))
    return found


def _kappas(
    keyers: _Keyers,
    twice: Iterable[tuple[Pair, SheetKeyed]],
    definitions: Mapping[str, FormDefinition],
    *,
    only: str,
) -> Mapping[tuple[str, str, str], float]:
    """Return Cohen's kappa of everybody together and of each keyer against the others, by form and question."""
    readings: dict[tuple[str, str, str], list[tuple[FieldKeyed, FieldKeyed]]] = defaultdict(list)
    for pair, sheet in twice:
        kinds = kinds_of(definitions[pair.second.form_sha256])
        one, other = _both(keyers, pair)
        for path in pair.comparison.compared:
            plain = without_blocks(path)
            if kinds.get(plain) is not FieldKind.CHOICE:
                continue
            read = sheet.first_read.get(path, FieldKeyed()), sheet.second_read.get(path, FieldKeyed())
            form_id = pair.first.form_id
            for keyer, both in (("", read), (one, read), (other, (read[1], read[0]))):
                if not only or keyer in ("", only):
                    readings[keyer, form_id, plain].append(both)
    worked_out = {key: kappa(each) for key, each in readings.items()}
    return {key: each for key, each in worked_out.items() if each is not None}


# what sheets wait for -------------------------------------------------------------------------------------


def _waits(place: Workplace, actor: Actor, programme_id: str) -> tuple[tuple[str, int], ...]:
    found = overview(place, actor=actor, programme_id=programme_id)
    said = {
        Stage.TO_KEY: tr("came back, not keyed"),
        Stage.BEGUN: tr("not keyed to the end"),
        Stage.ASKED: tr("wait for an answer to a query"),
        Stage.SECOND: tr("wait for second keying"),
        Stage.DECISION: tr("wait for a decision"),
        Stage.UNDECIDED: tr("keyed once; sheets before them decide whether they are keyed again"),
        Stage.ONCE: tr("keyed once, which is all that is asked"),
        Stage.VERIFIED: tr("keyed twice and verified"),
    }
    return tuple((words, found.total(stage)) for stage, words in said.items())


def _standing_words(counted: Mapping[SheetStanding, int]) -> tuple[tuple[str, int], ...]:
    said = {
        SheetStanding.WAITS_FOR_SECOND: tr("wait for second keying"),
        SheetStanding.WAITS_FOR_DECISION: tr("wait for a decision"),
        SheetStanding.UNDECIDED: tr("keyed once; sheets before them decide whether they are keyed again"),
        SheetStanding.NOT_CHOSEN: tr("keyed once, which is all that is asked"),
        SheetStanding.VERIFIED: tr("keyed twice and verified"),
    }
    return tuple((words, counted.get(standing, 0)) for standing, words in said.items())
