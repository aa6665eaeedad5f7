"""The expressions of a spreadsheet, looked at as they stand in its rows.

pyxform stops at the first thing that is wrong. So that the rest is told too, this reads every expression of a form
that it refused: by grammar, function and name only, since nothing is known of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.foundation.translation import tr
from desktop.questionnaires.expressions.functions import FUNCTIONS
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.expressions.syntax import Call
from desktop.questionnaires.problems import Problem, Severity
from desktop.xlsform.sheets import Book

COLUMNS = (
    "relevant", "constraint", "calculation", "calculate", "required", "read_only", "readonly", "choice_filter",
    "repeat_count",
)  # fmt: skip
_YES_NO = frozenset({"yes", "no", "true", "false", "true()", "false()"})
_NAME = re.compile(r"\$\{([^}]*)\}")


def row_expressions(book: Book) -> Iterator[Problem]:
    """Yield an error for each expression of the survey sheet that can't be used or names no question."""
    names = {row.get("name").strip() for row in book.rows("survey")}
    for row in book.rows("survey"):
        for column in COLUMNS:
            text = row.get(column).strip()
            if not text or text.lower() in _YES_NO:
                continue
            fault = _unknown_name(text, names) or _fault(text)
            if fault is not None:
                reason, remedy = fault
                yield Problem(
                    Severity.ERROR,
                    "survey",
                    row.number,
                    column,
                    tr("The expression “{text}” can't be used: {reason}", text=_short(text), reason=reason),
                    remedy,
                )


def _unknown_name(text: str, names: set[str]) -> tuple[str, str] | None:
    for name in _NAME.findall(text):
        if name.strip().removeprefix("last-saved#") not in names:
            return (
                tr("The form has no question “{name}” at this place.", name=name),
                tr("Check the name, and the groups around it."),
            )
    return None


def _fault(text: str) -> tuple[str, str] | None:
    try:
        expression = parse(_NAME.sub("/data/q", text))
        for node in expression.walk():
            if isinstance(node, Call):
                function = FUNCTIONS.get(node.name)
                if function is None:
                    return (
                        tr("There is no function “{name}”.", name=node.name),
                        tr("Use a function of the ODK XForms specification."),
                    )
                function.check(node)
    except ExpressionError as fault:
        return fault.fault, fault.remedy or tr("Put the expression right.")
    return None


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else plain[:79] + "…"
