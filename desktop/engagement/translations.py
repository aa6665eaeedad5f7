"""What a form in another language needs beside its questions: the fixed words, the programme's own, an approval.

No translation ships with the program: each comes with a pack, and a person has approved it. Without that a form in
the language is printed in practice only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from desktop.engagement.programme import Language, Programme, Statement
from desktop.foundation.assets import resource_path
from desktop.foundation.catalogues import messages_of
from desktop.foundation.translation import Tongue, ntr, tr

SOURCE = "en"
"""The language of the fixed words in the code."""
NOT_KNOWN = "und"
"""Code of the one language of a form that does not say which it is."""
_SHOWN = 3
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Lacking:
    """What keeps a language of a programme from being printed.

    Attributes:
        approval: nobody has approved the translation.
        fixed: fixed words without translation, in English.
        own: words of the programme without translation.
    """

    approval: bool
    fixed: tuple[str, ...]
    own: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether anything is lacking."""
        return self.approval or bool(self.fixed) or bool(self.own)

    def sentences(self) -> tuple[str, ...]:
        """Return it in words for whoever publishes the programme."""
        found = []
        if self.approval:
            found.append(tr("No person has approved the translation."))
        if self.fixed:
            some = ntr("{count} fixed word or sentence is missing", "{count} fixed words or sentences are missing",
                       len(self.fixed))  # fmt: skip
            found.append(tr("{some}: {examples}.", some=some, examples=_examples(self.fixed)))
        if self.own:
            some = ntr("{count} text of the programme is missing", "{count} texts of the programme are missing",
                       len(self.own))  # fmt: skip
            found.append(tr("{some}: {examples}.", some=some, examples=_examples(self.own)))
        return tuple(found)


@lru_cache(maxsize=1)
def fixed_words() -> tuple[tuple[str, str], ...]:
    """Return what stands on paper whatever the form asks: (English, its plural or empty)."""
    return messages_of((resource_path("translations") / "paper.pot").read_bytes())


def own_words(programme: Programme) -> tuple[str, ...]:
    """Return the words of a programme that stand on its forms, paragraph by paragraph, each once."""
    return tuple(dict.fromkeys(filter(None, _own_words(programme))))


def language_of(programme: Programme, code: str) -> Language | None:
    """Return the programme's language with that BCP 47 code, in whatever case; ``None``: it has none."""
    return next((each for each in programme.languages if each.code.casefold() == code.casefold()), None)


def is_original(programme: Programme, code: str) -> bool:
    """Tell whether the programme itself is written in the language, so that nobody had to translate it."""
    if not programme.languages:
        return True
    first = programme.languages[0].code.casefold()
    # a form may say "en-GB" where its programme says "en"
    of_first = language_of(programme, code) is None and _primary(code) == _primary(first)
    return first == code.casefold() or of_first


def tongue_of(programme: Programme, code: str, second: Tongue | None = None) -> Tongue:
    """Return the language with that code, with the words that the programme's pack has for it."""
    language = language_of(programme, code) or Language(code, code)
    return Tongue(language.code, language.catalogue, second)


def lacking(programme: Programme, code: str) -> Lacking:
    """Return what the language with that code lacks; nothing where the form's words are all it needs."""
    language = language_of(programme, code)
    words = dict(language.words) if language is not None else {}
    original = is_original(programme, code)
    needs_fixed = _primary(code) not in (SOURCE, NOT_KNOWN)
    return Lacking(
        approval=not original and (language is None or not language.approved_by),
        fixed=tuple(english for english, _ in fixed_words() if needs_fixed and english not in words),
        own=tuple(said for said in own_words(programme) if not original and said not in words),
    )


def told_in(programme: Programme, tongue: str) -> Programme:
    """Return the programme with its own words in ``tongue``, where its pack has them.

    In two languages at once each text is said in both (:class:`~desktop.foundation.translation.Said`).
    """

    def say(text: str) -> str:
        return in_paragraphs(text, tongue)

    def state(statement: Statement) -> Statement:
        return replace(statement, text=say(statement.text))

    return replace(
        programme,
        title=say(programme.title),
        organisation=say(programme.organisation),
        summary=say(programme.summary),
        privacy=state(programme.privacy),
        consent=state(programme.consent),
        updates_consent=state(programme.updates_consent),
        contact_questions=tuple(
            replace(
                asked,
                label=say(asked.label),
                choices=tuple(replace(choice, label=say(choice.label)) for choice in asked.choices),
            )
            for asked in programme.contact_questions
        ),
    )


def in_paragraphs(text: str, tongue: str) -> str:
    """Return a text of the programme in ``tongue``, each of its paragraphs by itself."""
    from desktop.foundation.translation import Said

    said = [tr(paragraph, language=tongue) if paragraph else "" for paragraph in paragraphs(text)]
    first = "\n\n".join(said)
    if any(isinstance(each, Said) for each in said):
        return Said(first, "\n\n".join(each.second if isinstance(each, Said) else each for each in said))
    return first


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, in one line each: an empty line parts them."""
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n") if part.strip())


def _primary(code: str) -> str:
    return code.partition("-")[0].casefold()


def _own_words(programme: Programme) -> Iterator[str]:
    yield from (programme.title, programme.organisation)
    texts = [programme.summary, programme.privacy.text, programme.consent.text]
    if programme.contact_questions:
        texts.append(programme.updates_consent.text)
    for text in texts:
        yield from paragraphs(text)
    for asked in programme.contact_questions:
        yield asked.label
        yield from (choice.label for choice in asked.choices)


def _examples(words: tuple[str, ...]) -> str:
    shown = [tr("“{words}”", words=_short(each)) for each in words[:_SHOWN]]
    return ", ".join([*shown, "…"] if len(words) > _SHOWN else shown)


def _short(words: str) -> str:
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…"
