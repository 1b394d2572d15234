"""Workbooks with Power Query inside: the five for the trial in Excel, and the one with all functions.

The same sources give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shirube.commands.powerquery import PowerQuerySettings, powerquery
from shirube.office.read import read_grid
from shirube.office.write import write_result
from shirube.result import Column, DataSheet, Query, Result, Table

__all__ = ["ACCEPTANCE", "build_acceptance", "build_function_book", "functions"]

_HOME = Path(__file__).resolve().parents[1]
ACCEPTANCE = _HOME / "excel-acceptance"
_SAMPLES = _HOME / "samples"
POWERQUERY = _HOME.parent / "macros" / "powerquery"


def build_acceptance(folder: Path = ACCEPTANCE) -> list[Path]:
    """Build the five workbooks a person opens in Excel; see the page beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    grid, two = (read_grid(_SAMPLES / f"{name}.xlsx") for name in ("みほん市_地区別の表", "都道府県別_交通事故"))
    plain = powerquery(grid)
    fresh = replace(plain, queries=tuple(replace(query, refresh=True) for query in plain.queries))
    unloaded = replace(
        plain,
        conclusion=(
            "クエリは1つで、まだどこにも読み込んでいません。",
            "［データ］→［クエリと接続］でクエリを右クリックし、［読み込み先］→［テーブル］→［新規ワークシート］を選んでください。",
        ),
        data=(),
        tables=(),
        queries=tuple(replace(query, sheet="") for query in plain.queries),
    )
    variants = {
        "1_標準": plain,
        "2_開いたときに更新": fresh,
        "3_接続だけ": unloaded,
        "4_ファイルを読む": powerquery(grid, PowerQuerySettings(from_file=True)),
        "5_クエリが2つ": powerquery(two),
    }
    return [write_result(result, folder / f"{name}.xlsx", replace=True) for name, result in variants.items()]


def functions() -> list[Query]:
    """The functions of ``macros/powerquery`` as queries that are only connected."""
    found = []
    for path in sorted(POWERQUERY.glob("*.pq")):
        text = path.read_text(encoding="utf-8").strip()
        name = re.match(r"// (\w+)：", text)
        if name is None:
            raise ValueError(path.name)
        found.append(Query(name[1], text))
    return found


def build_function_book(path: Path) -> Path:
    """Build the workbook that holds all functions.

    Raises
    ------
    WriteError
        See `write_result`.
    """
    return write_result(_function_book(functions()), path, replace=True)


def _function_book(queries: Sequence[Query]) -> Result:
    columns = (Column("name", "関数"), Column("what", "すること", width=70))
    rows = tuple((query.name, query.text.split("\n")[0].partition("：")[2]) for query in queries)
    return Result(
        title="しるべの Power Query の関数",
        question="マクロも Python もない PC で、表を整える関数です。",
        conclusion=(
            f"このブックには、関数が{len(queries)}あります。",
            "［データ］→［クエリと接続］で並びます。自分のブックで使うには、クエリを右クリックして写し、貼り付けてください。",
        ),
        tables=(Table("functions", "関数", columns, rows),),
        data=(DataSheet("関数の一覧", Table("list", "関数の一覧", columns, rows)),),
        queries=tuple(queries),
    )
