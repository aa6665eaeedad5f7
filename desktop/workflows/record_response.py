"""Recording a whole response at once: from a letter, an e-mail, a telephone note or a file of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from desktop.engagement.programme import Channel
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id, new_instance_id
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition, Group, Question, Repeat, UnknownQuestion
from desktop.questionnaires.entry import Environment, FormEntry
from desktop.questionnaires.steps import AnswerRefused
from desktop.responses.drafts import DraftHeader, DraftKind
from desktop.responses.response import ResponseSummary, Revision
from desktop.responses.stored import StoredResponse
from desktop.sheets.serials import read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.closed_events import refuse_closed
from desktop.workflows.freezing import code_for, freeze, put_code, refuse_future
from desktop.workflows.key_paper import SheetToKey, look_up
from desktop.workflows.keyed_sheets import keep_first_keying, mark_keyed
from desktop.workflows.workplace import Workplace, recorder, require, the_event, the_form, the_programme


class FormRefuses(Refusal):
    """The form refuses the answers.

    Attributes:
        broken: (question, rule, message) for everything that is wrong, all at once.
    """

    def __init__(self, form_id: str, broken: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(
            place=tr("Form {id}", id=form_id),
            fault="\n".join(
                tr("{question}: {rule}: {message}", question=question, rule=rule, message=message)
                for question, rule, message in broken
            ),
            remedy=tr("Correct these answers; nothing was recorded."),
        )
        self.broken = tuple(broken)


def add_response(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    channel: str,
    answers: Mapping[str, object],
    serial: str = "",
    received_on: str = "",
    as_written: bool = False,
    language: str | None = None,
    hand_over_code: Callable[[str], None] = lambda code: None,
) -> Revision:
    """Record one finalised response.

    Args:
        channel: a value of :class:`Channel`.
        answers: by question name or path; a list for multiple choices, a list of mappings for a repeat.
        serial: of the paper copy; needs the channel ``paper``.
        received_on: ISO date that the paper or letter came in; today where it is not given.
        as_written: keep what the form would drop or forbid (paper: the sheet is the fact).
        hand_over_code: is given the withdrawal code, once the response is on the disk, where the respondent is
            there to take it (interview, kiosk); it is kept nowhere.

    Raises:
        FormRefuses: the form refuses; names every question and rule.
        SerialRefused, AlreadyKeyed: the serial is mistyped or was keyed here.
        Refusal: the form, event, channel or programme is not known; channel, serial, date received or keeping
            as written contradict each other; the sheet is being keyed at the screen; or an interview is at an
            event that was closed.
    """
    require(actor, Action.KEY_PAPER if channel == Channel.PAPER else Action.INTERVIEW)
    if channel not in set(Channel):
        raise Refusal(
            place=tr("Channel {channel}", channel=channel),
            fault=tr("There is no such channel."),
            remedy=tr("Use one of: {channels}.", channels=", ".join(Channel)),
        )
    if serial and channel != Channel.PAPER:
        raise Refusal(
            place=tr("Serial {serial}", serial=serial),
            fault=tr("Only a paper sheet has a serial, but the channel is {channel}.", channel=channel),
            remedy=tr("Use the channel paper, or leave the serial out."),
        )
    _refuse_contradictions(channel, received_on=received_on, as_written=as_written)
    now = place.clock.now()
    with place.unit() as unit:
        # looked up where it is marked as keyed: two commands, or a command and a window, must not both key it
        sheet = _free_sheet(unit, serial, form_id) if serial else None
        by_sheet = unit.forms.by_sha(sheet.form_sha256) if sheet is not None else None
        form = by_sheet or the_form(unit, form_id)
        programme = the_programme(unit, form.programme_id)
        event = the_event(unit, event_id, of_programme=programme.programme_id)
        if channel in (Channel.INTERVIEW, Channel.KIOSK):
            refuse_closed(unit, event_id)
        today = civil_date(now, programme.time_zone)
        refuse_future(received_on, today)
        definition = place.shelf.definition(form)
        entry, _ = FormEntry.start(
            definition,
            clock=place.clock,
            language=language,
            environment=Environment(deviceid=place.device_id, username=actor.name),
            as_written=as_written,
        )
        fill(entry, answers)
        header = DraftHeader(
            draft_id=new_id(),
            response_id=new_instance_id(),
            kind=DraftKind.KEYING if channel == Channel.PAPER else DraftKind.INTERVIEW,
            form_id=form.form_id,
            form_version=form.version,
            form_sha256=form.sha256,
            programme_id=programme.programme_id,
            event_id=event.event_id,
            channel=channel,
            language=entry.language,
            recorder=recorder(actor),
            started_at=now,
            serial=sheet.serial if sheet else "",
            print_log_here=sheet.print_log_here if sheet else None,
        )
        code = code_for(channel)
        revision = freeze(
            place,
            actor=actor,
            entry=entry,
            programme=programme,
            header=header,
            now=now,
            received_on=received_on or (today.isoformat() if channel in _COMES_IN else ""),
            missing={},
            forced={
                each.path: tr("as written on the sheet") for each in entry.validate() if each.rule == "constraint"
            },
            code=code,
        )
        unit.drafts.begin(header)
        unit.responses.add_revision(revision)
        put_code(unit, revision)
        if sheet is not None:
            mark_keyed(place, unit, actor=actor, revision=revision, at=now)
            keep_first_keying(place, unit, revision=revision, begun=now, at=now, efforts={})
        unit.commit()
    if code:
        hand_over_code(code)
    return revision


_COMES_IN = (Channel.PAPER, Channel.LETTER)
_ON_THE_SPOT = (Channel.INTERVIEW, Channel.KIOSK)


def _refuse_contradictions(channel: str, *, received_on: str, as_written: bool) -> None:
    """Refuse what would bend the rules of a channel: lateness is told by the date received."""
    if received_on and channel in _ON_THE_SPOT:
        raise Refusal(
            place=tr("Channel {channel}", channel=channel),
            fault=tr("What is said on the spot has no other date on which it came in."),
            remedy=tr("Leave the date received out, or use the channel by which it came."),
        )
    if as_written and channel not in _COMES_IN:
        raise Refusal(
            place=tr("Channel {channel}", channel=channel),
            fault=tr("Only a sheet or a letter is taken as it is written; here the form's rules hold."),
            remedy=tr("Use the channel paper or letter, or correct the answers."),
        )


def _free_sheet(unit: UnitOfWork, text: str, form_id: str) -> SheetToKey:
    sheet = look_up(unit, read_serial(text))
    if sheet.form_id != form_id:
        raise Refusal(
            place=tr("Serial {serial}", serial=sheet.shown),
            fault=tr("This sheet belongs to the form {form}.", form=sheet.form_id),
            remedy=tr("Key it under that form."),
        )
    if sheet.draft_id:
        raise Refusal(
            place=tr("Serial {serial}", serial=sheet.shown),
            fault=tr("Somebody began to key this sheet on the screen and has not finished."),
            remedy=tr("Go on with that entry, or give it up, at the keying screen."),
        )
    return sheet


def fill(entry: FormEntry, answers: Mapping[str, object]) -> None:
    """Put answers, by name or path, into an entry in the order of the form.

    Raises:
        FormRefuses: an unknown question, a value of the wrong type, an answer where the form does not ask,
            something required that is missing, or a broken constraint. Everything at once.
    """
    definition = entry.definition
    broken: list[tuple[str, str, str]] = []
    given: list[tuple[str, str]] = []
    wrong: set[str] = set()
    for key, value in answers.items():
        try:
            given.extend(_flatten(entry, definition, key, value))
        except (KeyError, UnknownQuestion):
            broken.append((key, tr("unknown"), tr("The form has no such question.")))
        except ValueError as fault:
            broken.append((key, tr("type"), str(fault)))
    order = {path: position for position, path in enumerate(_paths(definition))}
    given.sort(key=lambda pair: order.get(_plain(pair[0]), 0))
    for path, text in given:
        try:
            entry.answer(path, text)
        except AnswerRefused as refused:
            wrong.add(refused.question)
            # what may be chosen is on no screen here; the other remedies speak of typing
            told = f"{refused.fault} {refused.remedy}" if refused.rule == "choice" else refused.fault
            broken.append((path, refused.rule, told))
        except Refusal as refused:
            broken.append((path, tr("type"), refused.fault))
    if not entry.as_written:
        broken += [
            (path, tr("relevant"), tr("The form does not ask this after the other answers."))
            for path, text in given
            if text != "" and not entry.node(path).relevant
        ]
        # what was given and is wrong is not also missing
        broken += [
            (each.path, each.rule, each.message)
            for each in entry.validate()
            if not (each.rule == "required" and each.path in wrong)
        ]
    if broken:
        raise FormRefuses(definition.form_id, broken)


def _plain(path: str) -> str:
    head, _, rest = path.partition("[")
    return path if not rest else head + _plain(rest.partition("]")[2])


def _paths(definition: FormDefinition) -> Iterator[str]:
    return (question.path for question in definition.questions())


def _flatten(entry: FormEntry, definition: FormDefinition, key: str, value: object) -> Iterator[tuple[str, str]]:
    repeat = _repeat(definition.root, key)
    if repeat is None:
        question = definition.question(key)
        yield question.path, _text(value)
        return
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise ValueError(tr("A repeat takes a list of objects."))
    standing = len(entry.repeat_paths(repeat.path))
    for _ in range(standing, len(value)):
        entry.add_repeat(repeat.path)
    names = {child.name: child for child in _questions_of(repeat)}
    for number, each in enumerate(value, start=1):
        for name, inner in each.items():
            child = names[name]
            yield f"{repeat.path}[{number}]{child.path[len(repeat.path) :]}", _text(inner)


def _repeat(element: Group | Repeat | Question, key: str) -> Repeat | None:
    if isinstance(element, Question):
        return None
    if isinstance(element, Repeat) and key in (element.name, element.path):
        return element
    for child in element.children:
        found = _repeat(child, key)
        if found is not None:
            return found
    return None


def _questions_of(element: Group | Repeat) -> Iterator[Question]:
    for child in element.children:
        if isinstance(child, Question):
            yield child
        else:
            yield from _questions_of(child)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        raise ValueError(tr("true and false are no answers: give the choice's name."))
    if isinstance(value, list):
        return " ".join(_text(each) for each in value)
    if isinstance(value, (str, int, float)):
        return str(value)
    raise ValueError(tr("An answer is a text, a number or a list of choices."))


def response(place: Workplace, instance_id: str) -> StoredResponse:
    """Return one response by the instance id of any of its revisions.

    Raises:
        Refusal: there is none.
    """
    with place.reading() as unit:
        found = unit.responses.by_instance(instance_id) or unit.responses.get(instance_id)
    if found is None:
        raise Refusal(
            place=tr("Response {id}", id=instance_id),
            fault=tr("There is no such response on this device."),
            remedy=tr("Look its id up in the list of responses."),
            command="response list",
        )
    return found


def responses(
    place: Workplace, *, event_id: str | None = None, programme_id: str | None = None
) -> tuple[ResponseSummary, ...]:
    """Return the responses of this device, newest first. Holds no answer."""
    with place.reading() as unit:
        return unit.responses.summaries(event_id=event_id, programme_id=programme_id)
