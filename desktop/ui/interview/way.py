"""The way over the screens of a form: what comes after one and before it, in and out of the instances of repeats.

Pure functions over the screens as the entry gives them. A repeat that a person may add to is left by its list:
after the last question of an instance comes the list again, and from there one goes on, adds, or opens another.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.questionnaires.steps import Screen


def plain(path: str) -> str:
    """Return ``path`` without instance numbers."""
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))


def innermost_instance(path: str) -> str:
    """Return the innermost repeat instance that ``path`` is in, such as ``people[2]``; empty outside repeats."""
    parts = path.split("/")
    last = max((place for place, part in enumerate(parts) if part.endswith("]")), default=-1)
    return "/".join(parts[: last + 1])


def instances_around(path: str) -> list[str]:
    """Return the repeat instances that ``path`` is in, outermost first."""
    parts = path.split("/")
    return ["/".join(parts[: place + 1]) for place, part in enumerate(parts) if part.endswith("]")]


def is_inside(screen: Screen, instance: str) -> bool:
    """Tell whether all of a screen belongs to an instance."""
    return all(path.startswith(f"{instance}/") for path in screen.paths)


def place_of(screens: Sequence[Screen], path: str) -> int | None:
    """Return where ``path`` is shown."""
    return next((place for place, screen in enumerate(screens) if path in screen.paths), None)


def inside(screens: Sequence[Screen], instance: str) -> list[int]:
    """Return the places of the screens that belong to an instance."""
    return [place for place, screen in enumerate(screens) if is_inside(screen, instance)]


def after(screens: Sequence[Screen], at: int) -> int | None:
    """Return the place to go on to from ``at``; ``None`` at the end."""
    here = screens[at]
    below = f"{here.paths[0]}[" if here.lists else ""
    on = at + 1
    while below and on < len(screens) and all(path.startswith(below) for path in screens[on].paths):
        on += 1
    for instance in reversed(instances_around(here.paths[0])):
        if is_inside(here, instance) and not (on < len(screens) and is_inside(screens[on], instance)):
            listed = _list_of(screens, instance)
            if listed is not None:
                return listed
    return on if on < len(screens) else None


def before(screens: Sequence[Screen], at: int) -> int | None:
    """Return the place to go back to from ``at``; ``None`` at the start."""
    here = screens[at]
    for instance in reversed(instances_around(here.paths[0])):
        if is_inside(here, instance) and not (at and is_inside(screens[at - 1], instance)):
            listed = _list_of(screens, instance)
            if listed is not None:
                return listed
    if at == 0:
        return None
    for instance in instances_around(screens[at - 1].paths[0]):
        if is_inside(screens[at - 1], instance) and not is_inside(here, instance):
            listed = _list_of(screens, instance)
            if listed is not None:
                return listed  # the instances of an earlier repeat are gone back into by its list
    return at - 1


def last(screens: Sequence[Screen]) -> int:
    """Return where one comes in from behind: the last screen, or the list of the repeat that it is in."""
    end = len(screens) - 1
    for instance in instances_around(screens[end].paths[0]):
        if is_inside(screens[end], instance):
            listed = _list_of(screens, instance)
            if listed is not None:
                return listed
    return end


def _list_of(screens: Sequence[Screen], instance: str) -> int | None:
    path = instance.rpartition("[")[0]
    return next((place for place, screen in enumerate(screens) if screen.lists and screen.paths[0] == path), None)
