"""The order of steps: loops without a way out, steps that are never reached, and branches that go back.

>>> check_order([("A", "B", ""), ("B", "C", "A"), ("C", "", "")], lambda i, name: Place())
('B',)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..errors import Place, TableError

__all__ = ["check_order"]

Edges = Sequence[tuple[str, str, str]]


def check_order(steps: Edges, at: Callable[[int, str], Place]) -> tuple[str, ...]:
    """Check where steps lead.

    Parameters
    ----------
    steps
        Number, next step, and step of the branch (empty where there is none), the first one the beginning.
    at
        Cell of a step's ``id``, ``next`` or ``branch_to``.

    Returns
    -------
    tuple of str
        Steps whose branch goes back to one before (手戻り).

    Raises
    ------
    TableError
        SB-W874: the main line turns in a circle. SB-W875: a step is never reached.
    """
    place = {name: i for i, (name, _, _) in enumerate(steps)}
    main = {name: following for name, following, _ in steps}
    _no_circle(steps, main, place, at)
    ahead = {name: [t for t in (following, branch) if t] for name, following, branch in steps}
    reached = _from(steps[0][0], ahead)
    for i, (name, _, _) in enumerate(steps):
        if name not in reached:
            before = steps[i - 1][0] if i else ""
            raise TableError("W875", at=at(i, "id"), id=name, before=before)
    return tuple(name for name, _, branch in steps if branch and name in _from(branch, main_of(main)))


def main_of(main: dict[str, str]) -> dict[str, list[str]]:
    """The main line as edges."""
    return {name: [following] if following else [] for name, following in main.items()}


def _from(start: str, ahead: dict[str, list[str]]) -> set[str]:
    reached, open_ = {start}, [start]
    while open_:
        for target in ahead[open_.pop()]:
            if target not in reached:
                reached.add(target)
                open_.append(target)
    return reached


def _no_circle(steps: Edges, main: dict[str, str], place: dict[str, int], at: Callable[[int, str], Place]) -> None:
    """The main line may not come back to a step; only a branch may."""
    settled: set[str] = set()
    for begin, _, _ in steps:
        path: list[str] = []
        name = begin
        while name and name not in settled and name not in path:
            path.append(name)
            name = main[name]
        if name in path:
            circle = [*path[path.index(name) :], name]
            last = max(circle[:-1], key=lambda one: place[one])
            raise TableError("W874", at=at(place[last], "next"), circle="→".join(circle), id=last)
        settled.update(path)
