"""Tokens to a syntax tree: XPath 1.0, by precedence climbing."""

from __future__ import annotations

from functools import lru_cache

from desktop.foundation.translation import tr
from desktop.questionnaires.expressions.lexer import (
    END,
    LITERAL,
    NAME,
    NUMBER,
    OPERATOR,
    PATH,
    SYMBOL,
    ExpressionError,
    Kind,
    Token,
    tokens,
)
from desktop.questionnaires.expressions.syntax import (
    Binary,
    Call,
    Expression,
    Literal,
    Negate,
    Node,
    Number,
    Path,
    Step,
    height,
)

MAX_DEPTH = 60
"""Nesting of one expression. Deeper ones could exhaust the stack; published forms nest some 20 deep."""
MAX_CHAIN = 2_000
"""Operands of one chain such as ``a + b + c``."""
MAX_HEIGHT = 100
"""Levels of one tree; chains such as ``a * b * c`` make some too. Compiling and working out go down them all."""

_PRECEDENCE = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
_UNION = 8
_AXES = frozenset({
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self", "following",
    "following-sibling", "namespace", "parent", "preceding", "preceding-sibling", "self",
})  # fmt: skip
_KIND_TESTS = frozenset({"node", "text", "comment", "processing-instruction"})
_ANY_BELOW = Step("descendant-or-self", "node()")


def parse(text: str) -> Expression:
    """Return the expression in ``text``.

    Raises:
        ExpressionError: the text is no expression; says the piece and the place.
    """
    parser = _Parser(text)
    tree = parser.whole()
    # so few tokens can't be higher, and nearly all expressions have no more
    if parser.size > 2 * MAX_HEIGHT and height(tree) > MAX_HEIGHT:
        raise ExpressionError(
            tr("The expression is nested too deep."), remedy=tr("Split it over several calculations.")
        )
    return Expression(text, tree)


_GOES_ON = frozenset({"|", "[", "/", "//"})


def _is_whole(kind: Kind) -> bool:
    """Tell whether such a token is an operand by itself."""
    return kind is PATH or kind is NUMBER or kind is LITERAL


def _whole(token: Token) -> Node:
    kind, text, position = token
    if kind is PATH:
        return Path(True, _names_down(text), None, (), position, text)
    if kind is NUMBER:
        return Number(float(text), text)
    return Literal(text)


@lru_cache(maxsize=4096)
def _child(name: str) -> Step:
    return Step("child", name)


@lru_cache(maxsize=4096)
def _names_down(path: str) -> tuple[Step, ...]:
    """Return the steps of ``/data/group/question``; the same for the same text, since forms repeat them often."""
    return tuple(_child(name) for name in path[1:].split("/"))


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._last = len(self._tokens) - 1
        self._at = 0
        self._depth = 0

    @property
    def size(self) -> int:
        """Number of tokens."""
        return len(self._tokens)

    def whole(self) -> Node:
        if self._tokens[0].kind is END:
            raise ExpressionError(tr("The expression is empty."))
        node = self._binary(1)
        token = self._peek()
        if token.kind is not END:
            raise self._unexpected(token)
        return node

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _is(self, text: str) -> bool:
        token = self._tokens[self._at]
        return token.text == text and (token.kind is SYMBOL or token.kind is OPERATOR)

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _accept(self, text: str) -> bool:
        if self._is(text):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            token = self._peek()
            if token.kind is END:
                raise ExpressionError(tr("“{piece}” is missing at the end.", piece=text), position=token.position)
            raise ExpressionError(
                tr("“{piece}” is missing before “{next}”.", piece=text, next=token.text),
                piece=token.text,
                position=token.position,
            )

    def _unexpected(self, token: Token) -> ExpressionError:
        if token.kind is END:
            return ExpressionError(tr("The expression breaks off."), position=token.position)
        return ExpressionError(
            tr("“{piece}” can't stand here.", piece=token.text), piece=token.text, position=token.position
        )

    def _binary(self, least: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(
                tr("The expression is nested too deep."), remedy=tr("Split it over several calculations.")
            )
        left = self._unary()
        links = 0
        while True:
            token = self._peek()
            if token.kind is not OPERATOR:
                break
            precedence = _PRECEDENCE.get(token.text, 0)
            if precedence < least or precedence == 0:
                break
            self._at += 1
            links += 1
            if links > MAX_CHAIN:
                raise ExpressionError(
                    tr("The expression has too many parts."), remedy=tr("Split it over several calculations.")
                )
            operand, following = self._tokens[self._at], self._tokens[min(self._at + 1, self._last)]
            if (
                _is_whole(operand.kind)
                and following.text not in _GOES_ON
                and _PRECEDENCE.get(following.text, 0) <= precedence
            ):
                self._at += 1  # by far the most operands are one token
                left = Binary(token.text, left, _whole(operand))
            else:
                left = Binary(token.text, left, self._binary(precedence + 1))
        self._depth -= 1
        return left

    def _unary(self) -> Node:
        token = self._tokens[self._at]
        # what is whole is never the last token: that is the end
        if _is_whole(token.kind) and self._tokens[self._at + 1].text not in _GOES_ON:
            self._at += 1
            return _whole(token)
        minuses = 0
        while self._accept("-"):
            minuses += 1
        node = self._union()
        # Two minuses still make a number of their operand, so one pair is kept.
        for _ in range(minuses if minuses < 2 else 2 - minuses % 2):
            node = Negate(node)
        return node

    def _union(self) -> Node:
        left = self._path()
        while self._accept("|"):
            left = Binary("|", left, self._path())
        return left

    def _path(self) -> Node:
        token = self._tokens[self._at]
        if token.kind is PATH:
            self._at += 1
            return _whole(token)
        if self._starts_primary(token):
            start = self._primary()
            predicates = self._predicates()
            if self._is("/") or self._is("//"):
                return Path(False, self._tail(), start, predicates, token.position)
            if predicates:
                return Path(False, (), start, predicates, token.position)
            return start
        if self._accept("//"):
            return Path(True, (_ANY_BELOW, *self._relative()), position=token.position)
        if self._accept("/"):
            steps = self._relative() if self._starts_step(self._peek()) else ()
            return Path(True, steps, position=token.position)
        if not self._starts_step(token):
            raise self._unexpected(token)
        return Path(False, self._relative(), position=token.position)

    def _starts_primary(self, token: Token) -> bool:
        if token.kind is NUMBER or token.kind is LITERAL:
            return True
        if token.kind is SYMBOL:
            return token.text in ("(", "$")
        if token.kind is not NAME or token.text in _KIND_TESTS:
            return False
        following = self._tokens[self._at + 1]
        return following.kind is SYMBOL and following.text == "("

    @staticmethod
    def _starts_step(token: Token) -> bool:
        return token.kind is NAME or (token.kind is SYMBOL and token.text in (".", "..", "@"))

    def _primary(self) -> Node:
        token = self._take()
        if _is_whole(token.kind):
            return _whole(token)
        if token.text == "(":
            node = self._binary(1)
            self._expect(")")
            return node
        if token.text == "$":
            raise ExpressionError(
                tr("“{piece}” can't stand here.", piece="$"),
                piece="$",
                position=token.position,
                remedy=tr("Write a question's name in braces after a dollar sign, as on the survey sheet."),
            )
        self._expect("(")
        arguments: list[Node] = []
        if not self._is(")"):
            arguments.append(self._binary(1))
            while self._accept(","):
                arguments.append(self._binary(1))
        self._expect(")")
        return Call(token.text, tuple(arguments), token.position)

    def _predicates(self) -> tuple[Node, ...]:
        if not self._is("["):
            return ()
        found: list[Node] = []
        while self._accept("["):
            found.append(self._binary(1))
            self._expect("]")
        return tuple(found)

    def _relative(self) -> tuple[Step, ...]:
        return (self._step(), *self._tail())

    def _tail(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while True:
            if self._accept("//"):
                steps.append(_ANY_BELOW)
            elif not self._accept("/"):
                return tuple(steps)
            steps.append(self._step())

    def _step(self) -> Step:
        token = self._take()
        if token.kind is SYMBOL and token.text == ".":
            return Step("self", "node()", self._predicates())
        if token.kind is SYMBOL and token.text == "..":
            return Step("parent", "node()", self._predicates())
        axis = "child"
        if token.kind is SYMBOL and token.text == "@":
            axis = "attribute"
            token = self._take()
        elif token.kind is NAME and self._is("::"):
            if token.text not in _AXES:
                raise ExpressionError(
                    tr("There is no axis “{piece}”.", piece=token.text), piece=token.text, position=token.position
                )
            axis = token.text
            self._at += 1
            token = self._take()
        if token.kind is not NAME:
            raise self._unexpected(token)
        test = token.text
        if self._is("("):
            if test not in _KIND_TESTS:
                raise self._unexpected(self._peek())
            self._at += 1
            target = self._take().text if self._peek().kind is LITERAL else ""
            self._expect(")")
            test = f"{test}({target!r})" if target else f"{test}()"
        return Step(axis, test, self._predicates())
