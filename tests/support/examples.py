"""The examples of the catalogue of functions over its sample sheets: read once, used in every place that runs them."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from shirube.grid import parse_a1
from shirube_macros.functions import Function, catalogue, samples

_TOKEN = re.compile(
    r'\s*(?:"(?P<text>[^"]*)"|(?P<sheet>[^\s,"!()]+)!(?P<cells>[A-Z]+\d+(?::[A-Z]+\d+)?)'
    r"|DATE\((?P<day>\d+,\d+,\d+)\)|(?P<number>-?[\d.]+)|(?P<flag>TRUE|FALSE))\s*(?:,|$)"
)


@dataclass(frozen=True)
class Cells:
    """A range of a sample sheet."""

    sheet: str
    address: str

    @property
    def rows(self) -> list[list[object]]:
        """Values as COM hands them over: numbers are floats, dates are datetimes, blanks are None."""
        span = parse_a1(self.address)
        body = samples()[self.sheet].rows[span.top : span.bottom + 1]
        return [[_com(value) for value in row[span.left : span.right + 1]] for row in body]


Argument = Cells | str | float | bool | dt.date


@dataclass(frozen=True)
class Example:
    """One formula, taken apart."""

    function: Function
    arguments: tuple[Argument, ...]

    @property
    def given(self) -> list[object]:
        """Arguments as `support.excel.Excel.call` takes them."""
        return [argument.rows if isinstance(argument, Cells) else _plain(argument) for argument in self.arguments]

    @property
    def calc(self) -> str:
        """The formula in the words of LibreOffice."""
        return f"={self.function.name}({';'.join(_calc(argument) for argument in self.arguments)})"


@cache
def examples() -> dict[str, Example]:
    """Every function's example by its name."""
    return {function.name: Example(function, tuple(_arguments(function))) for function in catalogue()}


def _arguments(function: Function) -> list[Argument]:
    inside = function.example.removeprefix(f"={function.name}(").removesuffix(")")
    found, position = [], 0
    while position < len(inside):
        token = _TOKEN.match(inside, position)
        assert token, f"{function.name}: {inside[position:]}"
        found.append(_value(token))
        position = token.end()
    return found


def _value(token: re.Match[str]) -> Argument:
    if token["cells"]:
        return Cells(token["sheet"], token["cells"])
    if token["day"]:
        return dt.date(*map(int, token["day"].split(",")))
    if token["number"]:
        return float(token["number"])
    return token["text"] if token["flag"] is None else token["flag"] == "TRUE"


def _com(value: object) -> object:
    if value == "":
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _calc(argument: Argument) -> str:
    if isinstance(argument, Cells):
        return f"${argument.sheet}.{argument.address}"
    if isinstance(argument, dt.date):
        return f"DATE({argument.year};{argument.month};{argument.day})"
    if isinstance(argument, str):
        return f'"{argument}"'
    return str(argument).upper() if isinstance(argument, bool) else f"{argument:g}"


def _plain(argument: str | float | bool | dt.date) -> object:
    """A value that is no range: the result of DATE is a number."""
    return float((argument - dt.date(1899, 12, 30)).days) if isinstance(argument, dt.date) else argument
