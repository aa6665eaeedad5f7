"""Text to tokens, after XPath 1.0 section 3.7, with its rule for telling ``*`` and ``div`` from names."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from desktop.foundation.errors import SoundingBoardError
from desktop.foundation.translation import tr

MAX_LENGTH = 20_000
"""Characters of one expression; the longest in published forms have some 5,000."""


class ExpressionError(SoundingBoardError):
    """An expression that can't be read or used.

    Attributes:
        fault: what is wrong, one sentence.
        remedy: what to do about it, one sentence; may be empty.
        piece: the part at fault.
        position: 0-based place of the piece in the text.
    """

    def __init__(self, fault: str, *, piece: str = "", position: int = 0, remedy: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.piece = piece
        self.position = position
        self.remedy = remedy


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    LITERAL = "literal"
    NAME = "name"
    PATH = "path"
    """A whole path of names from the document, ``/data/group/question``: nearly all that forms refer by."""
    OPERATOR = "operator"
    SYMBOL = "symbol"
    END = "end"


# Names of the module: looking members up in the class takes longer than all else that is done with a token.
NUMBER, LITERAL, NAME, PATH = Kind.NUMBER, Kind.LITERAL, Kind.NAME, Kind.PATH
OPERATOR, SYMBOL, END = Kind.OPERATOR, Kind.SYMBOL, Kind.END


class Token(NamedTuple):
    """One token: its kind, its text (a literal without quotes), and its place."""

    kind: Kind
    text: str
    position: int


_NAME = r"[^\W\d][\w.\-·]*"
# up to the end of its last name, and only where nothing follows that would make more of it than a path of names
_PATH = re.compile(rf"\s*((?:/{_NAME}(?::{_NAME})?)+)(?![\w.\-·])(?!\s*[/\[(:])")
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<literal>"[^"]*"|'[^']*')
  | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?(?!:(?!:)))
  | (?P<axis>{_NAME}(?=\s*::))
  | (?P<symbol>::|\.\.|//|!=|<=|>=|[()\[\],@/|+\-=<>*.$])
    )""",
    re.VERBOSE,
)
_OPERATOR_NAMES = frozenset({"and", "or", "mod", "div"})
_OPERATOR_SYMBOLS = frozenset({"/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="})
_GLUED_OPERATOR = re.compile(r"(?:and|or|mod|div)(?=\d)")
_BEFORE_OPERAND = frozenset({"@", "::", "(", "[", ","}) | _OPERATOR_SYMBOLS


def tokens(text: str) -> list[Token]:
    """Return the tokens of ``text``, with one of kind END last.

    Raises:
        ExpressionError: at a character that begins no token, or an unclosed quotation.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(tr("The expression is too long."), remedy=tr("Split it over several calculations."))
    found: list[Token] = []
    place, end = 0, len(text.rstrip())
    after_operand = False
    match, match_path = _TOKEN.match, _PATH.match
    add, make = found.append, tuple.__new__  # tokens are most of what reading a form makes
    while place < end:
        if not after_operand:
            hit = match_path(text, place)
            if hit is not None:
                add(make(Token, (PATH, hit.group(1), hit.start(1))))
                place = hit.end()
                after_operand = True
                continue
        hit = match(text, place)
        if hit is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            piece = text[place : place + 20]
            if text[place] in "\"'":
                raise ExpressionError(tr("A quotation is not closed."), piece=piece, position=place)
            if piece.startswith(("&&", "||", "==")):
                raise ExpressionError(
                    tr("“{piece}” is no operator.", piece=piece[:2]), piece=piece[:2], position=place
                )
            raise ExpressionError(
                tr("“{piece}” can't stand here.", piece=text[place]), piece=piece, position=place
            )
        group = hit.lastgroup or ""
        value = hit.group(group)
        place = hit.end()
        start = place - len(value)  # groups end where the match ends
        if group == "number":
            add(make(Token, (NUMBER, value, start)))
            after_operand = True
        elif group == "literal":
            add(make(Token, (LITERAL, value[1:-1], start)))
            after_operand = True
        elif group in ("name", "axis"):
            glued = _GLUED_OPERATOR.match(value) if after_operand else None
            if glued is not None:  # "1div2" is well formed: a name can't follow an operand
                value = glued.group()
                place = start + len(value)
            if after_operand and value in _OPERATOR_NAMES:
                add(make(Token, (OPERATOR, value, start)))
                after_operand = False
            else:
                add(make(Token, (NAME, value, start)))
                after_operand = True
        elif value == "*":
            if after_operand:
                add(make(Token, (OPERATOR, "*", start)))
                after_operand = False
            else:
                add(make(Token, (NAME, "*", start)))
                after_operand = True
        else:
            operator = value in _OPERATOR_SYMBOLS and value not in ("/", "//")
            add(make(Token, (OPERATOR if operator else SYMBOL, value, start)))
            after_operand = value not in _BEFORE_OPERAND
    add(make(Token, (END, "", end)))
    return found
