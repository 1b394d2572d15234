"""What no documented example shows but the language or a function's page states. The source stands before each group.

"spec" is the Power Query M language specification, other names are pages of the M function reference (query-docs).
"""

# ruff: noqa: E501  (one rule on one line)

import pytest

from support.m import MError, MTable, MValue, NotModelled, evaluate, excel_error
from support.m.stated import VALUES


@pytest.mark.parametrize(("source", "wanted"), VALUES, ids=[source for source, _ in VALUES])
def test_values(source: str, wanted: MValue) -> None:
    if wanted is NotModelled:
        with pytest.raises(NotModelled):
            evaluate(source)
        return
    found = evaluate(source)
    assert found == wanted
    assert isinstance(found, bool) == isinstance(wanted, bool)


ERRORS = [
    # spec, Conditional expressions: the condition is a logical value, so null is an error.
    "if null then 1 else 2",
    # spec, Relational operators: both of one kind.
    '1 < "1"', "{1} < {2}",
    # spec, Types: a value of another type is no text.
    "Text.Trim(5)", "1 as text", '((x as number) => x)("1")',
    # spec, Let: a cycle; functions called with too many values.
    "let a = b, b = a in a", "((x) => x)(1, 2)", 'Text.Start("a")', "Text.Start(\"a\", -1)", "#date(2024, 2, 30)",
    # number-fromtext: no number in the culture (only ASCII digits are digits to .NET).
    'Number.FromText("１２", "ja-JP")', 'Number.FromText("", "ja-JP")', 'Number.FromText("－", "ja-JP")',
    'Number.FromText("5人", "ja-JP")', 'Date.From("2024/2/30", "ja-JP")', 'Date.From("未定", "ja-JP")',
    # Columns and rows that are not there.
    'Table.RenameColumns(#table({"a"}, {}), {"b", "c"})', "{1}{1}", "[a = 1][b]", '#table({"a", "a"}, {{1, 2}})',
    'Table.AddColumn(#table({"a"}, {{1}}), "a", each 1)',
    'Table.TransformColumnTypes(#table({"a"}, {}), {{"b", type text}}, "ja-JP")',
]  # fmt: skip


@pytest.mark.parametrize("source", ERRORS)
def test_errors(source: str) -> None:
    with pytest.raises(MError):
        evaluate(source)


REFUSED = [
    # Nothing says what these give, so a query may not depend on them.
    'Table.SelectRows(#table({"a"}, {{null}}), each [a] > 1)', "List.Min({null, 1})", "List.Average({null, 1})",
    'Number.FromText("(12)", "ja-JP")', 'Number.FromText("¥12", "ja-JP")', 'Number.FromText("1,2", "ja-JP")',
    'Date.From("R6.4.1", "ja-JP")', 'Date.From("令和6年4月1日", "ja-JP")', "Text.From(1e15)", "Text.From(0.5)",
    'Text.Start("𠮷", 1)', 'Table.PromoteHeaders(#table(2, {{"a", "a"}}))', "Number.Mod(-1, 3)",
    'Csv.Document(Text.ToBinary("a"))', 'Table.Join(#table({"a"}, {}), "a", #table({"a"}, {}), "a", JoinKind.LeftOuter)',
]  # fmt: skip


@pytest.mark.parametrize("source", REFUSED)
def test_what_nothing_documents_is_refused(source: str) -> None:
    with pytest.raises(NotModelled):
        evaluate(source)


BOOK = {
    "t": MTable(
        ("k", "v", "w"),
        [("b", 2, None), (None, 3, "x"), ("a", None, excel_error("#N/A")), ("b", 4, ""), (None, 5, "y")],
    )
}
T = 'Excel.CurrentWorkbook(){[Name = "t"]}[Content]'


def rows(source: str, *, unordered: str = "seen") -> list[tuple[MValue, ...]]:
    found = evaluate(source.replace("T!", T), workbook=BOOK, unordered=unordered)  # type: ignore[arg-type]
    return [tuple("error" if isinstance(cell, MError) else cell for cell in row) for row in found.rows]


TABLES: list[tuple[str, list[tuple[MValue, ...]]]] = [
    # table-unpivot, example: null cells give no row, other cells do; rows, then columns, in order. Errors are no nulls.
    ('Table.UnpivotOtherColumns(T!, {"k"}, "a", "x")',
     [("b", "v", 2), (None, "v", 3), (None, "w", "x"), ("a", "w", "error"), ("b", "v", 4), ("b", "w", ""),
      (None, "v", 5), (None, "w", "y")]),
    # table-pivot, examples: one row for each combination of the rest, null where nothing is.
    ('Table.Pivot(#table({"r", "c", "x"}, {{"p", "A", 1}, {"q", "B", 2}}), {"B", "A"}, "c", "x")',
     [("p", None, 1), ("q", 2, None)]),
    # Several values without aggregation: an error in the cell.
    ('Table.Pivot(#table({"r", "c", "x"}, {{"p", "A", 1}, {"p", "A", 2}}), {"A"}, "c", "x")', [("p", "error")]),
    # table-filldown: the value above goes into null cells; an empty text is no null.
    ('Table.FillDown(#table({"a"}, {{null}, {"x"}, {null}, {""}, {null}}), {"a"})', [(None,), ("x",), ("x",), ("",), ("",)]),
    # table-replacevalue and transformcolumns: cells with errors stay errors.
    ('Table.SelectColumns(Table.TransformColumns(T!, {"w", each "z"}), {"w"})', [("z",), ("z",), ("error",), ("z",), ("z",)]),
    # table-addcolumn: an error stays in its cell, and the row goes on.
    ('Table.SelectColumns(Table.AddColumn(T!, "n", each [w] = "x"), {"n"})', [(False,), (True,), ("error",), (False,), (False,)]),
    ('Table.SelectColumns(Table.AddColumn(T!, "n", each try [w] otherwise "E"), {"n"})', [(None,), ("x",), ("E",), ("",), ("y",)]),
    # table-transformcolumntypes: each cell by itself; null stays null.
    ('Table.TransformColumnTypes(#table({"a"}, {{"1"}, {"x"}, {null}}), {{"a", Int64.Type}}, "ja-JP")', [(1,), ("error",), (None,)]),
    ('Table.TransformColumnTypes(#table({"a"}, {{1}, {true}}), {{"a", type text}}, "ja-JP")', [("1",), ("true",)]),
    # table-removerowswitherrors, table-replaceerrorvalues.
    ('Table.RemoveRowsWithErrors(T!, {"v"})', [("b", 2, None), (None, 3, "x"), ("a", None, "error"), ("b", 4, ""), (None, 5, "y")]),
    ('Table.SelectColumns(Table.ReplaceErrorValues(T!, {"w", "E"}), {"w"})', [(None,), ("x",), ("E",), ("",), ("y",)]),
    # table-combine: union of the columns, null where a table has none.
    ('Table.Combine({#table({"a"}, {{1}}), #table({"b", "a"}, {{2, 3}})})', [(1, None), (3, 2)]),
    # table-sort with Value.Compare: null before everything; descending turns that round.
    ('Table.Sort(#table({"a"}, {{2}, {null}, {1}}), {"a"})', [(None,), (1,), (2,)]),
    ('Table.Sort(#table({"a"}, {{2}, {null}, {1}}), {{"a", Order.Descending}})', [(2,), (1,), (None,)]),
    # table-splitcolumn: more parts than columns are ignored by default.
    ('Table.SplitColumn(#table({"a"}, {{"x|y|z"}, {"x"}, {null}}), "a", Splitter.SplitTextByDelimiter("|"), {"p", "q"})',
     [("x", "y"), ("x", None), (None, None)]),
    # table-expandtablecolumn after a left outer join: a row without match stays, with nulls.
    ('Table.ExpandTableColumn(Table.NestedJoin(#table({"k"}, {{1}, {2}}), "k", #table({"j", "x"}, {{1, "a"}, {1, "b"}}), "j", "n"), "n", {"x"})',
     [(1, "a"), (1, "b"), (2, None)]),
    # spec, Equality: a null key equals a null key.
    ('Table.ExpandTableColumn(Table.NestedJoin(#table({"k"}, {{null}}), "k", #table({"j", "x"}, {{null, "a"}}), "j", "n"), "n", {"x"})', [(None, "a")]),
    ('Table.Join(#table({"k"}, {{1}, {null}}), "k", #table({"j", "x"}, {{null, "a"}, {3, "b"}}), "j", JoinKind.FullOuter)',
     [(1, None, None), (None, None, "a"), (None, 3, "b")]),
    # table-promoteheaders: texts and numbers become headers, nothing else.
    ('Table.DemoteHeaders(Table.PromoteHeaders(#table(3, {{"a", 2024, null}, {1, 2, 3}})))', [("a", "2024", "Column3"), (1, 2, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "wanted"), TABLES, ids=[source[:60] for source, _ in TABLES])
def test_tables(source: str, wanted: list[tuple[MValue, ...]]) -> None:
    assert rows(source) == wanted


def test_groups_take_null_for_a_key_and_come_in_no_promised_order() -> None:
    # table-group: "This function does not guarantee the ordering of the rows it returns."
    source = 'Table.Group(T!, {"k"}, {{"n", each Table.RowCount(_)}, {"v", each List.Sum([v])}})'
    wanted = [("b", 2, 6), (None, 2, 8), ("a", 1, None)]
    assert rows(source) == wanted
    assert rows(source, unordered="reversed") == wanted[::-1]


def test_equal_rows_have_no_promised_order_after_sorting_and_no_promised_survivor() -> None:
    # table-sort is silent on ties; table-distinct: "no guarantee which specific duplicate will be preserved".
    table = '#table({"a", "b"}, {{1, "x"}, {1, "y"}})'
    assert rows(f'Table.Sort({table}, "a")') == [(1, "x"), (1, "y")]
    assert rows(f'Table.Sort({table}, "a")', unordered="reversed") == [(1, "y"), (1, "x")]
    assert rows(f'Table.Distinct({table}, "a")') == [(1, "x")]
    assert rows(f'Table.Distinct({table}, "a")', unordered="reversed") == [(1, "y")]


def test_a_condition_that_fails_fails_the_table() -> None:
    # spec, Error handling: the error propagates to whoever enumerates the rows.
    with pytest.raises(MError, match="#N/A"):
        rows('Table.SelectRows(T!, each [w] = "x")')


def test_files_and_folders_are_read_by_full_path() -> None:
    files = {"C:\\届\\a.csv": '区,数\r\n東,"1,2"\r\n'.encode("cp932"), "C:\\届\\下\\b.csv": b""}
    read = (
        'Csv.Document(File.Contents("C:\\届\\a.csv"), [Delimiter = ",", Encoding = 932, QuoteStyle = QuoteStyle.Csv])'
    )
    assert evaluate(read, files=files).rows == [("区", "数"), ("東", "1,2")]
    assert [row[1] for row in evaluate('Folder.Files("C:\\届")', files=files).rows] == ["a.csv", "b.csv"]
    with pytest.raises(MError, match="Could not find file"):
        evaluate('File.Contents("C:\\届\\無い.csv")', files=files)
