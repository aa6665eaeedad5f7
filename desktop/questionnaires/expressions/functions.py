"""All functions of the language."""

from __future__ import annotations

from desktop.questionnaires.expressions.functions_date import DATE_FUNCTIONS
from desktop.questionnaires.expressions.functions_geo import GEO_FUNCTIONS
from desktop.questionnaires.expressions.functions_node import NODE_FUNCTIONS
from desktop.questionnaires.expressions.functions_number import NUMBER_FUNCTIONS
from desktop.questionnaires.expressions.functions_text import TEXT_FUNCTIONS
from desktop.questionnaires.expressions.table import Function

FUNCTIONS: dict[str, Function] = {
    **TEXT_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **DATE_FUNCTIONS,
    **NODE_FUNCTIONS,
    **GEO_FUNCTIONS,
}
"""Function by its name as it is written."""
