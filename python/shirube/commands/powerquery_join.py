"""突き合わせをクエリにする: two lists meet by one key, through the pairs that were decided when it was made."""

from __future__ import annotations

from collections.abc import Sequence

from .. import __version__
from ..errors import JoinError, Place, TableError
from ..grid import Grid
from ..join import HOW, join
from ..powerquery.joining import compile_join
from ..powerquery.source import OfQuery
from ..result import Provenance, Setting
from ..table import CELL
from .join import JoinSettings, request_for
from .join_tables import table_of
from .powerquery_book import Made, Origin, plain_name, stage_of, table_of_frame

__all__ = ["BY", "joined"]

_TABLES = ("tbl_左", "tbl_右")
#: The line of the 設定 sheet that keeps the columns joined by.
BY = "合わせた列"


def joined(grids: Sequence[Grid], settings: JoinSettings) -> Made:
    """Two tables side by side.

    Raises
    ------
    TableError
        SB-P109: what a query cannot do: more than two tables, sheets that are no lists.
        SB-P102: headings that Excel would change.
    JoinError
        SB-W958: pairs nobody has decided on. Others: as `join_sheets`.
    """
    if len(grids) < 2:
        raise JoinError("J204", count=len(grids))
    if len(grids) > 2:
        raise TableError("P109", name="3つ以上の表の突き合わせ")
    if settings.year:
        raise TableError("P109", name="区域をそろえる突き合わせ")
    tables = [table_of(grid) for grid in grids]
    for grid, table in zip(grids, tables, strict=True):
        if CELL in table.frame.columns:
            place = Place(grid.source, grid.name)
            raise TableError("P109", at=place, name="一覧でない表（先に縦持ちに直してください）の突き合わせ")
    left, right = tables
    request = request_for(left, right, settings)
    found = join(left, right, request)
    if found.doubts:
        raise JoinError("W958", count=len(found.doubts))
    sheets = [f"元{i}_{grid.name}" for i, grid in enumerate(grids, 1)]
    script = compile_join(
        left, right, request, sources=_TABLES, name=plain_name(f"{grids[0].name}と{grids[1].name}", "突合")
    )
    frame = found.table.frame.drop(columns=HOW)[[column.name for column in script.columns]]
    written = [
        table_of_frame(table.frame, sheet, name) for table, sheet, name in zip(tables, sheets, _TABLES, strict=True)
    ]
    key = "、".join(map(str, found.keys))
    files = dict.fromkeys(grid.source for grid in grids if grid.source)
    return Made(
        (stage_of(script, frame.astype(object).values.tolist()),),
        Origin(tables=tuple(written)),
        frame,
        OfQuery(script.name),
        title=f"Power Query：{grids[0].name}と{grids[1].name}の突合",
        question=f"2つの表を「{key}」で突き合わせる手順を、Power Query のクエリにしました。",
        provenance=Provenance(file="、".join(files), version=f"しるべ {__version__}"),
        says=(
            "元の表を直したり行を足したりして更新すると、突き合わせも直ります。",
            "書き方の違う名前のうち、作ったときに同じものと決めた組は、クエリの中の対応表で結び付きます。",
        ),
        cannot_say=(
            "あとから現れた書き方の違う名前は、結び付きません（「左だけ」「右だけ」になります）。",
            "どの理由で結び付けたかは、しるべの突合の報告で見てください。",
        ),
        settings=(Setting(BY, key, "合わせる列を変えるには、クエリを作り直してください。"),),
    )
