"""つなぐ表 in M: tables of one sheet that are parts of one, below each other; see `shirube.tidy.unite`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..grid import Grid
from ..tidy import Recipe, apply_all
from ..tidy.unite import PART, unite
from .compile import body_of
from .expr import call, each, lift
from .script import Column, Script, Steps
from .source import AnySource, Source
from .trip import SETTINGS, marked, recipe_record
from .types import type_steps

__all__ = ["compile_union"]


def compile_union(grid: Grid, recipes: Sequence[Recipe], *, source: AnySource | None = None, name: str = "") -> Script:
    """Write recipes that name the same union as one query.

    Raises
    ------
    TableError
        SB-T210: parts with another number of columns. Others: see `compile_recipe`.
    """
    tables = apply_all(grid, recipes)
    (united,) = unite(tables, recipes)
    titled = PART in united.frame.columns and PART not in tables[0].frame.columns
    steps, parts, first = Steps(), [], ()
    for i, recipe in enumerate(recipes, 1):
        steps.add(f"{SETTINGS}{i}", recipe_record(recipe), "しるべの設定（レシピ）" if i == 1 else "")
    title = ""
    for i, (recipe, table) in enumerate(zip(recipes, tables, strict=True), 1):
        inner = Steps()
        result, columns = body_of(inner, grid, replace(recipe, union="", types=()), source or Source())
        first = first or columns
        part = steps.add(f"部分{i}", inner.value(inner.finish(columns, result)), f"{i}つ目の部分")
        steps.adopt(inner)
        renames = [[own.name, other.name] for own, other in zip(columns, first, strict=True) if own.name != other.name]
        expr = call("Table.RenameColumns", part, renames) if renames else part
        title = table.title or title
        parts.append(call("Table.AddColumn", expr, PART, each(title)) if titled else expr)
    joined = steps.add("つないだ表", call("Table.Combine", lift(parts)), "部分を上から順につなぐ")
    if titled:
        first = (Column(PART, "text"), *first)
        joined = steps.add("列の順", call("Table.SelectColumns", joined, [column.name for column in first]))
    if recipes[0].types:
        joined, first = type_steps(steps, grid, recipes[0], joined, first, united.frame)
    script = steps.script(name or grid.name, first, joined)
    return replace(script, text=marked(script.text))
