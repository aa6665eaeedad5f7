"""Tells a question that asks for contact details from one that only speaks of them.

Contact details are kept apart from responses, so a form that asks for them is refused. Plain patterns on name,
label and hint, in English; what is chosen from a list can hold none, and is never refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Detail(StrEnum):
    """A kind of contact detail."""

    EMAIL = "an e-mail address"
    TELEPHONE = "a telephone number"
    NAME = "a person's name"
    ADDRESS = "an address"
    POSTCODE = "a full postcode"
    BIRTH = "a date of birth"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a question as people see it.

    Attributes:
        kind: XLSForm type such as ``text`` or ``select_one``.
        labels, hints: in all languages.
    """

    name: str
    kind: str
    labels: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


_FREE = frozenset({"text", "string", "integer", "int", "decimal", "date", "datetime", "barcode", "note-answer"})
_FILLER = frozenset({
    "your", "my", "our", "the", "a", "of", "contact", "contacts", "respondent", "respondents", "participant",
    "participants", "person", "persons", "personal", "resident", "residents", "user", "client", "patient", "q",
    "question", "home", "work", "main", "best", "full", "details", "detail", "enter", "please",
})  # fmt: skip
_KEYS: dict[Detail, tuple[frozenset[str], frozenset[str]]] = {
    # (words of which one must be there, words that may stand beside them)
    Detail.EMAIL: (frozenset({"email", "emailaddress", "mailaddress"}), frozenset({"address", "addr", "id"})),
    Detail.TELEPHONE: (
        frozenset({"phone", "telephone", "mobile", "tel", "phonenumber", "cellphone", "landline"}),
        frozenset({"number", "no", "num", "phone", "mobile"}),
    ),
    Detail.NAME: (
        frozenset({"name", "fullname", "firstname", "lastname", "surname", "forename", "firstnames", "names"}),
        frozenset({"first", "last", "given", "family", "christian", "sur", "fore", "middle"}),
    ),
    Detail.ADDRESS: (
        frozenset({"address", "addr", "homeaddress", "streetaddress"}),
        frozenset({"street", "postal", "line", "house"}),
    ),
    Detail.POSTCODE: (
        frozenset({"postcode", "zip", "zipcode", "fullpostcode", "postalcode"}),
        frozenset({"code", "post"}),
    ),
    Detail.BIRTH: (
        frozenset({"dob", "dateofbirth", "birthdate", "birthday"}),
        frozenset({"date", "birth", "day"}),
    ),
}
_WHOSE = r"(?:your|their|his|her|the (?:respondent|participant|person|resident|patient|client)(?:'?s)?)"
_KIND_OF = r"(?:\w+ ){0,2}?"
_LABELS: dict[Detail, tuple[str, ...]] = {
    Detail.EMAIL: (
        r"\bemail address(?:es)?\b",
        rf"\b{_WHOSE} (?:\w+ )?email\b"
        r"(?! (?:news|bulletin|update|alert|from|about|sent|invitation|service|system))",
        r"^(?:contact |personal |home |work )?emails?(?: \(.*\))?$",
    ),
    Detail.TELEPHONE: (
        r"\b(?:phone|mobile|contact|landline|tel|daytime|evening) (?:phone )?(?:number|no)\b",
        r"\btelephone (?:number|no)\b",
        rf"\b(?:what is|enter|give|provide|leave|tell us) {_WHOSE} {_KIND_OF}(?:tele)?(?:phone|mobile)\b",
        r"^(?:contact |home |work |mobile |daytime |evening )?"
        r"(?:telephone|phone|mobile|tel|landline)(?: \(.*\))?$",
    ),
    Detail.NAME: (
        rf"\b{_WHOSE} (?:full |first |last |own |family |given |christian |real )*names?\b(?! of)",
        r"\b(?:surname|forename|family name|given name)s?\b",
        r"\bfull names?\b",
        r"\b(?:first|last) names?\b",
        r"^(?:full |first |last |contact |respondent |participant )*names?(?: \(.*\))?$",
        r"\bwhat are you called\b",
    ),
    Detail.ADDRESS: (
        rf"\b{_WHOSE} (?:full |home |postal |street |current |own )*address\b",
        r"\b(?:home|postal|street|residential|full) address\b",
        r"^(?:full |home |postal |contact )*address(?: \(.*\))?$",
        r"\baddress line\b",
        r"\bhouse (?:number|name) and street\b",
    ),
    Detail.POSTCODE: (r"\b(?:postcodes?|post codes?|zip codes?|postal codes?)\b", r"^zip$"),
    Detail.BIRTH: (
        r"\bdate of birth\b",
        r"\bbirth ?date\b",
        r"\bd\.?o\.?b\b",
        rf"\b(?:when is|when's|what is) {_WHOSE} birthday\b",
    ),
}
_LABEL_PATTERNS = {
    detail: tuple(re.compile(pattern) for pattern in patterns) for detail, patterns in _LABELS.items()
}
_ASKS = re.compile(
    r"\b(?:enter|give|gave|write|type|leave|provide|tell us|put|add|fill in|state|supply|let us have)\b"
    r"(?! (?:out|it))"
)
_FORBIDS = re.compile(
    r"\b(?:do not|don't|dont|never|not to|no need to|without|instead of|rather than)"
    r"(?: \w+){0,3}? (?:giv\w*|writ\w*|includ\w*|enter\w*|put\w*|tell\w*|add\w*|provid\w*|typ\w*|stat\w*|"
    r"mention\w*|nam\w*|need\w*|want\w*|ask\w*|collect\w*|names?|address\w*|your|the|full|email|phone|postcode)\b"
    r"|\bleav\w* out\b|\bnot (?:the|your) (?:full|whole|complete)\b"
)
_PART = re.compile(
    r"\b(?:first|part|partial|outward|outer|area|district|sector|beginning|starts?|half|next figure|initial)\b"
)
_FULL = re.compile(r"\b(?:full|whole|complete) (?:postcode|post code|postal code|zip code)\b")
_SOMEBODY_ELSE = re.compile(
    r"\b(?:organi[sz]ations?|groups?|compan(?:y|ies)|business(?:es)?|schools?|services?|venues?|events?|clubs?|"
    r"charit(?:y|ies)|project|programme|plan|place|town|village|area|hospital|surgery|practice|team|employer)\b"
)
_MARKUP = re.compile(r"<[^>]*>|[*_`#]+")


def details_asked(asked: Asked) -> tuple[Detail, ...]:
    """Return the contact details that a question asks for, none for most."""
    if asked.kind.lower() not in _FREE:
        return ()
    labels = tuple(text for label in asked.labels if (text := _plain(label)))
    hints = tuple(text for hint in asked.hints if (text := _plain(hint)))
    words = _words(asked.name)
    found: list[Detail] = []
    for detail in Detail:
        if _by_label(detail, labels) or _by_hint(detail, hints) or _by_name(detail, words, labels):
            if detail is Detail.POSTCODE and _only_part((*labels, *hints), words):
                continue
            if detail is Detail.NAME and _not_a_person(labels):
                continue
            found.append(detail)
    if Detail.EMAIL in found and Detail.ADDRESS in found and not _real_address(labels):
        found.remove(Detail.ADDRESS)
    if asked.kind.lower() in ("integer", "int", "decimal", "date", "datetime"):
        numeric = {Detail.TELEPHONE, Detail.BIRTH}
        found = [detail for detail in found if detail in numeric]
    return tuple(found)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    text = _MARKUP.sub(" ", text).replace("e-mail", "email").replace("e mail", "email")
    text = text.replace("post-code", "postcode").replace("tele-phone", "telephone")
    return " ".join(text.split())


def _sentences(text: str) -> Iterable[str]:
    for sentence in re.split(r"(?<=[.!?;:])\s+|\n", text):
        if not _FORBIDS.search(sentence):
            yield sentence.strip(" .!?;:*")


def _words(name: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    spaced = re.sub(r"\be[_-]?mail", "email", spaced.lower())
    return frozenset(word for word in re.split(r"[^a-z]+", spaced) if word)


def _by_label(detail: Detail, labels: Iterable[str]) -> bool:
    return any(
        pattern.search(sentence)
        for label in labels
        for sentence in _sentences(label)
        for pattern in _LABEL_PATTERNS[detail]
    )


def _by_hint(detail: Detail, hints: Iterable[str]) -> bool:
    """A hint asks only where it says so: "Please enter your e-mail address"."""
    return any(
        _ASKS.search(sentence) and any(pattern.search(sentence) for pattern in _LABEL_PATTERNS[detail])
        for hint in hints
        for sentence in _sentences(hint)
    )


def _by_name(detail: Detail, words: frozenset[str], labels: tuple[str, ...]) -> bool:
    keys, beside = _KEYS[detail]
    if detail is Detail.BIRTH and {"date", "birth"} <= words:
        keys = keys | {"birth"}
    if not words & keys or not words <= keys | beside | _FILLER:
        return False
    return not any(_SOMEBODY_ELSE.search(label) for label in labels)


def _only_part(texts: Iterable[str], words: frozenset[str]) -> bool:
    said = [text for text in texts if "post" in text or "zip" in text or _PART.search(text)]
    if any(_FULL.search(sentence) for text in said for sentence in _sentences(text)):
        return False
    return any(_PART.search(text) for text in said) or bool(
        words & {"part", "district", "area", "sector", "outward", "outcode", "partial"}
    )


def _not_a_person(labels: tuple[str, ...]) -> bool:
    """Tell whether the name asked for is an organisation's, and no person's beside it."""
    person = re.compile(rf"\b{_WHOSE} (?:full |first |last |own )*name\b|\bsurname|\bforename|\bfull name")
    return any(_SOMEBODY_ELSE.search(label) for label in labels) and not any(
        person.search(label) for label in labels
    )


def _real_address(labels: tuple[str, ...]) -> bool:
    return any(re.search(r"(?<!email )\baddress\b", label) for label in labels)
