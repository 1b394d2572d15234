"""A list on its way through the steps of a recipe: the step that holds it, and what is known of its columns.

Inside the query every column has a name of its own; the hidden column 出所行 holds the row of the sheet.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from ..tidy.steps import CellTable
from ..tidy.steps import Column as Place
from .expr import Expr, Name, call, lift, op
from .script import Steps

__all__ = ["BLANK", "SOURCE_ROW", "Listing"]

#: Hidden column: the 0-based row of the sheet.
SOURCE_ROW = "出所行"
#: Stands for a blank while a table is unpivoted, because `Table.Unpivot` leaves nulls out.
BLANK = "（空白）\t"


@dataclass(frozen=True)
class Listing:
    """A list inside a query.

    Attributes
    ----------
    steps
        The query being made.
    table
        The step that holds the list.
    now
        The same list in Python, as far as it has come.
    traced
        Whether the column 出所行 is there.
    at
        Name of the column with the source address of each measure, once there is one.
    """

    steps: Steps
    table: Name
    now: CellTable
    traced: bool = True
    at: dict[str, str] = field(default_factory=dict)

    def moved(self, table: Name, now: CellTable, **changes: Any) -> Listing:
        """The list after a step."""
        return dataclasses.replace(self, table=table, now=now, **changes)

    @property
    def names(self) -> Expr:
        """Names of the columns, the hidden ones left out."""
        hidden = ([SOURCE_ROW] if self.traced else []) + list(self.at.values())
        names = call("Table.ColumnNames", self.table)
        return call("List.Difference", names, hidden) if hidden else names

    def find(self, label: str, column: Place, names: Expr | None = None) -> Name:
        """The step that holds the name of a column, looked for by its text, then by its position."""
        wanted = call("列を探す", self.names if names is None else names, column.text, column.position)
        found = self.steps.add(label, wanted)
        self.steps.require(
            op("<>", found, None),
            f"列「{column.text or column.position}」がありません。見出しを元に戻すか、クエリを作り直してください。",
        )
        return found

    def hidden(self) -> list[str]:
        """Names of the hidden columns."""
        return ([SOURCE_ROW] if self.traced else []) + list(self.at.values())

    def require_free(self, *names: str) -> None:
        """Say so when a column the step makes is there already."""
        taken = call("List.Intersect", lift([self.names, lift(list(names))]))
        self.steps.require(
            call("List.IsEmpty", taken),
            f"列「{'」「'.join(names)}」がもうあるので、同じ名前の列を作れません。見出しを直してください。",
        )
