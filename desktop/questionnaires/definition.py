"""A form as plain, frozen data: what is asked, in which order, in which languages, under which rules.

A :class:`FormDefinition` is made by :func:`desktop.questionnaires.xform.read_xform`, and shared by all entries of
the form. Names follow XLSForm and the ODK XForms specification (https://getodk.github.io/xforms-spec/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import Said, tr
from desktop.questionnaires.problems import Problem

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.syntax import Expression
    from desktop.questionnaires.plan import Plan

OUTPUT_UNKNOWN = "…"
"""Stands in a label for a value that only an entry can give."""


class QuestionType(StrEnum):
    """What kind of value a question takes, by its XLSForm name."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    CALCULATE = "calculate"
    """Not in the body: a calculation, metadata or a hidden value."""


SELECTS = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one or several languages; a piece that is an expression is an output.

    Attributes:
        by_language: language name to pieces; the form's default language first.
        media: language name to (kind, file name) pairs, kinds ``image``, ``audio``, ``video``.
    """

    by_language: Mapping[str, tuple[str | Expression, ...]]
    media: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def pieces(self, language: str | None = None) -> tuple[str | Expression, ...]:
        """Return the pieces in ``language``; where it has none, those of the default language."""
        if language is not None and language in self.by_language:
            return self.by_language[language]
        for pieces in self.by_language.values():
            return pieces
        return ()

    def plain(self, language: str | None = None) -> str:
        """Return the words with :data:`OUTPUT_UNKNOWN` for each output, without white space around them.

        Asked with the names of two languages (:class:`Said`), they are said in both.
        """
        if isinstance(language, Said):
            return Said(self.plain(str(language)), self.plain(language.second))
        pieces = self.pieces(language)
        return "".join(piece if isinstance(piece, str) else OUTPUT_UNKNOWN for piece in pieces).strip()

    def has(self, language: str) -> bool:
        """Tell whether there are words in that very language."""
        return any(piece != "" for piece in self.by_language.get(language, ()))


NO_WORDS = Words({})


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a select: the value that is stored, and what is shown."""

    value: str
    labels: Words

    def label(self, language: str | None = None) -> str:
        """Return the label in ``language``, else in the default language; the value where there is none."""
        if isinstance(language, Said):
            return Said(self.label(str(language)), self.label(language.second))
        return self.labels.plain(language) or self.value


@dataclass(frozen=True, slots=True)
class Question:
    """One leaf of the form: a question, a note, or a hidden value.

    Attributes:
        ref: absolute reference in the instance, ``/data/group/question``.
        path: path below the root, ``group/question``; the key of answers everywhere.
        name: last part of the path.
        type: kind of value and control.
        appearances: the words of the ``appearance`` attribute.
        labels, hints, required_words, constraint_words: words in all languages; see the methods for plain text.
        choices: of selects, all of them, whatever a choice filter would leave.
        choice_filter: the filter on the choices, or ``None``.
        read_only: always read only.
        parameters: of a range ``start``, ``end``, ``step``; of text ``rows``.
        relevant, constraint, required, calculate: rules, ``None`` when there is none.
        bind_type: XForms type of the bind, such as ``int``.
        default: the static default value, or empty.
        preload: ``start``, ``end``, ``today``, ``deviceid``, ``username``… for metadata, else empty.
        repeat_paths: paths of the repeats around it, outermost first.
    """

    ref: str
    path: str
    name: str
    type: QuestionType
    appearances: frozenset[str] = frozenset()
    labels: Words = NO_WORDS
    hints: Words = NO_WORDS
    required_words: Words = NO_WORDS
    constraint_words: Words = NO_WORDS
    choices: tuple[Choice, ...] = ()
    choice_filter: Expression | None = None
    read_only: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)
    relevant: Expression | None = None
    constraint: Expression | None = None
    required: Expression | None = None
    calculate: Expression | None = None
    bind_type: str = "string"
    default: str = ""
    preload: str = ""
    repeat_paths: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether somebody is asked for a value: neither a note, nor hidden, nor the head of a table.

        A select with the appearance ``label`` shows the words of its choices above a table and takes no answer.
        """
        if self.type in SELECTS and "label" in self.appearances:
            return False
        return self.type not in (QuestionType.NOTE, QuestionType.CALCULATE)

    @property
    def visible(self) -> bool:
        """Whether it stands in the body: asked, or a note."""
        return self.type is not QuestionType.CALCULATE

    @property
    def always_required(self) -> bool:
        """Whether it is required whatever else is answered."""
        return self.required is not None and self.required.text.replace(" ", "") == "true()"

    def label(self, language: str | None = None) -> str:
        """Return the label in plain words, outputs as :data:`OUTPUT_UNKNOWN`; empty when there is none."""
        return self.labels.plain(language)

    def hint(self, language: str | None = None) -> str:
        """Return the hint in plain words; empty when there is none."""
        return self.hints.plain(language)

    def required_message(self, language: str | None = None) -> str:
        """Return what is said when an answer is missing; empty when the form says nothing."""
        return self.required_words.plain(language)

    def constraint_message(self, language: str | None = None) -> str:
        """Return what is said when the constraint is broken; empty when the form says nothing."""
        return self.constraint_words.plain(language)

    def choice(self, value: str) -> Choice | None:
        """Return the choice with ``value``, or ``None``."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together. ``field-list`` in ``appearances``: shown on one screen.

    Attributes: as of :class:`Question`; the root group has ref ``/data`` (the form's own root name) and path
        ``""``.
    """

    ref: str
    path: str
    name: str
    children: tuple[Question | Group | Repeat, ...]
    appearances: frozenset[str] = frozenset()
    labels: Words = NO_WORDS
    relevant: Expression | None = None

    def label(self, language: str | None = None) -> str:
        """Return the label in plain words; empty when there is none."""
        return self.labels.plain(language)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Questions asked again for each of several things.

    Attributes: as of :class:`Group`, and
        count: how many instances there are, when an expression says so.
        fixed: whether a person may neither add nor remove an instance.
    """

    ref: str
    path: str
    name: str
    children: tuple[Question | Group | Repeat, ...]
    appearances: frozenset[str] = frozenset()
    labels: Words = NO_WORDS
    relevant: Expression | None = None
    count: Expression | None = None
    fixed: bool = False

    def label(self, language: str | None = None) -> str:
        """Return the label in plain words; empty when there is none."""
        return self.labels.plain(language)


@dataclass(frozen=True, slots=True)
class EasyRead:
    """Easy read words, where the author gives any: see :mod:`desktop.questionnaires.easy_read`.

    Attributes:
        nodes: by path of a question or group.
        choices: by path of a question, then by the choice's value.
    """

    nodes: Mapping[str, Words] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)


class UnknownQuestion(WorldError):
    """No question of the form has that name, or more than one has."""


@dataclass(frozen=True, slots=True, eq=False)
class FormDefinition:
    """A whole form. Equal when it was read from equal XML.

    Attributes:
        form_id, version, title: as in the form's settings.
        languages: names as in the form (``English (en)``); ``("default",)`` for a form in one language.
        default_language: the one shown first.
        root: the body, and hidden values at their place.
        xml: the XForm XML, byte for byte.
        sha256: hex digest of ``xml``.
        plan: the compiled rules; internal to the room.
        problems: warnings; a form with errors is refused instead.
        easy_read: words for the easy read edition.
    """

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str
    root: Group
    xml: bytes
    sha256: str
    plan: Plan = field(repr=False)
    problems: tuple[Problem, ...] = ()
    easy_read: EasyRead = EasyRead()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormDefinition) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def walk(self) -> Iterator[Question | Group | Repeat]:
        """Yield every group, repeat and question in body order, a group before what is in it; not the root."""
        yield from _walk(self.root)

    def questions(self) -> tuple[Question, ...]:
        """Return every question in body order: notes and hidden values too (see :attr:`Question.asked`)."""
        return tuple(node for node in self.walk() if isinstance(node, Question))

    def question(self, name_or_path: str) -> Question:
        """Return the question with that path (``group/question``), reference or, where it is the only one, name.

        Raises:
            UnknownQuestion: there is none, or several questions have that name.
        """
        named: list[Question] = []
        for question in self.questions():
            if name_or_path in (question.path, question.ref):
                return question
            if question.name == name_or_path:
                named.append(question)
        if len(named) == 1:
            return named[0]
        if named:
            raise UnknownQuestion(
                place=tr("Form {form}, question {name}", form=self.form_id, name=name_or_path),
                fault=tr("The form has {count} questions with this name.", count=len(named)),
                remedy=tr("Give the whole path, such as {path}.", path=named[0].path),
            )
        raise UnknownQuestion(
            place=tr("Form {form}, question {name}", form=self.form_id, name=name_or_path),
            fault=tr("The form has no question with this name."),
            remedy=tr("Use a name that stands in the form's name column."),
        )

    def find(self, path: str) -> Question | Group | Repeat | None:
        """Return what has that path, instance numbers (``repeat[2]``) left out of account, or ``None``."""
        plain = "/".join(part.split("[", 1)[0] for part in path.split("/"))
        if plain == "":
            return self.root
        return next((node for node in self.walk() if node.path == plain), None)


def _walk(parent: Group | Repeat) -> Iterator[Question | Group | Repeat]:
    for child in parent.children:
        yield child
        if not isinstance(child, Question):
            yield from _walk(child)
