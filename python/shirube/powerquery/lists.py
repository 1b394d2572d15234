"""A list (recipe form ``records``), with or without steps, as a query."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..errors import Place, TableError
from ..grid import Grid, a1, parse_a1
from ..numbers import DEFAULT_SYMBOLS, Status, read_value
from ..table import CELL, STATUS, SYMBOL
from ..tidy import Recipe, apply
from ..tidy.anchors import corner_of
from ..tidy.apply import symbol_map
from ..tidy.restructure import cut
from ..tidy.steps import CellTable, address_of
from .expr import Binary, Expr, Name, Record, TypeOf, call, each, field, fn, item, lift, name, not_, op, type_of, when
from .listing import SOURCE_ROW, Listing
from .naming import require_names
from .reader import as_text, label, meanings, read
from .script import Column, Steps
from .sheet_anchor import find_corner
from .sheet_text import offset
from .source import AnySource, read_rows
from .verbs import follow

__all__ = ["list_steps"]


def list_steps(steps: Steps, grid: Grid, recipe: Recipe, source: AnySource) -> tuple[Name, tuple[Column, ...]]:
    """Add the steps of one list; returns the step that holds the result, and its columns.

    Raises
    ------
    TableError
        SB-T205: the recipe points off the sheet. SB-P101 to P106: what the query cannot express.
    """
    table = apply(grid, recipe)
    before = cut(grid, recipe)
    _require_plain(grid, before)
    lines = read_rows(steps, source, blanks=True)
    corner = find_corner(steps, lines, grid, recipe)
    listing = Listing(steps, _records(steps, grid, recipe, lines, corner, before), before)
    if not recipe.steps:
        names = [str(column) for column in table.frame.columns]
        plain = steps.add("出所行を除く", call("Table.RemoveColumns", listing.table, [SOURCE_ROW]))
        columns = tuple(Column(text, _kind(table.frame[text].tolist())) for text in names)
        return steps.add("完成", _ascribed(plain, columns)), columns
    for step in recipe.steps:
        listing = follow(listing, step)
    return _measures(listing, recipe, table.frame, table.measures)


def _require_plain(grid: Grid, before: CellTable) -> None:
    """Only values that Excel hands to a query as they are."""
    if len(set(before.names)) < len(before.names) or "" in before.names:
        raise TableError("P102", at=Place(grid.source, grid.name), names="、".join(before.names[:8]))
    timed = [i for i, value in enumerate(before.values.ravel().tolist()) if isinstance(value, dt.time | dt.timedelta)]
    for i in timed[:1]:
        r, c = divmod(i, before.shape[1])
        raise TableError("P105", at=Place(grid.source, grid.name, before.address(r, c)), text=str(before.values[r, c]))


def _records(steps: Steps, grid: Grid, recipe: Recipe, lines: Name, corner: Name, before: CellTable) -> Name:
    """The list under its header, wholly blank rows and columns left out, with the row of the sheet beside it."""
    top = corner_of(grid, recipe.anchor)[0]
    first = offset(corner, 1, 0) if recipe.steps else lift(0)
    across = call("List.Count", item(lines, 0))
    right = lift(recipe.width) if recipe.width else op("-", across, first) if recipe.steps else across
    down = call("List.Skip", lines, item(corner, 0))
    body = steps.add(
        "範囲",
        call("List.FirstN", down, recipe.height) if recipe.height else down,
        "見出しから下の行。何も書かれていない行と列は除く",
    )
    filled = fn(
        ("c",),
        op(">", call("List.NonNullCount", call("List.Transform", body, fn(("r",), item(name("r"), name("c"))))), 0),
    )
    used = steps.add("使う列", call("List.Select", call("List.Numbers", first, right), filled))
    start = 1 if recipe.header.rows else 0
    numbered = call(
        "List.Select",
        call("List.Numbers", start, op("-", call("List.Count", body), start)),
        each(
            op(
                ">",
                call(
                    "List.NonNullCount",
                    call("List.Transform", used, fn(("c",), item(item(body, name("_")), name("c")))),
                ),
                0,
            )
        ),
    )
    rows_ = steps.add("使う行", numbered)
    head = _names(recipe, body, used)
    names = steps.add("見出し", head)
    require_names(steps, names)
    _check_names(grid, recipe, before, top)
    if any(step.verb in ("unpivot", "unpivot_groups") for step in recipe.steps):
        steps.add("列の番号", call("Record.FromList", used, names))
    cells = fn(
        ("r",),
        op(
            "&",
            lift([op("+", name("r"), item(corner, 0))]),
            call("List.Transform", used, fn(("c",), item(item(body, name("r")), name("c")))),
        ),
    )
    return steps.add("一覧", call("Table.FromRows", call("List.Transform", rows_, cells), op("&", [SOURCE_ROW], names)))


def _names(recipe: Recipe, body: Name, used: Name) -> Expr:
    if not recipe.header.rows:
        count = call("List.Numbers", 1, call("List.Count", used))
        return call("List.Transform", count, each(op("&", "列", call("Text.From", name("_"), "ja-JP"))))
    helper = "見出しの文字" if recipe.steps else "文字にする"
    return call("List.Transform", used, each(call(helper, item(item(body, 0), name("_")))))


def _check_names(grid: Grid, recipe: Recipe, before: CellTable, top: int) -> None:
    """The names the query will give are those Python gave."""
    if not recipe.header.rows:
        return
    for text, code in zip(before.names, before.heads, strict=True):
        span = parse_a1(address_of(code))
        value = grid.values[span.top, span.left]
        mine = label(value) if recipe.steps else as_text(value)
        if mine != (text if recipe.steps else str(value).strip(" \u3000\r\n\t")):
            raise TableError("P101", at=Place(grid.source, grid.name, a1(top, span.left)), text=str(value))


def _kind(values: list[Any]) -> str:
    """The one type of a column's values, else any."""
    kinds = {_type_of(value) for value in values if value is not None and value == value}
    return kinds.pop() if len(kinds) == 1 else "any"


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "logical"
    if isinstance(value, int | float):
        return "number"
    return "datetime" if isinstance(value, dt.datetime | dt.date) else "text"


_TYPES = {"number": "type number", "logical": "type logical", "text": "type text", "datetime": "type datetime"}


def _ascribed(table: Name, columns: tuple[Column, ...]) -> Expr:
    """Say of which type the columns are, without converting a value: what does not fit stays to be seen."""
    typed = [[c.name, each(name("_")), type_of(_TYPES[c.type])] for c in columns if c.type in _TYPES]
    if not typed:
        return table
    return call("Table.TransformColumns", table, lift(typed), None, name("MissingField.Ignore"))


def _measures(
    listing: Listing, recipe: Recipe, frame: Any, measures: tuple[str, ...]
) -> tuple[Name, tuple[Column, ...]]:
    """Read the columns of observed values; each is followed by what was found there."""
    steps, now = listing.steps, listing.now
    if set(now.names) & {STATUS, SYMBOL, CELL} or len(set(now.names)) < len(now.names) or "" in now.names:
        raise TableError("P102", names="、".join(now.names[:8]))
    symbols = symbol_map(recipe)
    known = meanings(symbols)
    _require_measures(listing, measures)
    current, order = listing.table, _order(listing, measures)
    for measure in measures:
        _require_alike(now, measure, known, symbols)
        note, symbol = (STATUS, SYMBOL) if len(measures) == 1 else (f"{measure}_注記", "")
        printed = Record((("文", _printed(field(measure))),))
        reading = op("&", call("値を読む", field(measure)), printed)
        added = call("Table.AddColumn", current, "読み", each(reading))
        bare = call("Table.RemoveColumns", added, [measure])
        fields, names = (["値", "値_注記"], [measure, note])
        if symbol:
            fields, names = [*fields, "文"], [*names, symbol]
        current = steps.add(f"{measure}を読む", call("Table.ExpandRecordColumn", bare, "読み", fields, names))
    if listing.at and measures:
        current = steps.add(CELL, call("Table.AddColumn", current, CELL, each(_first_address(listing, measures))))
    chosen = steps.add("列を選ぶ", call("Table.SelectColumns", current, order))
    known_columns = tuple(
        Column(str(text), "text" if str(text).endswith(("注記", SYMBOL, CELL)) else _kind(frame[text].tolist()))
        for text in frame.columns
        if text != CELL or (listing.at and measures)
    )
    return steps.add("完成", _ascribed(chosen, known_columns)), known_columns


def _require_measures(listing: Listing, measures: tuple[str, ...]) -> None:
    """A column of values holds at least as many figures and signs as texts, or Python takes it for labels."""
    for measure in listing.now.measures:
        cells = call("Table.Column", listing.table, measure)
        notes = call("List.Transform", cells, each(field("値_注記", call("値を読む", name("_")))))
        texts = call("List.Count", call("List.Select", notes, each(op("=", name("_"), Status.TEXT.value))))
        filled = call("List.Count", call("List.RemoveItems", notes, [Status.BLANK.value]))
        numeric = op("and", op(">", filled, 0), op("<=", op("*", texts, 2), filled))
        listing.steps.require(
            numeric if measure in measures else not_(numeric),
            f"列「{measure}」の値の多くが、数から文字（または文字から数）に変わっています。しるべでクエリを作り直してください。",
        )


def _printed(value: Expr) -> Expr:
    """The text of a cell that holds no number: a date as Python prints it."""
    moment = call("Text.Replace", call("DateTime.ToText", value, "yyyy-MM-dd HH:mm:ss", "ja-JP"), " ", "T")
    return when(_is(value, "text"), value, when(_is(value, "datetime"), moment, ""))


def _is(value: Expr, kind: str) -> Expr:
    return Binary("is", value, TypeOf(kind))


def _first_address(listing: Listing, measures: tuple[str, ...]) -> Expr:
    result: Expr = lift("")
    for measure in reversed(measures):
        at = field(listing.at[measure])
        result = when(op("<>", at, ""), at, result)
    return result


def _order(listing: Listing, measures: tuple[str, ...]) -> Expr:
    """Columns of the result: as they come, each measure followed by its notes, 出所セル last."""
    parts: list[Any] = []
    for measure in measures:
        notes = [STATUS, SYMBOL] if len(measures) == 1 else [f"{measure}_注記"]
        parts.append([measure, *notes])
    if not measures:
        return listing.names
    names = call(
        "List.Transform",
        listing.names,
        each(
            call(
                "Record.FieldOrDefault",
                Record(tuple((m, lift(p)) for m, p in zip(measures, parts, strict=True))),
                name("_"),
                lift([name("_")]),
            )
        ),
    )
    flat = call("List.Combine", names)
    return op("&", flat, [CELL]) if listing.at else flat


def _require_alike(now: CellTable, measure: str, known: dict[str, str], symbols: Any) -> None:
    c = now.names.index(measure)
    for r, value in enumerate(now.values[:, c].tolist()):
        if isinstance(value, str | dt.datetime | dt.date | bool):
            mine, theirs = read(value, known), read_value(value, symbols=symbols or DEFAULT_SYMBOLS)
            if (mine.value, mine.status) != (theirs.value, theirs.status.value) or not isinstance(value, str):
                raise TableError("P101", at=Place("", "", now.address(r, c)), text=str(value))
