"""Made-up sheets keyed twice by made-up keyers with stated errors, through the program's own model of keying.

What a keyer makes of a field goes key by key through :mod:`desktop.ui.keying.codes` as the keying field does it,
then as written into a real entry; both entries are compared by the plan, and what an adjudicator adopts goes into
the first entry as a decision does. Nothing here knows how the program compares: what is the same is said once
more, in :func:`means`, in the plainest way.

The keyers are stated, not real: each makes slips at a rate by kind of question, independently; some handwriting is
misread by everybody alike; the adjudicator errs at a rate. A key too many falls into the next question, where the
keyer's own keys stand in the end; what the program refuses is seen, and keyed again as it was read. The figures
say what double keying lets pass under these assumptions, and nothing of how anybody keys.

``python -m tests.responses.keying_law 2000000`` prints them.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from desktop.foundation.clock import SetClock
from desktop.questionnaires.answers import AnswerRefused
from desktop.questionnaires.entry import FormEntry
from desktop.responses.adjudication import Decision
from desktop.responses.keying_comparison import FieldKind, as_keyed, compare, kinds_of, settled
from desktop.responses.keying_figures import wilson
from desktop.responses.keyings import FieldKeyed, KeyedSheet, Which
from desktop.responses.response import MissingKind
from desktop.responses.sampling import inspected, outgoing, share_for
from desktop.responses.verification import SheetResult, SheetStanding, standing
from desktop.responses.verification_plan import SheetRule, Tolerance
from desktop.ui.keying.codes import MISSING_KEYS, is_text, keyed, letters_of, missing_at_once, typed_form
from desktop.ui.questions.view import QuestionView
from tests.questionnaires.forms import NOON, form
from tests.store.builders import ANN, BEN, decision, keying, plan

ENTER = "\r"
FORM = """
    | survey |                     |        |            |                   |
    |        | type                | name   | label      | relevant          |
    |        | select_one yn       | heard  | Heard?     |                   |
    |        | select_one five     | agree  | Agree?     |                   |
    |        | select_one five     | start  | Start?     |                   |
    |        | select_one twelve   | area   | Area?      |                   |
    |        | select_multiple six | uses   | Uses?      |                   |
    |        | select_multiple six | needs  | Needs?     |                   |
    |        | rank five           | order  | Order?     |                   |
    |        | integer             | people | How many?  |                   |
    |        | decimal             | miles  | How far?   |                   |
    |        | date                | born   | Born?      |                   |
    |        | text                | why    | Why?       | ${heard} = 'no'   |
    |        | text                | more   | More?      |                   |
    | choices |           |      |       |
    |         | list_name | name | label |
    """ + "".join(
    f"| | {name} | {value} | {value} |\n    "
    for name, values in (
        ("yn", ("yes", "no")),
        ("five", ("a", "b", "c", "d", "e")),
        ("six", ("bus", "train", "bike", "car", "taxi", "foot")),
        ("twelve", tuple(f"w{number}" for number in range(1, 13))),
    )
    for value in values
)  # fmt: skip
RATES = {
    FieldKind.CHOICE: 0.004, FieldKind.SEVERAL: 0.008, FieldKind.ORDER: 0.012, FieldKind.FIGURE: 0.006,
    FieldKind.DATE: 0.008, FieldKind.TEXT: 0.02,
}  # fmt: skip
"""Slips in a field, by kind. Stated, not measured."""
WORDS = ("more", "buses", "on", "Sunday", "GP", "wait", "carer's", "lunch,", "club.", "7", "a", "the")
_SIGNS = {FieldKind.TEXT: "abcdefgh .,", FieldKind.SEVERAL: "abcdef123456", FieldKind.ORDER: "abcde12345"}
_MISSING = tuple(FieldKeyed("", kind.value) for kind in MISSING_KEYS.values())
Field = tuple[int, str]
"""Number of the sheet, and path."""


@dataclass(frozen=True)
class Stated:
    """What is assumed.

    Attributes:
        slips: times :data:`RATES`; by keyer, times ``pace`` besides.
        misread: share of fields whose handwriting everybody reads alike, and wrong.
        adjudicator: share of decisions that are wrong.
    """

    slips: float = 1.0
    misread: float = 0.001
    adjudicator: float = 0.02
    seed: int = 1943


@dataclass
class Found:
    """What came of it.

    Attributes:
        left: fields whose record is not what the sheet says.
        misread, coincided: of fields that both keyed alike and wrong: by the shared misreading, or by two slips.
        adjudged: fields where the adjudicator adopted what the sheet does not say.
        first_wrong: fields that the first keying alone would have left wrong.
        shown: numbers of the sheets with an error of the first keyer that the second keying showed.
        refused: keyings that the program refused on the spot, keyed again.
    """

    fields: int = 0
    sheets: list[KeyedSheet] = field(default_factory=list)
    left: set[Field] = field(default_factory=set)
    misread: set[Field] = field(default_factory=set)
    coincided: set[Field] = field(default_factory=set)
    adjudged: set[Field] = field(default_factory=set)
    first_wrong: set[Field] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)
    differences: int = 0
    refused: int = 0
    by_kind: Counter[FieldKind] = field(default_factory=Counter)


def means(keyed_as: FieldKeyed, kind: FieldKind) -> object:
    """Return what a reading means, said once more in the plainest way: for the plain letters of these sheets."""
    value = keyed_as.value
    if not value:
        return None if keyed_as.missing in ("", "blank") else (keyed_as.missing,)
    match kind:
        case FieldKind.SEVERAL:
            return frozenset(value.split(" "))
        case FieldKind.FIGURE:
            return float(value)
        case FieldKind.TEXT:
            return [each for each in value.lower().replace("\n", " ").split(" ") if each]
        case _:
            return value


class Law:
    """The form, and the hands that key it."""

    def __init__(self, stated: Stated) -> None:
        self.stated = stated
        self.chance = random.Random(stated.seed)
        self.definition = form(FORM)
        self.kinds: Mapping[str, FieldKind] = kinds_of(self.definition)
        entry = self._entry()
        self.views = {
            path: QuestionView(path, "", (node := entry.node(path)).type, "",
                               choices=tuple(node.choices))
            for path in self.kinds
        }  # fmt: skip
        self.plan = plan(rule=SheetRule.ALL, scopes={}, tolerance=Tolerance(), tolerances={})
        self.refused = 0

    def key_pile(self, fields: int, keyers: int = 2) -> Found:
        """Key sheets twice until so many fields were, and settle them."""
        found = Found()
        for number in range(-(-fields // len(self.kinds))):
            self._sheet(number, keyer=number % keyers, keyers=keyers, found=found)
        found.refused = self.refused
        return found

    def _sheet(self, number: int, *, keyer: int, keyers: int, found: Found) -> None:
        truth = {path: self._anything(path) for path in self.kinds}
        read = {
            path: self._anything(path) if self.chance.random() < self.stated.misread else each
            for path, each in truth.items()
        }
        pace = 64 ** (keyer / max(keyers - 1, 1)) / 16  # from a sixteenth of the stated slips to four times
        first, first_missing = self._key(read, self.stated.slips * pace)
        second, second_missing = self._key(read, self.stated.slips)
        one, other = self._fields(first, first_missing), self._fields(second, second_missing)
        comparison = compare(one, other, kinds=self.kinds, plan=self.plan)
        decisions = [self._decide(truth[each.path], each.path, each.first, each.second)
                     for each in comparison.differences]  # fmt: skip
        for made in decisions:
            first.answer(made.path, made.adopted.value)
            first_missing.pop(made.path, None)
            if made.adopted.missing:
                first_missing[made.path] = made.adopted.missing
        last = self._fields(first, first_missing)
        decided, erred = settled(comparison, decisions)
        assert decided
        assert not comparison.left_out
        if erred:
            found.shown.add(number)
        found.fields += len(self.kinds)
        found.differences += len(comparison.differences)
        found.sheets.append(
            keying(f"S{number}", which=Which.FIRST, keying_id=f"{number:09}", lot=self.chance.random(),
                   keyer=replace(ANN, person_id=f"keyer-{keyer}"), finished_at=NOON + timedelta(seconds=number))
        )  # fmt: skip
        adopted = {made.path: made.adopted for made in decisions}
        self._sort_out(number, found, truth=truth, read=read, one=one, other=other, last=last, adopted=adopted)

    def _sort_out(self, number: int, found: Found, *, truth: Mapping[str, FieldKeyed],
                  read: Mapping[str, FieldKeyed], one: Mapping[str, FieldKeyed], other: Mapping[str, FieldKeyed],
                  last: Mapping[str, FieldKeyed], adopted: Mapping[str, FieldKeyed]) -> None:  # fmt: skip
        blank = FieldKeyed()
        for path, kind in self.kinds.items():
            so = means(truth[path], kind)
            said = means(one.get(path, blank), kind)
            if said != so:
                found.first_wrong.add((number, path))
            if means(last.get(path, blank), kind) != so:
                found.left.add((number, path))
                found.by_kind[kind] += 1
            if said == means(other.get(path, blank), kind):
                if said != so:
                    alike = said == means(read[path], kind)
                    (found.misread if alike else found.coincided).add((number, path))
            elif path not in adopted or means(adopted[path], kind) != so:
                found.adjudged.add((number, path))

    # one field -------------------------------------------------------------------------------------------

    def _key(self, read: Mapping[str, FieldKeyed], slips: float) -> tuple[FormEntry, dict[str, str]]:
        entry, missing = self._entry(), {}
        for path, kind in self.kinds.items():
            keys = self._keys(path, read[path])
            typed = self._slip(keys, kind) if self.chance.random() < RATES[kind] * slips else keys
            while True:
                try:
                    made = press(self.views[path], typed)
                    if made is not None:
                        entry.answer(path, made.value)
                        break
                except AnswerRefused:
                    pass
                self.refused += 1
                assert typed != keys, "what is right is never refused"
                typed = keys
            if made.missing:
                missing[path] = made.missing
        return entry, missing

    def _keys(self, path: str, read: FieldKeyed) -> str:
        """Return the keys for what was read, with Enter where the field needs it."""
        kind, view = self.kinds[path], self.views[path]
        if not read.value:
            key = next((key for key, each in MISSING_KEYS.items() if each.value == read.missing), "")
            at_once = key and missing_at_once(view, key) is not None
            return key if at_once else key + ENTER
        letters = letters_of(view)
        if letters and self.chance.random() < 0.5:
            typed = "".join(letters[each] for each in read.value.split())
        else:
            typed = typed_form(replace(view, value=read.value))
        one_key = len(view.choices) < 10 or typed in letters.values()
        ends_itself = kind is FieldKind.DATE or (kind is FieldKind.CHOICE and one_key)
        return typed if ends_itself else typed + ENTER

    def _slip(self, keys: str, kind: FieldKind) -> str:
        """Return the keys with one wrong, missing, doubled or two turned round."""
        typed, enter = keys.removesuffix(ENTER), keys.endswith(ENTER)
        signs = _SIGNS.get(kind, "0123456789") + "?-!"
        at = self.chance.randrange(max(len(typed), 1))
        match self.chance.randrange(4):
            case 0:
                slipped = typed[:at] + typed[at + 1 :]
            case 1:
                slipped = typed[: at + 1] + typed[at:]
            case 2 if at + 1 < len(typed):
                slipped = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
            case _:
                slipped = typed[:at] + self.chance.choice(signs) + typed[at + 1 :]
        return slipped + ENTER if enter else slipped

    def _anything(self, path: str) -> FieldKeyed:
        """Return what a sheet may say at a question."""
        chance, view = self.chance, self.views[path]
        if chance.random() < 0.08:
            return chance.choice(_MISSING)
        choices = [value for value, _label in view.choices]
        match self.kinds[path]:
            case FieldKind.CHOICE:
                value = chance.choice(choices)
            case FieldKind.SEVERAL:
                marked = set(chance.sample(choices, chance.randint(1, 4)))
                value = " ".join(each for each in choices if each in marked)
            case FieldKind.ORDER:
                value = " ".join(chance.sample(choices, len(choices)))
            case FieldKind.FIGURE:
                value = str(chance.randint(0, 120)) if path == "people" else f"{chance.randint(0, 99)}.5"
            case FieldKind.DATE:
                value = (date(1930, 1, 1) + timedelta(days=chance.randrange(30_000))).isoformat()
            case _:
                value = " ".join(chance.choices(WORDS, k=chance.randint(1, 8)))
        return FieldKeyed(value)

    def _decide(self, truth: FieldKeyed, path: str, first: FieldKeyed, second: FieldKeyed) -> Decision:
        adopted = truth
        if self.chance.random() < self.stated.adjudicator:
            adopted = self.chance.choice((first, second, self._anything(path)))
        return decision("S", path=path, first=first, second=second, adopted=adopted, decided_by=BEN)

    def _fields(self, entry: FormEntry, missing: Mapping[str, str]) -> Mapping[str, FieldKeyed]:
        return as_keyed({path: entry.node(path).value for path in self.kinds}, missing)

    def _entry(self) -> FormEntry:
        return FormEntry.start(self.definition, clock=SetClock(NOON), as_written=True)[0]


def press(view: QuestionView, keys: str) -> FieldKeyed | None:
    """Return what keys make of a field, one after another, as the keying field does; ``None``: it is refused."""
    text = ""
    for key in keys:
        if key == ENTER:
            kind = MISSING_KEYS.get(text.strip())
            return FieldKeyed("", kind.value) if kind is not None else _value(keyed(view, text).value)
        text += key
        if is_text(view):
            continue
        at_once: MissingKind | None = missing_at_once(view, text)
        if at_once is not None:
            return FieldKeyed("", at_once.value)
        made = keyed(view, text)
        if made.fault:
            return None
        if made.complete and made.value is not None:
            return FieldKeyed(made.value)
    return None


def _value(value: str | None) -> FieldKeyed | None:
    return None if value is None else FieldKeyed(value)


@dataclass(frozen=True)
class Sampled:
    """What Dodge's rule would have looked at of the same keyings, keyer by keyer.

    Attributes:
        wrong: share of sheets with an error of the first keying that a second one shows (p).
        looked_at: share that was keyed a second time; promised: what the rule comes to in the long run for it (F).
        out: share of all sheets that went out with such an error; expected: the same in the long run (AOQ).
        interval: of ``out``, at 95 %.
    """

    keyer: str
    sheets: int
    wrong: float
    looked_at: float
    promised: float
    out: float
    expected: float
    interval: tuple[float, float]


def sampled(found: Found, *, run: int, aoql: float) -> tuple[Sampled, ...]:
    """Return what the rule does with these keyings, by the program's own fold over each keyer's sheets."""
    by = plan(rule=SheetRule.RISK, run=run, aoql=aoql, scopes={})
    share = share_for(run=run, aoql=aoql)
    piles: dict[str, list[KeyedSheet]] = {}
    for sheet in found.sheets:
        piles.setdefault(sheet.keyer.person_id, []).append(sheet)
    results: list[Sampled] = []
    for keyer, pile in sorted(piles.items()):
        wrong = {each.serial for each in pile if int(each.serial[1:]) in found.shown}
        looked_at = _looked_at(pile, wrong, run=run, share=share)
        known = {each: SheetResult(decided=True, erred=each in wrong) for each in looked_at}
        stands = standing({(by.form_id, by.version): by}, pile, known)
        assert {serial for serial, each in stands.items() if each is SheetStanding.VERIFIED} == looked_at
        assert {each for serial, each in stands.items() if serial not in looked_at} <= {SheetStanding.NOT_CHOSEN}
        p = len(wrong) / len(pile)
        out = len(wrong - looked_at)
        results.append(
            Sampled(keyer, len(pile), p, len(looked_at) / len(pile), inspected(p, run=run, share=share),
                    out / len(pile), outgoing(p, run=run, share=share), wilson(out, len(pile)))
        )  # fmt: skip
    return tuple(results)


def _looked_at(pile: Sequence[KeyedSheet], wrong: Collection[str], *, run: int, share: float) -> set[str]:
    """Return what is keyed a second time, as Dodge words the rule."""
    found, in_a_row = set(), 0
    for sheet in pile:
        if in_a_row >= run and sheet.lot >= share:
            continue
        found.add(sheet.serial)
        in_a_row = 0 if sheet.serial in wrong else in_a_row + 1
    return found


def told(found: Found) -> str:
    """Return the figures, with their intervals at 95 %."""
    causes = {
        "left in the record": found.left,
        "  read alike and wrong by both": found.misread,
        "  the same slip twice": found.coincided,
        "  adjudicator": found.adjudged,
        "left by the first keying alone": found.first_wrong,
    }
    lines = [f"{found.fields} fields on {len(found.sheets)} sheets, {found.differences} differences,"
             f" {found.refused} keyings refused on the spot"]  # fmt: skip
    for name, those in causes.items():
        low, high = (1000 * each for each in wilson(len(those), found.fields))
        lines.append(f"{name:34}{len(those):8}  {1000 * len(those) / found.fields:.4f} ({low:.4f} to {high:.4f})")
    lines.append("by kind: " + ", ".join(f"{kind.value} {many}" for kind, many in sorted(found.by_kind.items())))
    return "\n".join(lines)


def told_of_sampling(found: Found, *, run: int, aoql: float) -> str:
    """Return what the sampling rule did with the same keyings."""
    lines = [f"sampling after {run} sheets without an error, limit {aoql:.3f} of sheets"]
    for each in sampled(found, run=run, aoql=aoql):
        low, high = each.interval
        lines.append(
            f"{each.keyer}: {each.sheets} sheets, {each.wrong:.4f} wrong, {each.looked_at:.3f} looked at"
            f" ({each.promised:.3f} in the long run), {each.out:.4f} out ({low:.4f} to {high:.4f};"
            f" {each.expected:.4f} in the long run)"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    keyed_pile = Law(Stated()).key_pile(int(sys.argv[1]), keyers=8)
    sys.stdout.write(f"{told(keyed_pile)}\n{told_of_sampling(keyed_pile, run=50, aoql=0.01)}\n")
