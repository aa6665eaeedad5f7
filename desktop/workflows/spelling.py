"""Spelling help for words that are keyed: offline, from dictionaries that come with the program. It marks and
suggests, and changes nothing: what is written on the sheet is the fact.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from desktop.engagement.programme import Programme
from desktop.foundation.assets import resource_path
from desktop.packs.form_checks import language_code
from desktop.questionnaires.definition import FormDefinition

MOST_SUGGESTED = 5
_DICTIONARIES = {"en": "en-GB"}
"""By language, whatever the country."""
_NOT_SAID = "und"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LETTER_OR_FIGURE = re.compile(r"[\w@]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that the dictionary does not know.

    Attributes:
        start: of the word in the text; length: in characters of Python, which a screen counts otherwise.
    """

    start: int
    length: int
    word: str = field(repr=False)


class Spelling:
    """One language's dictionary, with the words of one form beside it. For one thread at a time."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        # loaded when the first words are keyed: few sheets of a sitting are without, and no start waits for it
        from hunspell import Hunspell

        self._words: Any = Hunspell(name, hunspell_data_dir=str(resource_path("dictionaries")))
        self._known = frozenset(each.casefold() for each in known)

    def doubts(self, text: str) -> tuple[Doubt, ...]:
        """Return the words of ``text`` that may be misspelt: neither abbreviations nor what has figures."""
        return tuple(
            Doubt(match.start(), len(match[0]), match[0])
            for match in _WORD.finditer(text)
            if not _stands_alone(text, match) and not self._is_known(match[0])
        )

    def suggest(self, word: str) -> tuple[str, ...]:
        """Return words that may be meant, the likeliest first."""
        return tuple(self._words.suggest(word.replace("’", "'")))[:MOST_SUGGESTED]

    def _is_known(self, word: str) -> bool:
        if (
            sum(map(str.isupper, word)) > 1
            or word.casefold() in self._known
            or word.casefold().removesuffix("s") in self._known
        ):
            return True
        return bool(self._words.spell(word.replace("’", "'")))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether letters are part of something that is no word, such as ``LE3`` or an address."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return bool(_LETTER_OR_FIGURE.search(around))


def spelling_for(programme: Programme, definition: FormDefinition, language: str) -> Spelling | None:
    """Return the help for a form's language by its name; ``None`` where there is no dictionary."""
    name = _DICTIONARIES.get(_code(programme, language))
    return None if name is None else Spelling(name, frozenset(_words_of(programme, definition, language)))


def _code(programme: Programme, language: str) -> str:
    first = programme.languages[0].code if programme.languages else _NOT_SAID
    code = (language_code(language) or first).casefold().partition("-")[0]
    return "en" if code == _NOT_SAID else code  # a form that does not say is in the language of this program


def _words_of(programme: Programme, definition: FormDefinition, language: str) -> Iterator[str]:
    """Yield the words that the form itself uses: its places and services are no mistakes."""
    yield from _WORD.findall(programme.title)
    for area in programme.areas:
        yield from _WORD.findall(area.label)
    for node in definition.walk():
        yield from _WORD.findall(node.labels.plain(language))
    for question in definition.questions():
        for choice in question.choices:
            yield from _WORD.findall(choice.label(language))
