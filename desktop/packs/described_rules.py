"""What holds at a programme's events, as ``programme.toml`` says it.

How long things are kept, what comments can be tied to, whom to call, what holds while somebody answers alone, and
which questions tell who was heard. A pack from before there were such rules can still be opened: the check tells
what is to be filled in, and nobody is given rules that the programme has not made.
"""

from __future__ import annotations

import re
from datetime import date

from desktop.analysis.benchmarks import Dimension
from desktop.engagement.hand_over import (
    NO_HAND_OVER_RULES,
    NOBODY_NAMED,
    USUAL_IDLE_SECONDS,
    HandOver,
    RepresentationQuestion,
    Safeguarding,
    TopicCode,
)
from desktop.engagement.programme import PackForm
from desktop.engagement.retention import UNSAID, Retention, RetentionRule, Subject
from desktop.foundation.translation import tr
from desktop.packs.coded_lists import code_of, statement, unique
from desktop.packs.table import TableReader

LONGEST_MONTHS = 1200
"""A hundred years: more is a slip of the keyboard."""

STATEMENT = "statement"
ACTION = "action"
"""The two kinds of :class:`TopicCode`."""

OLDEST = 120
LEAST_IDLE_SECONDS = 15
"""Less, and somebody who reads a long question is cut off."""
MOST_IDLE_SECONDS = 1800
"""Half an hour: more, and the next person finds what the one before them left open."""

_PATH = re.compile(r"[^\s/]{1,100}(/[^\s/]{1,100}){0,20}")


def retention_rules(top: TableReader, closes: date | None) -> Retention:
    """Return how long things are kept, from ``[retention]``."""
    table = top.table_if_given("retention")
    if table is None:
        return Retention()
    rules = {subject.value: _retention_rule(table, subject, closes) for subject in Subject}
    table.finish()
    return Retention(**rules)


def _retention_rule(table: TableReader, subject: Subject, closes: date | None) -> RetentionRule:
    said = table.months_or_day_if_said(subject.value, most=LONGEST_MONTHS)
    if isinstance(said, int):
        return RetentionRule(months=said)
    if said is None:
        return UNSAID
    if closes is not None and said <= closes:
        table.report(
            subject.value,
            tr("It would go on {day}, before the programme has closed.", day=said.isoformat()),
            tr("Give a day after the last day of the programme."),
        )
    return RetentionRule(on=said)


def topic_codes(top: TableReader) -> tuple[TopicCode, ...]:
    """Return the statements of ``[[statements]]`` and the actions of ``[[actions]]``, each statement first."""
    statements = [TopicCode(code, label, STATEMENT) for code, label, _table in _topics(top, "statements", ())]
    known = {each.code for each in statements}
    actions = []
    for code, label, table in _topics(top, "actions", known):
        under = table.line("under", optional=True)
        if under and under not in known:
            table.report(
                "under",
                tr("“{under}” is no statement of the programme.", under=under[:40]),
                tr('Use the code of one of the statements, or "" for none.'),
            )
        due = table.day_if_said("due") if table.given("due") else None
        table.finish()
        actions.append(TopicCode(code, label, ACTION, under, due))
    return (*statements, *actions)


def _topics(top: TableReader, key: str, before: set[str] | tuple[()]) -> list[tuple[str, str, TableReader]]:
    # a comment keeps the code alone: a statement and an action can't share one
    read: list[tuple[str, str, TableReader]] = []
    for table in top.tables(key):
        code = code_of(table, {*before, *(each for each, _label, _table in read)})
        read.append((code, table.line("label"), table))
        if key == "statements":
            table.finish()
    return read


def whom_to_call(top: TableReader) -> Safeguarding:
    """Return the numbers of ``[safeguarding]``."""
    table = top.table_if_given("safeguarding")
    if table is None:
        return NOBODY_NAMED
    said = Safeguarding(table.line("emergency"), table.line("duty_team"), table.line("lead"))
    table.finish()
    return said


def hand_over_rules(top: TableReader) -> HandOver:
    """Return what holds while somebody answers alone, from ``[hand_over]``."""
    table = top.table_if_given("hand_over")
    if table is None:
        return NO_HAND_OVER_RULES
    least_age = table.number_if_said("least_age", least=0, most=OLDEST)
    assent = statement(table, "assent") if table.given("assent") else None
    assent_from = None
    if table.given("assent_from"):
        assent_from = table.number_if_said("assent_from", least=0, most=OLDEST)
        if assent is None:
            table.report(
                "assent_from",
                tr("An age for taking part with assent is given, but no wording of the assent."),
                tr("Add the wording under [hand_over.assent], or take this line out."),
            )
        if assent_from is not None and least_age is not None and assent_from >= least_age:
            table.report(
                "assent_from",
                tr("From {least} years on nobody needs an assent.", least=least_age),
                tr("Give a younger age than least_age, or take this line out."),
            )
    elif assent is not None:
        table.report(
            "assent",
            tr("There is an assent, but not from which age on it can be given."),
            tr("Add a line assent_from = … with an age younger than least_age."),
        )
    adult_only = table.codes("adult_only", _PATH, tr("the path of a question or group, such as equality/age_band"))
    idle = None
    if table.given("idle_seconds"):
        idle = table.number_if_said("idle_seconds", least=LEAST_IDLE_SECONDS, most=MOST_IDLE_SECONDS)
    rules = HandOver(
        least_age=least_age,
        assent=None if assent is None else (assent.version, assent.text),
        assent_from=assent_from,
        adult_only=adult_only,
        keeps_unfinished=table.flag("keeps_unfinished"),
        idle_seconds=USUAL_IDLE_SECONDS if idle is None else idle,
    )
    table.finish()
    return rules


def representation_questions(top: TableReader, forms: tuple[PackForm, ...]) -> tuple[RepresentationQuestion, ...]:
    """Return the questions of ``[[representation]]``, one block for each form that asks them."""
    read: list[RepresentationQuestion] = []
    named: list[str] = []
    for table in top.tables("representation"):
        form = table.line("form", optional=True)
        if not form and len(forms) > 1:
            table.report(
                "form",
                tr("The pack has several forms, and this doesn't say which one it is about."),
                tr("Add a line form = … with the id of the form."),
            )
        elif form and form not in {each.form_id for each in forms}:
            table.report(
                "form",
                tr("“{form}” is no form of this pack.", form=form[:60]),
                tr("Use the id of one of the forms."),
            )
        form_id = form or (forms[0].form_id if forms else "")
        unique(table, "form", form_id, named)
        named.append(form_id)
        for dimension in Dimension:
            if table.given(dimension.value):
                path = table.code(dimension.value, _PATH, tr("the path of a question, such as equality/age_band"))
                read.append(RepresentationQuestion(dimension.value, form_id, path))
        table.finish()
    return tuple(read)
