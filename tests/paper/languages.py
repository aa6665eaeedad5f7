"""Forms in many languages for tests: public words, and made-up marks in place of every fixed word.

The questions' words are article 1 of the Universal Declaration of Human Rights (United Nations, 1948, public; as
the Unicode Consortium keeps it at https://www.unicode.org/udhr/). No translation is invented: a fixed word's
stand-in is its number between marks, with one letter of the language's own script.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from desktop.engagement.programme import Language, Programme
from desktop.engagement.translations import fixed_words, own_words
from desktop.foundation.catalogues import PLACE
from desktop.questionnaires.definition import FormDefinition, QuestionType
from tests.paper.forms import choices, form, group, question

T = QuestionType
ENGLISH = "English (en)"
ARTICLE_1 = {
    ENGLISH: "All human beings are born free and equal in dignity and rights. They are endowed with reason and "
    "conscience and should act towards one another in a spirit of brotherhood.",
    "العربية (ar)": "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميرًا وعليهم أن يعامل "
    "بعضهم بعضًا بروح الإخاء.",
    "اردو (ur)": "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔ انہیں ضمیر اور عقل ودیعت ہوئی "
    "ہے۔ اس لئے انہیں ایک دوسرے کے ساتھ بھائی چارے کا سلوک کرنا چاہیئے۔",
    "বাংলা (bn)": "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে। তাঁদের বিবেক এবং বুদ্ধি আছে; "
    "সুতরাং সকলেরই একে অপরের প্রতি ভ্রাতৃত্বসুলভ মনোভাব নিয়ে আচরণ করা উচিৎ।",
    "ਪੰਜਾਬੀ (pa)": "ਸਾਰਾ ਮਨੁੱਖੀ ਪਰਿਵਾਰ ਆਪਣੀ ਮਹਿਮਾ, ਸ਼ਾਨ ਅਤੇ ਹੱਕਾਂ ਦੇ ਪੱਖੋਂ ਜਨਮ ਤੋਂ ਹੀ ਆਜ਼ਾਦ ਹੈ ਅਤੇ ਸੁਤੇ ਸਿੱਧ ਸਾਰੇ "
    "ਲੋਕ ਬਰਾਬਰ ਹਨ। ਉਨ੍ਹਾਂ ਸਭਨਾ ਨੂੰ ਤਰਕ ਅਤੇ ਜ਼ਮੀਰ ਦੀ ਸੌਗਾਤ ਮਿਲੀ ਹੋਈ ਹੈ ਅਤੇ ਉਨ੍ਹਾਂ ਨੂੰ ਭਰਾਤਰੀਭਾਵ ਦੀ ਭਾਵਨਾ ਰਖਦਿਆਂ ਆਪਸ ਵਿਚ "
    "ਵਿਚਰਣਾ ਚਾਹੀਦਾ ਹੈ।",
    "Polski (pl)": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni "
    "obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
    "Cymraeg (cy)": "Genir pawb yn rhydd ac yn gydradd â'i gilydd mewn urddas a hawliau. Fe'u cynysgaeddir â "
    "rheswm a chydwybod, a dylai pawb ymddwyn y naill at y llall mewn ysbryd cymodlon.",
}
LANGUAGES = tuple(ARTICLE_1)
OTHERS = LANGUAGES[1:]
_WORDS = 4


def code_of(name: str) -> str:
    return name.rpartition("(")[2].rstrip(")")


def piece(number: int) -> dict[str, str]:
    """Return a few words of the article, in all languages."""
    cut: dict[str, str] = {}
    for name, article in ARTICLE_1.items():
        some = article.split()
        start = number * 3 % (len(some) - _WORDS)
        cut[name] = " ".join(some[start : start + _WORDS])
    return cut


def in_many_languages(*more: Any) -> FormDefinition:
    """A form whose words are pieces of the article."""
    five = choices(*(piece(number) for number in range(5)))
    return form(
        group(
            "start",
            piece(1),
            question("intro", T.NOTE, dict(ARTICLE_1)),
            question("agree", T.SELECT_ONE, dict(ARTICLE_1), choices=five),
            question("day", T.DATE, piece(6)),
            question("several", T.SELECT_MULTIPLE, piece(7), choices=five[:4]),
            question("hours", T.INTEGER, piece(8)),
            question("words", T.TEXT, piece(9)),
            *more,
        ),
        languages=LANGUAGES,
    )


def mark(number: int, english: str, letter: str) -> str:
    """Return a stand-in for the translation of a fixed word, with the places that it needs."""
    places = "".join(f" {{{name}}}" for name in PLACE.findall(english))
    return f"[{letter}{number}]{places}"


def approved(made: Programme, *names: str) -> Programme:
    """Return a programme in whose languages every word has a stand-in, which a person approved."""
    spoken = [made.languages[0]]
    wanted = [*fixed_words(), *((text, "") for text in own_words(made))]
    for name in names:
        letter = ARTICLE_1[name][0]
        words = tuple(
            (english, (mark(number, english, letter), mark(number, plural, letter)) if plural
             else (mark(number, english, letter),))
            for number, (english, plural) in enumerate(wanted)
        )  # fmt: skip
        label = name.rpartition("(")[0].strip()
        spoken.append(Language(code_of(name), label, "A. Approver", date(2022, 1, 3), words))
    return replace(made, languages=tuple(spoken))
