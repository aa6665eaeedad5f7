"""How a function of the language is described."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.foundation.translation import tr
from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Call

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.compiler import Compiler

Build: TypeAlias = "Callable[[Compiler, Call], Compiled]"


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    Attributes:
        least, most: number of arguments; ``most`` is ``None`` where there is no bound.
        result: ``number``, ``text``, ``boolean``, ``nodes`` or ``any``.
        build: compiles a call.
        draws: asks the clock or chance, so that its result is not settled by its arguments.
    """

    least: int
    most: int | None
    result: str
    build: Build
    draws: bool = False

    def check(self, call: Call) -> None:
        """Refuse a call with a wrong number of arguments."""
        count = len(call.arguments)
        if count < self.least or (self.most is not None and count > self.most):
            wanted = str(self.least)
            if self.most is None:
                wanted = tr("at least {count}", count=self.least)
            elif self.most != self.least:
                wanted = tr("{least} to {most}", least=self.least, most=self.most)
            raise ExpressionError(
                tr(
                    "The function “{name}” takes {wanted} arguments, not {count}.",
                    name=call.name,
                    wanted=wanted,
                    count=count,
                ),
                piece=call.name,
                position=call.position,
            )


def plain(result: str, kinds: str, implementation: Callable[..., Any], *, context: bool = False) -> Function:
    """Return a function whose arguments are all evaluated first.

    Args:
        kinds: a letter an argument: ``s`` text, ``n`` number, ``b`` boolean, ``N`` nodes, ``a`` any; those
            after ``?``
            may be left out; ``*`` after the last lets it come any number of times (also none).
        context: whether the implementation takes the context before the arguments.
    """
    required, _, optional = kinds.partition("?")
    endless = kinds.endswith("*")
    letters = (required + optional).rstrip("*")
    least = len(required.rstrip("*")) - (1 if endless and not optional else 0)

    def build(compiler: Compiler, call: Call) -> Compiled:
        arguments = [
            argument_as(compiler, letters[min(place, len(letters) - 1)], call, place)
            for place in range(len(call.arguments))
        ]
        if context:
            return lambda here: implementation(here, *[argument(here) for argument in arguments])
        if len(arguments) == 1:
            (only,) = arguments
            return lambda here: implementation(only(here))
        if len(arguments) == 2:
            first, second = arguments
            return lambda here: implementation(first(here), second(here))
        return lambda here: implementation(*[argument(here) for argument in arguments])

    return Function(least, None if endless else len(letters), result, build)


def argument_as(compiler: Compiler, letter: str, call: Call, place: int) -> Compiled:
    """Compile the argument at ``place`` to the kind of ``letter``."""
    node = call.arguments[place]
    if letter == "N":
        try:
            return compiler.nodes(node)
        except ExpressionError as fault:
            if fault.piece:
                raise
            raise ExpressionError(
                tr(
                    "The function “{name}” needs a reference to a question as argument {number}.",
                    name=call.name,
                    number=place + 1,
                ),
                piece=call.name,
                position=call.position,
            ) from fault
    ways = {"s": compiler.text, "n": compiler.number, "b": compiler.boolean, "a": compiler.value}
    return ways[letter](node)


def constant(result: str, value: Any) -> Function:
    """Return a function without arguments that always gives ``value``."""

    def build(compiler: Compiler, call: Call) -> Compiled:
        return lambda context: value

    return Function(0, 0, result, build)


def here(context: Context) -> str:
    """Return the text of the context node."""
    return context.node.string()
