"""Values that an entry gets before anybody answers (ODK XForms, "Preload attributes")."""

from __future__ import annotations

from desktop.questionnaires.cells import Static
from desktop.questionnaires.draws import Draws
from desktop.questionnaires.expressions.values import date_text, instant_text

_PROPERTIES = frozenset({"deviceid", "username", "email", "phonenumber", "event_area"})


def preloaded(static: Static, draws: Draws) -> str | None:
    """Return the value that a node's preload gives at the beginning, ``None`` where it gives none then."""
    name, parameter = static.preload, static.preload_parameter
    if name == "timestamp" and parameter == "start":
        return instant_text(draws.now())
    if name == "date" and parameter == "today":
        return date_text(draws.now().date())
    if name == "property" and parameter in _PROPERTIES:
        return draws.metadata(parameter)
    if name == "uid":
        return f"uuid:{draws.draw('uuid', static.path)}"
    return None


def is_preloaded_at_end(static: Static) -> bool:
    """Tell whether a node takes the time at which the entry is finalised."""
    return static.preload == "timestamp" and static.preload_parameter == "end"
