"""The numbered blocks of a sheet, which are a repeat's instances: when another begins, and which stayed empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any

from desktop.questionnaires.definition import FormDefinition, Repeat

_INSTANCE = re.compile(r"\[(\d+)\]")


def in_order(definition: FormDefinition, screens: Iterable[Any], numbers: Container[str]) -> list[str]:
    """Return every question of the sheet in its order: blocks of repeats one after another, and all others."""
    on_screens: dict[str, list[str]] = {}
    for screen in screens:
        for path in screen.paths:
            if _INSTANCE.sub("", path) in numbers:
                on_screens.setdefault(path.partition("[")[0], []).append(path)
    order: list[str] = []
    begun: set[str] = set()
    for question in definition.questions():
        if question.path not in numbers:
            continue
        if not question.repeat_paths:
            order.append(question.path)
        elif question.repeat_paths[0] not in begun:
            begun.add(question.repeat_paths[0])
            order += on_screens.get(question.repeat_paths[0], [])
    return order


def to_go_on(
    definition: FormDefinition, order: Sequence[str], path: str, has_something: Callable[[str], bool]
) -> str:
    """Return the path of the repeat that gets another block after ``path``; empty where none does.

    That is after the last question of a repeat's last block, once something was keyed in that block. Where the
    form itself decides how many there are, none is added.
    """
    for repeat, instance in _around(path):
        if not _is_open(definition, repeat):
            continue
        inside = [each for each in order if each.startswith(f"{instance}/")]
        followers = [each for each in order if each.startswith(f"{repeat}[")]
        if followers and inside and followers[-1] == inside[-1] == path and any(map(has_something, inside)):
            return repeat
    return ""


def inside(definition: FormDefinition, repeat: str) -> Iterator[str]:
    """Yield the repeats right inside another to which a person may add, each by its path below the other's."""
    outer = definition.find(repeat)
    for node in definition.walk():
        if outer is None or not isinstance(node, Repeat) or not node.path.startswith(f"{outer.path}/"):
            continue
        below = node.path[len(outer.path) + 1 :]
        between = (outer.path + "/" + below[:end] for end, sign in enumerate(below) if sign == "/")
        if _is_open(definition, node.path) and not any(isinstance(definition.find(at), Repeat) for at in between):
            yield below


def left_empty(
    definition: FormDefinition, order: Sequence[str], has_something: Callable[[str], bool]
) -> Iterator[str]:
    """Yield the blocks at the end of repeats in which nothing was keyed, the last first; never a first block."""
    instances = dict.fromkeys(pair for path in order for pair in _around(path))
    for repeat, instance in sorted(instances, key=lambda pair: (-_depth(pair[1]), -_number(pair[1]))):
        if _number(instance) < 2 or not _is_open(definition, repeat):
            continue
        later = [
            each for each in order if each.startswith(f"{repeat}[") and _at(each, repeat) >= _number(instance)
        ]
        if not any(map(has_something, later)):
            yield instance


def empty_blocks(
    definition: FormDefinition, order: Sequence[str], has_something: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return what the paths in blocks without a word begin with, the first block of a repeat too: nobody was there
    to be asked. Of a repeat that the form counts itself every block is asked.
    """
    around = {
        path: [instance for repeat, instance in _around(path) if _is_open(definition, repeat)] for path in order
    }
    written = {instance for path, instances in around.items() if has_something(path) for instance in instances}
    found = {instance for instances in around.values() for instance in instances}
    return tuple(f"{instance}/" for instance in sorted(found - written))


def numbered(number: str, path: str) -> str:
    """Return a question's number with that of its block, ``37 (2)``; of nested blocks the numbers of all."""
    inside = _INSTANCE.findall(path)
    return f"{number} ({'.'.join(inside)})" if inside and number else number


def _around(path: str) -> list[tuple[str, str]]:
    """Return the repeats around a path with the instance that it is in, the innermost first."""
    found = [(path[: match.start()], path[: match.end()]) for match in _INSTANCE.finditer(path)]
    return found[::-1]


def _is_open(definition: FormDefinition, repeat: str) -> bool:
    node = definition.find(repeat)
    return isinstance(node, Repeat) and node.count is None and not node.fixed


def _depth(instance: str) -> int:
    return instance.count("[")


def _number(instance: str) -> int:
    return int(instance.rpartition("[")[2].rstrip("]"))


def _at(path: str, repeat: str) -> int:
    """Return the number of the block of ``repeat`` that ``path`` is in."""
    return int(path[len(repeat) + 1 :].partition("]")[0])
