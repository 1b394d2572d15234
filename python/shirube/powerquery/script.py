"""A query: named steps with comments, the helpers they use, and the settings it was made from.

>>> steps = Steps()
>>> source = steps.add("元の表", call("Excel.CurrentWorkbook"), "元の表を読む")
>>> print(steps.script("例", ("地区",), source).text)
let
    // 元の表を読む
    元の表 = Excel.CurrentWorkbook()
in
    元の表
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..numbers import UNITS
from .expr import Expr, Function, Let, Name, Raw, call, functions_in, lift, names_used, not_, op, when
from .helpers import GIVEN, helpers, names_in, needed
from .printer import identifier, render
from .reader import meanings, symbol_record

__all__ = ["COLUMNS", "Column", "Script", "Steps", "constant"]

_INDENT = "    "
#: The step that holds the names of the result's columns, where a query has one.
COLUMNS = "結果の列"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the result: its name and one of text, number, int, logical, date, any."""

    name: str
    type: str = "any"


@dataclass(frozen=True, slots=True)
class Script:
    """One finished query.

    Attributes
    ----------
    name
        Name of the query.
    text
        The M expression.
    columns
        Columns of its result, in order.
    functions
        Library functions it uses.
    """

    name: str
    text: str
    columns: tuple[Column, ...]
    functions: frozenset[str]

    @property
    def lines(self) -> int:
        """Number of lines of the text."""
        return self.text.count("\n") + 1


@dataclass
class Steps:
    """The steps of a query while it is made; names are never used twice."""

    head: list[str] = field(default_factory=list)
    _steps: list[tuple[str, Expr, str]] = field(default_factory=list)
    _given: dict[str, Expr] = field(default_factory=dict)
    _required: list[tuple[Expr, Expr]] = field(default_factory=list)

    def add(self, name: str, expr: Expr, comment: str = "") -> Name:
        """Add a step and return its name; a name that is taken gets a number."""
        taken = {*(step[0] for step in self._steps), *helpers(), *GIVEN}
        fresh, k = name, 2
        while fresh in taken:
            fresh, k = f"{name}{k}", k + 1
        self._steps.append((fresh, expr, comment))
        return Name(fresh)

    def give(self, name: str, expr: Expr) -> None:
        """Say what a step that helpers read holds."""
        self._given[name] = expr

    def require(self, condition: Expr, sentence: Any) -> None:
        """Return this sentence instead of the table where the condition does not hold (checked in order)."""
        self._required.append((condition, lift(sentence)))

    def finish(self, columns: Sequence[Column], result: Name) -> Name:
        """The step that holds the result, or the first sentence that applies."""
        if not self._required:
            return result
        known = any(step == COLUMNS for step, _, _ in self._steps)
        names = Name(COLUMNS) if known else self.add(COLUMNS, lift([column.name for column in columns]))
        said: Expr = lift(None)
        for condition, sentence in reversed(self._required):
            said = when(not_(condition), sentence, said)
        found = self.add("知らせること", said)
        blanks = call("List.Repeat", [None], op("-", call("List.Count", names), 1))
        told = call("#table", names, [op("&", [found], blanks)])
        return self.add("結果", when(op("=", found, None), result, told))

    def function(self, parameter: str, result: Name) -> Function:
        """The steps as a function; helpers stay outside it."""
        return Function((parameter,), self.value(result))

    def value(self, result: Name) -> Let:
        """The steps as one value; helpers stay outside it."""
        return Let(tuple((name, expr) for name, expr, _ in self._steps), result)

    def adopt(self, other: Steps) -> None:
        """Take over what the helpers of other steps read."""
        self._given.update(other._given)

    def script(self, name: str, columns: Iterable[str | Column], result: Name) -> Script:
        """The finished query."""
        wanted = needed(_names_used(tuple(step[1] for step in self._steps)))
        given = {**_given_steps(), **self._given}
        own = [(key, given[key], "") for key in sorted(wanted & set(given))]
        functions = [(h.name, h.body, f"{h.name}：{h.what}") for h in helpers().values() if h.name in wanted]
        parts = [*self._steps, *own, *functions]
        body = ",\n".join(_step(*part, first=i == len(self._steps)) for i, part in enumerate(parts))
        text = "\n".join(
            [*(f"// {line}" for line in self.head), f"let\n{body}\nin\n{_INDENT}{identifier(result.text)}"]
        )
        used = functions_in(tuple(part[1] for part in parts))
        ordered = tuple(column if isinstance(column, Column) else Column(column) for column in columns)
        return Script(name, text, ordered, used)


def _given_steps() -> dict[str, Expr]:
    """The constants that helpers read, where a query does not bring its own."""
    units = " ".join(sorted(UNITS, key=lambda unit: (len(unit), unit)))
    return {
        "単位の語": constant(call("Text.Split", units, " ")),
        "記号の意味": constant(symbol_record(meanings(None))),
    }


def constant(value: Any) -> Raw:
    """A long constant on one line: there to be used, not to be read."""
    expr = lift(value)
    return Raw(render(expr, width=10**6), functions_in(expr))


def _step(name: str, expr: Expr, comment: str, *, first: bool) -> str:
    lines = [f"{_INDENT}// ---- ここから下は、この表で使う関数と定数"] if first else []
    lines += [f"{_INDENT}// {line}" for line in comment.split("\n")] if comment else []
    body = render(expr, 1)
    if isinstance(expr, Raw):
        body = body.replace("\n", f"\n{_INDENT}")
    return "\n".join([*lines, f"{_INDENT}{identifier(name)} = {body}"])


def _names_used(value: Sequence[Expr]) -> frozenset[str]:
    return names_in(" ".join(names_used(value)), [*helpers(), *_given_steps()])
