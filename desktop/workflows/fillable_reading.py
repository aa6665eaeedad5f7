"""Reading a filled-in form: its file, the form here that it belongs to, and what an entry takes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.engagement.programme import Channel
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import SELECTS, FormDefinition, Question
from desktop.questionnaires.entry import Environment, FormEntry, Step
from desktop.questionnaires.numbering import question_numbers
from desktop.questionnaires.steps import AnswerRefused
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.drafts import DraftKind
from desktop.responses.response import MissingKind
from desktop.store.unit import UnitOfWork
from desktop.workflows.freezing import hash_of_file
from desktop.workflows.workplace import Workplace

if TYPE_CHECKING:
    from desktop.paper.filled_answers import Filled
    from desktop.paper.filled_in import FilledFields

FILE_STEP, MISFIT_STEP, MISSING_STEP = "sheet:file", "sheet:misfit", "sheet:missing"


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What stands at one question of a filled-in form.

    Attributes:
        path: of the question, instances of repeats numbered.
        number: of the question, as on screen and paper; in a repeat with the block.
        label: the question's words.
        value: the answer as the form takes it; empty where what stands there is none.
        shown: the answer in words, or what stands there.
        fault: why it doesn't fit; empty where it does.
        breaks_rule: the form forbids it; it is kept as written.
    """

    path: str
    number: str
    label: str
    value: str = field(repr=False)
    shown: str = field(repr=False)
    fault: str = ""
    breaks_rule: bool = False


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What an entry took of a filled-in form."""

    steps: tuple[Step, ...]
    misfits: tuple[Filled, ...]

    def notes(self, entry: FormEntry) -> Iterator[Step]:
        """Yield what is noted beside the answers: what doesn't fit, and what was left blank."""
        from desktop.paper.answer_space import on_paper

        for each in self.misfits:
            yield Step(MISFIT_STEP, each.path, each.written)
            yield Step(MISSING_STEP, each.path, MissingKind.ILLEGIBLE.value)
        known = {each.path for each in self.misfits}
        for node in entry.nodes():
            question = question_at(entry.definition, node.path)
            if question is None or node.kind != "question" or node.path in known:
                continue
            if question.asked and on_paper(question) and node.relevant and not node.readonly and not node.value:
                yield Step(MISSING_STEP, node.path, MissingKind.BLANK.value)


class Reading:
    """A file that was read, and the form here that it belongs to.

    Attributes:
        fields: what the file holds.
        filled: the same by question.
        left_over: fields that the form has not, and values that are no text.
    """

    def __init__(self, place: Workplace, path: Path) -> None:
        from desktop.paper.filled_answers import answers_from
        from desktop.paper.filled_in import read_fields

        self._place = place
        self.fields: FilledFields = read_fields(Path(path))
        mark = self.fields.mark
        with place.reading() as unit:
            form = unit.forms.by_sha(mark.form_sha256)
        if form is None or (form.form_id, form.programme_id) != (mark.form_id, mark.programme_id):
            raise Refusal(
                place=tr("The filled-in form"),
                fault=tr("The form that it was made from, or that version of it, is not on this device."),
                remedy=tr("Open the programme pack that it belongs to, or take it in where it was made."),
            )
        self.form: StoredForm = form
        self.definition = place.shelf.definition(form)
        self.filled, strange = answers_from(self.fields.values, self.definition)
        self.left_over = len(strange) + len(self.fields.unreadable)

    @property
    def language(self) -> str | None:
        """The form's language that it was in; of two side by side the first."""
        said = self.fields.mark.language
        names = [name for name in self.definition.languages if said == name or said.startswith(f"{name} / ")]
        return names[0] if names else None

    def new_entry(self, username: str) -> FormEntry:
        """Return an empty entry over the form, as written."""
        entry, _ = FormEntry.start(
            self.definition,
            clock=self._place.clock,
            language=self.language,
            environment=Environment(deviceid=self._place.device_id, username=username),
            as_written=True,
        )
        return entry

    def fill(self, entry: FormEntry) -> TakenOver:
        """Give the entry what fits, in the order of the form."""
        steps: list[Step] = []
        misfits: list[Filled] = []
        for each in self.filled:
            if each.fault:
                misfits.append(each)
                continue
            try:
                steps += _with_instances(entry, each.path)
                steps += entry.answer(each.path, each.value).steps
            except AnswerRefused as refused:
                misfits.append(_unfit(each, refused.fault))
            except WorldError as refused:  # a repeat whose count the form sets has no such block
                misfits.append(_unfit(each, refused.fault))
        return TakenOver(tuple(steps), tuple(misfits))


def _unfit(each: Filled, fault: str) -> Filled:
    from desktop.paper.filled_answers import Filled

    return Filled(each.path, "", each.written, fault)


def _with_instances(entry: FormEntry, path: str) -> Iterator[Step]:
    """Add the instances of repeats that ``path`` goes through, up to its own, and yield the steps."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        name, bracket, number = part.partition("[")
        if not bracket:
            continue
        repeat = "/".join((*parts[:place], name))
        while len(entry.repeat_paths(repeat)) < int(number[:-1]):
            yield from entry.add_repeat(repeat).steps


def question_at(definition: FormDefinition, path: str) -> Question | None:
    from desktop.paper.filled_answers import plain_path

    found = definition.find(plain_path(path))
    return found if isinstance(found, Question) else None


def shown_answer(
    definition: FormDefinition, each: Filled, language: str, breaks_rule: bool, misfit: Filled | None
) -> ReadAnswer:
    from desktop.paper.filled_answers import plain_path

    question = definition.question(plain_path(each.path))
    labels = {choice.value: choice.label(language) for choice in question.choices}
    in_words = each.written
    if each.value and question.type in SELECTS:
        in_words = ", ".join(labels.get(value, value) for value in each.value.split())
    blocks = "".join(f" ({part.partition(']')[0]})" for part in each.path.split("[")[1:])
    fault = misfit.fault if misfit is not None else each.fault
    return ReadAnswer(
        path=each.path,
        number=question_numbers(definition).get(question.path, "") + blocks,
        label=question.label(language),
        value="" if fault else each.value,
        shown=in_words,
        fault=fault,
        breaks_rule=breaks_rule and not fault,
    )


def taken_as(unit: UnitOfWork, form: StoredForm, digest: str) -> str:
    """Return the id of the response that the same file became or is becoming; empty where it is new."""
    for header in unit.drafts.list_open(kind=DraftKind.FILLED):
        if header.form_id == form.form_id and (FILE_STEP, "", digest) in unit.drafts.steps(header.draft_id):
            return header.response_id
    for each in unit.responses.summaries(form_id=form.form_id, channel=Channel.EMAIL.value):
        first = unit.responses.revision(each.response_id)  # its salt is the one that the digest was hidden with
        if first is not None and first.envelope.file_hash == hash_of_file(digest, first.envelope.salt):
            return each.response_id
    return ""
