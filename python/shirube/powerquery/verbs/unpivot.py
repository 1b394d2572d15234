"""縦に並べる in M: columns that are values of one variable become rows; blanks are kept."""

from __future__ import annotations

from ...tidy.steps import Column, Unpivot
from ..expr import Expr, Name, call, each, field, name, op
from ..listing import BLANK, SOURCE_ROW, Listing

__all__ = ["between", "range_words", "unpivot"]


def unpivot(listing: Listing, step: Unpivot) -> Listing:
    """Add the steps of 縦に並べる."""
    steps = listing.steps
    columns = between(listing, step.first, step.until)
    listing.require_free(step.name, step.value)
    marked = call("Table.ReplaceValue", listing.table, None, BLANK, name("Replacer.ReplaceValue"), columns)
    long = call("Table.Unpivot", marked, columns, step.name, step.value)
    result = steps.add(
        "縦に並べる",
        call("Table.ReplaceValue", long, BLANK, None, name("Replacer.ReplaceValue"), [step.value]),
        f"手順　縦に並べる：{range_words(step.first, step.until)}を「{step.name}」と「{step.value}」に（空白も残す）",
    )
    if not listing.traced:
        return listing.moved(result, step.apply(listing.now))
    at = f"{step.value}のセル"
    placed = steps.add(at, call("Table.AddColumn", result, at, each(address_of(field(step.name)))))
    return listing.moved(placed, step.apply(listing.now), at={**listing.at, step.value: at})


def address_of(column: Expr) -> Expr:
    """Address of the source cell, from 出所行 and the name its column had."""
    return call("番地", field(SOURCE_ROW), call("Record.Field", name("列の番号"), column))


def between(listing: Listing, first: Column, until: Column) -> Name:
    """The step that holds the names of the columns from one up to another."""
    names = listing.names
    start = call("List.PositionOf", names, listing.find("はじめの列", first))
    steps = listing.steps
    if not until:
        return steps.add("並べる列", call("List.Skip", names, start))
    stop = call("List.PositionOf", names, listing.find("次の列", until))
    steps.require(
        op(">", stop, start), f"列「{until.text}」が「{first.text}」より前にあります。列の順を確かめてください。"
    )
    return steps.add("並べる列", call("List.Range", names, start, op("-", stop, start)))


def range_words(first: Column, until: Column) -> str:
    """The columns of a step in words."""
    end = f"「{until.text or until.position}」の前" if until else "最後"
    return f"「{first.text or first.position}」から{end}までの列"
