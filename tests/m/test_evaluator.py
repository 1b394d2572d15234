"""The evaluator of M: what the language says, beyond the documented examples of functions."""

import datetime as dt
import time

import pytest

from support.m import LIBRARY, MError, MRecord, MSyntaxError, MTable, NotModelled, evaluate, excel_error

SECTION = """section Section1;
shared 元 = Excel.CurrentWorkbook(){[Name = "元表"]}[Content];
shared 結果 = Table.SelectRows(元, each [人口] <> null);
"""


def test_a_section_reads_the_workbook() -> None:
    table = MTable(("地区", "人口"), [("東", 1), ("西", None)])
    assert evaluate(SECTION, workbook={"元表": table}).rows == [("東", 1)]
    assert evaluate(SECTION, "元", workbook={"元表": table}).rows == table.rows


def test_five_thousand_rows_take_a_moment() -> None:
    columns = tuple(f"c{i}" for i in range(10))
    table = MTable(columns, [tuple(f"△{r},{i:03d}" for i in range(10)) for r in range(5000)])
    names = ", ".join(f'"{name}"' for name in columns)
    source = f"""let 元 = Excel.CurrentWorkbook(){{0}}[Content],
        数 = (x) => if x = null then null else Number.FromText(
            List.Accumulate({{{{"△", "-"}}, {{",", ""}}}}, x, (t, p) => Text.Replace(t, p{{0}}, p{{1}})), "ja-JP"),
        変換 = Table.TransformColumns(元, List.Transform({{{names}}}, each {{_, 数, type number}})),
        結果 = Table.SelectRows(変換, each [c1] < 0)
    in 結果"""
    start = time.process_time()
    found = evaluate(source, workbook={"元": table})
    assert found.rows[2][3] == -2003
    assert time.process_time() - start < 4  # measured: below one second on one core


def test_error_cells_stay_in_their_cells() -> None:
    table = MTable(("a", "b"), [(1, excel_error("#N/A")), (2, 3)])
    found = evaluate('Table.AddColumn(Excel.CurrentWorkbook(){0}[Content], "c", each [b] + 1)', workbook={"t": table})
    assert isinstance(found.rows[0][2], MError)
    assert found.rows[1] == (2, 3, 4)


@pytest.mark.parametrize("source", ["Table.Fuzzy(1)", "let a = 1 in b", "if true then 1 else nothing"])
def test_unknown_names_are_refused_even_where_they_are_not_reached(source: str) -> None:
    with pytest.raises(NotModelled):
        evaluate(source)


@pytest.mark.parametrize(
    "source",
    [
        'Text.From(1.5, "fr-CH")',
        'Number.FromText("1.5")',
        'Csv.Document("a", [Quote = 1])',
        "Date.DayOfWeek(#date(2024, 1, 1))",
    ],
)
def test_unknown_cultures_and_options_are_refused_and_no_try_hides_it(source: str) -> None:
    with pytest.raises(NotModelled):
        evaluate(f"try {source} otherwise 0")


@pytest.mark.parametrize("source", ["let a = 1 in", "{1, 2", "[a = ]", "1 + ", "①"])
def test_a_text_that_is_no_m_is_refused(source: str) -> None:
    with pytest.raises(MSyntaxError):
        evaluate(source)


def test_every_function_is_entered_under_its_name() -> None:
    assert all(name == value.name for name, value in LIBRARY.items() if hasattr(value, "body"))


def test_dates_and_records_come_out_as_values() -> None:
    found = evaluate("[日 = #date(2024, 4, 1), 表 = {1, [x = 2]}]")
    assert isinstance(found, MRecord)
    assert found["日"] == dt.date(2024, 4, 1)
    assert found["表"][1]["x"] == 2
