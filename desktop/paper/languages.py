"""The language or languages of a booklet: their words, what they lack, and the refusal of what nobody approved."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.engagement.programme import Programme
from desktop.engagement.translations import lacking, tongue_of
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import Said, Tongue, ntr, tr
from desktop.paper.words import language_code
from desktop.questionnaires.definition import FormDefinition, Words
from desktop.typesetting.fonts import is_tall

UNTRANSLATED = "-"
"""What pyxform writes into a language that has no words for a label."""


class LanguageNotApproved(Refusal):
    """A translation is not whole, or no person has approved it, and this is not practice."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a booklet is written in.

    Attributes:
        names: the language's name in the form; of two languages, both names.
        tongue: its BCP 47 code with the programme's words, and the second language.
        tall: whether one of them needs tall lines.
    """

    names: str
    tongue: Tongue

    @property
    def tall(self) -> bool:
        """Whether lines have to be as tall as Nastaliq."""
        return is_tall(self.tongue) or (self.tongue.second is not None and is_tall(self.tongue.second))


def spoken_in(definition: FormDefinition, programme: Programme, name: str, second: str | None = None) -> Spoken:
    """Return the language called ``name`` in the form, with the language called ``second`` beside it."""
    if second is None or second == name:
        return Spoken(name, tongue_of(programme, _code(programme, name)))
    beside = tongue_of(programme, _code(programme, second))
    return Spoken(Said(name, second), tongue_of(programme, _code(programme, name), beside))


def refuse_unapproved(definition: FormDefinition, programme: Programme, names: str) -> None:
    """Refuse a language that is not ready to be handed out: a notice that nobody checked must not be agreed to.

    The language that the programme itself is written in needs no approval. Practice is printed in any.

    Raises:
        LanguageNotApproved: with all that is missing.
    """
    if programme.made_up:
        return
    for name in (str(names), names.second) if isinstance(names, Said) else (names,):
        found = what_is_missing(definition, programme, name)
        if found:
            raise LanguageNotApproved(
                place=tr("Form {form}, {tongue}", form=definition.form_id, tongue=name),
                fault=" ".join(found),
                remedy=tr(
                    "Print it in practice, or complete the translation in the programme's pack and have a person "
                    "approve it; “forms check” says what is missing."
                ),
            )


def what_is_missing(definition: FormDefinition, programme: Programme, name: str) -> tuple[str, ...]:
    """Return what the form's language called ``name`` lacks before it can be handed out, a sentence each."""
    code = _code(programme, name)
    found = list(lacking(programme, code).sentences())
    if name != definition.default_language:
        labels = _untranslated(definition, name)
        if labels:
            found.append(ntr("{count} label of the form is not translated.",
                             "{count} labels of the form are not translated.", labels))  # fmt: skip
    return tuple(found)


def _code(programme: Programme, name: str) -> str:
    return language_code(name, programme.languages[0].code if programme.languages else "en")


def _untranslated(definition: FormDefinition, name: str) -> int:
    return sum(_is_missing(words, name) for words in _labels(definition))


def _labels(definition: FormDefinition) -> list[Words]:
    found = [node.labels for node in definition.walk()]
    for question in definition.questions():
        if question.visible:
            found += [question.hints, *(choice.labels for choice in question.choices)]
    return found


def _is_missing(words: Words, name: str) -> bool:
    there = any(words.has(language) for language in words.by_language)
    return there and (not words.has(name) or words.plain(name) == UNTRANSLATED)
