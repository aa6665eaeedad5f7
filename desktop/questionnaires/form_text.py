"""A form as text that a person can read: what is asked, of whom, with which answers."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import (
    SELECTS,
    FormDefinition,
    Group,
    Question,
    QuestionType,
    Repeat,
    Words,
)
from desktop.questionnaires.expressions.syntax import Expression
from desktop.questionnaires.expressions.wording import in_words
from desktop.questionnaires.numbering import question_numbers

MAX_CHOICES = 40
"""Choices of one question that are written out; a list of all parishes is no reading matter."""
_INDENT = "   "


def form_text(definition: FormDefinition, language: str | None = None) -> str:
    """Return the form as lines of text, groups indented, outputs in labels as the expressions they are.

    Args:
        language: name of a language of the form; the default one when it is ``None``.
    """
    return "\n".join(_Writer(definition, language).lines()) + "\n"


class _Writer:
    def __init__(self, definition: FormDefinition, language: str | None) -> None:
        self.definition = definition
        self.language = language
        self.numbers = question_numbers(definition)

    def lines(self) -> Iterator[str]:
        form = self.definition
        yield tr(
            "{title} (form {id}, version {version})",
            title=form.title or form.form_id, id=form.form_id, version=form.version or "-",
        )  # fmt: skip
        if len(form.languages) > 1:
            yield tr("Languages: {names}", names=", ".join(form.languages))
        yield tr("{count} questions", count=len(self.numbers))
        yield from self._inside(form.root, 0)

    def _inside(self, parent: Group | Repeat, depth: int) -> Iterator[str]:
        # what nobody sees stands after what is asked: its place in the body says nothing
        for child in sorted(parent.children, key=lambda child: isinstance(child, Question) and not child.visible):
            if child.path.startswith("meta/"):
                continue
            lines = self._question(child) if isinstance(child, Question) else self._group(child)
            yield ""
            for line in lines:
                yield f"{_INDENT * depth}{line}".rstrip()
            if not isinstance(child, Question):
                yield from self._inside(child, depth + 1)

    def _group(self, group: Group | Repeat) -> Iterator[str]:
        label = self._words(group.labels) or group.name
        if isinstance(group, Repeat):
            times = tr("as often as wanted")
            if group.count is not None:
                times = tr("as often as {expression}", expression=self._plain(group.count))
            elif group.fixed:
                times = tr("as often as the form has it")
            yield tr("== {label} [repeat {name}, {times}]", label=label, name=group.name, times=times)
        else:
            extra = tr(", on one screen") if "field-list" in group.appearances else ""
            yield tr("== {label} [group {name}{extra}]", label=label, name=group.name, extra=extra)
        if group.relevant is not None:
            yield _INDENT + self._route(group.relevant)

    def _question(self, question: Question) -> Iterator[str]:
        kind = question.type.value
        if question.type is QuestionType.CALCULATE:
            yield self._hidden(question)
            return
        marks = [kind, *sorted(question.appearances)]
        if question.always_required:
            marks.append(tr("required"))
        if question.read_only and question.type is not QuestionType.NOTE:
            marks.append(tr("read only"))
        number = self.numbers.get(question.path, "")
        label = self._words(question.labels) or question.name
        yield f"{number + '. ' if number else ''}{label} [{question.name}: {', '.join(marks)}]"
        hint = self._words(question.hints)
        if hint:
            yield _INDENT + tr("Hint: {hint}", hint=hint)
        for line in self._rules(question):
            yield _INDENT + line
        for line in self._choices(question):
            yield _INDENT + line

    def _hidden(self, question: Question) -> str:
        if question.calculate is not None:
            return tr("({name} is worked out: {rule})", name=question.name, rule=self._plain(question.calculate))
        if question.preload:
            return tr("({name} is filled in by the device: {what})", name=question.name, what=question.preload)
        if question.default:
            return tr("({name} is hidden, and begins as “{value}”)", name=question.name, value=question.default)
        return tr("({name} is hidden)", name=question.name)

    def _rules(self, question: Question) -> Iterator[str]:
        if question.relevant is not None:
            yield self._route(question.relevant)
        if question.required is not None and not question.always_required:
            yield tr("Required if {rule}", rule=self._plain(question.required))
        if question.constraint is not None:
            said = self._words(question.constraint_words)
            rule = self._plain(question.constraint)
            yield (
                tr("Allowed: {rule} (else: {message})", rule=rule, message=said)
                if said
                else tr("Allowed: {rule}", rule=rule)
            )
        if question.calculate is not None:
            yield tr("Worked out: {rule}", rule=self._plain(question.calculate))
        if question.default:
            yield tr("Begins as “{value}”", value=question.default)
        if question.parameters:
            yield ", ".join(f"{key} {value}" for key, value in sorted(question.parameters.items()))

    def _route(self, expression: Expression) -> str:
        said = in_words(expression, self.definition, self.language)
        return said if said is not None else tr("Only if {condition}", condition=self._plain(expression))

    def _choices(self, question: Question) -> Iterator[str]:
        if question.type not in SELECTS:
            return
        mark = {QuestionType.SELECT_MULTIPLE: "[ ]", QuestionType.RANK: "#"}.get(question.type, "( )")
        for choice in question.choices[:MAX_CHOICES]:
            label = self._words(choice.labels)
            yield f"{mark} {label} ({choice.value})" if label else f"{mark} {choice.value}"
        if len(question.choices) > MAX_CHOICES:
            yield tr("… and {count} more", count=len(question.choices) - MAX_CHOICES)
        if question.choice_filter is not None:
            whole = self._plain(
                question.choice_filter
            )  # its text is that of the list: instance('x')/root/item[rule]
            rule = whole.partition("[")[2].rpartition("]")[0] or whole
            yield tr("Only those choices that fit: {rule}", rule=rule)

    def _plain(self, expression: Expression) -> str:
        return " ".join(expression.text.split())

    def _words(self, words: Words) -> str:
        """Return words in one line, an output as its expression in braces."""
        pieces = words.pieces(self.language)
        text = "".join(piece if isinstance(piece, str) else "{" + piece.text.strip() + "}" for piece in pieces)
        return " ".join(text.split())
