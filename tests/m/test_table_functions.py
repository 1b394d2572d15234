"""Functions of macros/powerquery on tables: what they give is what the Python library gives."""

# ruff: noqa: E501  (calls on one line)

import io
from collections.abc import Mapping

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.crosstab.coded import code
from shirube.crosstab.count import count
from shirube.grid import Grid
from shirube.join.join import join
from shirube.join.request import JoinRequest, Key
from shirube.stats.rounding import round_half_up
from shirube.table import TidyTable
from shirube.tidy import tidy
from support.m import MError, MTable, MValue, evaluate
from support.m.functions import function, head, source, table

NAMES = st.sampled_from(["東区", "西区", "南区", "北区"])
NUMBERS = st.sampled_from([None, 0, 1, -2, 3.5])


def called(file: str, *arguments: MValue) -> MTable:
    found = function(file)(*arguments)
    assert isinstance(found, MTable)
    return found


WIDE = st.lists(st.tuples(NAMES, NUMBERS, NUMBERS, NUMBERS), max_size=6)


@given(WIDE, st.booleans())
def test_unpivot_is_melt(rows: list[tuple[MValue, ...]], keep: bool) -> None:
    found = called("unpivot", MTable(("区", "R4", "R5", "R6"), rows), ["区"], "年度", "人口", keep)
    melted = [(row[0], year, cell) for row in rows for year, cell in zip(("R4", "R5", "R6"), row[1:], strict=True)]
    assert found.columns == ("区", "年度", "人口")
    assert found.rows == [row for row in melted if keep or row[2] is not None]


def test_unpivot_takes_columns_that_came_later_and_says_what_is_missing() -> None:
    found = called("unpivot", table("区 R4 R5 R9", ("東", 1, 2, 3)), ["区"])
    assert [row[1] for row in found.rows] == ["R4", "R5", "R9"]
    with pytest.raises(MError, match="地区"):
        called("unpivot", table("区 R4", ("東", 1)), ["地区"])


YEARS, SEXES, PLACES = ("R5年度", "R6年度"), ("男", "女"), ("東区", "西区", "南区")


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(1, 999), min_size=4, max_size=4), min_size=2, max_size=3))
def test_two_tiers_of_headers_are_tidied_as_the_library_tidies_them(cells: list[list[int]]) -> None:
    heads = [["区", "R5年度", None, "R6年度", None], [None, "男", "女", "男", "女"]]
    body = [[place, *row] for place, row in zip(PLACES, cells, strict=False)]
    [tidied] = tidy(Grid.from_rows([*heads, *body]))
    raw = MTable(tuple(f"Column{i + 1}" for i in range(5)), [tuple(row) for row in [*heads, *body]])
    found = called("tidy_table", raw, 2, 1, ["年度", "性別"], "値")
    dimensions = list(tidied.dimensions)
    assert len(dimensions) == 3
    wanted = tidied.frame[[*dimensions, "値"]].itertuples(index=False, name=None)
    assert {(row[0], *map(str, row[1:3]), row[3]) for row in found.rows} == {
        (row[0], *_tiers(row[1:3]), row[3]) for row in wanted
    }


def _tiers(labels: tuple[object, ...]) -> tuple[str, ...]:
    years = {str(label).replace("2023", "R5").replace("2024", "R6") for label in labels}
    return tuple(sorted(years, key=lambda label: label in SEXES))


def test_an_outer_header_that_changes_ends_the_inner_one() -> None:
    raw = MTable(
        ("a", "b", "c", "d"),
        [("区", "甲", None, "乙"), (None, "x", None, None), ("東", 1, 2, 3), (None, 4, None, "－")],
    )
    found = called("tidy_table", raw, 2, 1)
    assert found.columns == ("区", "見出し1", "見出し2", "値")
    assert found.rows == [
        ("東", "甲", "x", 1), ("東", "甲", "x", 2), ("東", "乙", "", 3), ("東", "甲", "x", 4), ("東", "乙", "", "－"),
    ]  # fmt: skip


KEYS = st.sampled_from(["011002", "012025", "131016", " 131016", None])


@settings(max_examples=60)
@given(st.lists(KEYS, min_size=1, max_size=6), st.lists(KEYS.filter(bool), min_size=1, max_size=4))
def test_rows_get_what_the_library_joins(left: list[str | None], right: list[str]) -> None:
    names = [f"市{i}" for i in range(len(right))]
    found = called(
        "lookup", MTable(("コード", "n"), [(key, i) for i, key in enumerate(left)]), "コード",
        MTable(("番号", "名"), list(zip(right, names, strict=True))), "番号", ["名"],
    )  # fmt: skip
    assert [row[:2] for row in found.rows] == [(key, i) for i, key in enumerate(left)]
    clean = [key.strip() for key in right]
    for key, _, name, state in found.rows:
        stripped = (key or "").strip()
        wanted = {0: "対応なし", 1: "一致"}.get(clean.count(stripped), "対応表に重複") if stripped else "キーが空"
        assert state == wanted
        assert name == (names[clean.index(stripped)] if state == "一致" else None)
    _same_as_join(left, clean, names, found)


def _same_as_join(left: list[str | None], right: list[str], names: list[str], found: MTable) -> None:
    """Where every key of the 対応表 is there once and something matches, the library joins the same names."""
    if len(set(right)) < len(right) or not any(row[3] == "一致" for row in found.rows):
        return
    ours = TidyTable(
        pd.DataFrame({"コード": [key and key.strip() for key in left], "n": range(len(left))}), ("コード",), ("n",)
    )
    theirs = TidyTable(pd.DataFrame({"番号": right, "名": names}), ("番号",), ("名",))
    joined = join(ours, theirs, JoinRequest(keys=(Key("コード", "番号", "code"),))).table.frame
    rows = joined[joined["n"].notna()].sort_values("n")["名"]
    assert [name if isinstance(name, str) else None for name in rows] == [row[2] for row in found.rows]


def test_a_lookup_says_which_columns_are_missing_or_collide() -> None:
    codes = table("番号 名", ("1", "東"))
    with pytest.raises(MError, match="所在地"):
        called("lookup", table("コード", ("1",)), "コード", codes, "番号", ["所在地"])
    with pytest.raises(MError, match="もう列"):
        called("lookup", table("コード 名", ("1", "x")), "コード", codes, "番号", ["名"])


ANSWERS = st.lists(
    st.tuples(st.sampled_from(["20代", "30代", "40代", None]), st.sampled_from(["はい", "いいえ", "", None]), st.sampled_from([1, 2, 0.5])),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(max_examples=50)
@given(ANSWERS, st.sampled_from([None, "行", "列", "全体"]), st.booleans())
def test_cross_tables_count_as_the_library_counts(
    rows: list[tuple[MValue, ...]], percent: str | None, weighted: bool
) -> None:
    frame = pd.DataFrame(rows, columns=["年代", "答", "重み"]).astype({"年代": object, "答": object})
    counted = count(code(frame, ["年代", "答"], weight="重み" if weighted else None), "年代", "答")
    found = called(
        "crosstab", MTable(("年代", "答", "重み"), rows), "年代", "答", percent, "重み" if weighted else None
    )
    cells = counted.weights if weighted else counted.cells
    labels = [code(frame, [name]).variable(name).labels for name in ("年代", "答")]
    whole = np.vstack([np.column_stack([cells, cells.sum(axis=1)]), np.append(cells.sum(axis=0), cells.sum())])
    wanted: Mapping[tuple[str, str], float] = {
        (row, column): whole[i, j]
        for i, row in enumerate([*labels[0], "計"])
        for j, column in enumerate([*labels[1], "計"])
    }
    base = {None: None, "行": "row", "列": "column", "全体": "all"}[percent]
    for row in found.rows:
        for column, value in zip(found.columns[1:], row[1:], strict=True):
            assert value == _shown(wanted, row[0], column, base)
    assert {row[0] for row in found.rows} - {"計"} == {r for (r, c), n in wanted.items() if n and c == "計"} - {"計"}


def _shown(wanted: Mapping[tuple[str, str], float], row: str, column: str, base: str | None) -> float | None:
    number = wanted[row, column]
    if base is None:
        return number
    whole = wanted[{"row": (row, "計"), "column": ("計", column), "all": ("計", "計")}[base]]
    return float(round_half_up(number * 100 / whole, 1)) if whole else None


def _form(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "調査票"
    for address, value in cells.items():
        sheet[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_forms_of_a_folder_become_one_row_each() -> None:
    files = {
        "C:\\調査\\回答\\東区.xlsx": _form(A1="施設調査票", B3="東区", C10=12),
        "C:\\調査\\回答\\下\\西区.XLSX": _form(A1="施設調査票", B3="西区"),
        "C:\\調査\\回答\\~$東区.xlsx": b"lock",
        "C:\\調査\\回答\\メモ.txt": b"x",
        "C:\\調査\\回答\\別様式.xlsx": _form(A1="別の調査票", B3="北区", C10=1),
    }
    items = '#table({"項目", "番地"}, {{"地区", "B3"}, {"人数", "$C$10"}})'
    name = head(source("collect_forms"))[0]
    call = f'{name}("C:\\調査\\回答", "調査票", {items}, "A1", "施設調査票")'
    found = evaluate(f"let {name} =\n{source('collect_forms')}\nin {call}", files=files)
    assert found.columns == ("ファイル", "状態", "地区", "人数")
    assert found.rows == [
        ("別様式.xlsx", "様式が違います", None, None), ("東区.xlsx", "読みました", "東区", 12),
        ("西区.XLSX", "読みました", "西区", None),
    ]  # fmt: skip
    other = evaluate(
        f'let {name} =\n{source("collect_forms")}\nin {name}("C:\\調査\\回答", "集計", {items})', files=files
    )
    assert {row[1] for row in other.rows} == {"シートがありません"}
    wrong = '#table({"項目", "番地"}, {{"地区", "3B"}})'
    [*_, last] = evaluate(
        f'let {name} =\n{source("collect_forms")}\nin {name}("C:\\調査\\回答", "調査票", {wrong})', files=files
    ).rows
    assert isinstance(last[2], MError)
    assert "3B" in last[2].message


@pytest.mark.parametrize("unordered", ["seen", "reversed"])
def test_no_result_depends_on_an_order_that_is_not_promised(unordered: str) -> None:
    scripts = {
        "crosstab": '#table({"a", "b"}, {{"x", "p"}, {"y", "q"}, {"x", "q"}}), "a", "b"',
        "lookup": '#table({"k"}, {{"2"}, {"1"}, {"2"}}), "k", #table({"j", "n"}, {{"1", "東"}, {"2", "西"}}), "j", {"n"}',
        "unpivot": '#table({"k", "p", "q"}, {{"1", 2, 3}}), {"k"}',
        "tidy_table": '#table(3, {{"市", "R5", null}, {null, "男", "女"}, {"東", 1, 2}}), 2, 1',
    }
    for file, arguments in scripts.items():
        script = f"let 関数 =\n{source(file)}\nin 関数({arguments})"
        found = evaluate(script, unordered=unordered)  # type: ignore[arg-type]
        assert found.rows == evaluate(script).rows, file
