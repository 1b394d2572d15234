"""記号の読み方: the signs that stand where numbers are expected, for the user to see and to correct."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..numbers import Status
from ..table import CELL, STATUS, SYMBOL, TidyTable
from .recipe import Recipe

__all__ = ["Symbol", "symbols_of", "with_symbols"]

#: More different texts than this, or longer ones, are no symbols but what the table says.
_MOST, _LONGEST = 12, 12


@dataclass(frozen=True, slots=True)
class Symbol:
    """A sign that stands where a number is expected: as printed, how it was read, how often, and where first."""

    text: str
    meaning: str
    count: int
    cell: str


def symbols_of(table: TidyTable) -> tuple[Symbol, ...]:
    """Return the symbols of a table and how they were read, the commonest first.

    >>> from shirube.grid import Grid
    >>> from shirube.tidy import tidy
    >>> symbols_of(tidy(Grid.from_rows([["人口"], ["地区", "男", "女"], ["東", 1, "x"], ["西", "-", 4]]))[0])[0]
    Symbol(text='x', meaning='秘匿', count=1, cell='C3')
    """
    if SYMBOL not in table.frame.columns:
        return ()
    rows = table.frame[(table.frame[SYMBOL] != "") & (table.frame[STATUS] != Status.OBSERVED.value)]
    found = [
        Symbol(str(text), str(meaning), len(group), str(group[CELL].iloc[0]))
        for (text, meaning), group in rows.groupby([SYMBOL, STATUS], sort=False)
    ]
    return tuple(sorted(found, key=lambda symbol: -symbol.count))


def with_symbols(recipe: Recipe, table: TidyTable) -> Recipe:
    """The recipe with the symbols of its table written out, unless it names some already.

    Read again, the table is the same; the user sees what each sign was taken for and can change it.
    """
    found = [symbol for symbol in symbols_of(table) if len(symbol.text) <= _LONGEST and not symbol.text.startswith("#")]
    if recipe.values.symbols or not found or len(found) > _MOST:
        return recipe
    pairs = tuple((symbol.text, symbol.meaning) for symbol in found)
    return replace(recipe, values=replace(recipe.values, symbols=pairs))
