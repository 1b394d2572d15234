"""Cells in, values out: what Excel sends is understood, what it would choke on never leaves."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.errors import ShirubeError, TableError, ValueFormatError
from shirube.result import Cell, Column, Figure, Level, Light, Link, Mark, Result, Table
from shirube_udfs import bridge

HEAD = (Column("a", "地区"), Column("b", "人数", group="男"))


def table(*rows) -> Table:
    return Table("t", "表", HEAD, tuple(rows))


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(ShirubeError) as caught:
        call(*args, **kwargs)
    return caught.value.code


# ------------------------------------------------------------------ results
def test_spill_has_one_header_row_that_names_every_column():
    assert bridge.spill(table(("東", 10))) == [["地区", "男 人数"], ["東", 10]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (np.float64("nan"), ""),
        (np.int64(3), 3),
        (np.float64(1.5), 1.5),
        (np.bool_(True), True),
        (Cell(5), 5),
        (Cell(5, Mark.HIGH, shown="x"), "x"),
        (Cell(None), ""),
        (Cell(float("nan")), ""),
        (Link("B4", "表", "B4"), "B4"),
        (dt.date(2026, 4, 1), dt.date(2026, 4, 1)),
        ("𠮷野家・髙", "𠮷野家・髙"),
        (True, True),
        (0, 0),
        ("", ""),
        ("あ" * 40000, "あ" * 32766 + "…"),
    ],
)
def test_values_excel_takes(value, expected):
    got = bridge.spill(table(("東", value)))[1][1]
    assert (got, type(got)) == (expected, type(expected))


def test_empty_table_still_spills_its_header():
    assert bridge.spill(table()) == [["地区", "男 人数"]]


@given(
    st.lists(
        st.tuples(*[st.one_of(st.none(), st.floats(), st.integers(-(2**50), 2**50), st.text(), st.booleans())] * 2),
        max_size=6,
    )
)
def test_spill_is_rectangular_without_gaps(rows):
    spilled = bridge.spill(table(*rows))
    assert {len(row) for row in spilled} == {2}
    assert all(v is not None and v == v and v not in (float("inf"), float("-inf")) for row in spilled for v in row)


def test_summary_tells_figures_conclusion_and_checks_then_numbers():
    result = Result(
        "題",
        tables=(Table("n", "数", (*HEAD, Column("c", "差"), Column("d", "幅")), (("東", 1, -2.5, None),)),),
        conclusion=("差がありました。",),
        figures=(Figure("効果", "−12件", "幅 −20〜−4"),),
        lights=(Light("件数", Level.CAUTION, "注意", "少なめです。"),),
    )
    assert bridge.summary(result) == [
        ["項目", "結果", "補足", ""],
        ["効果", "−12件", "幅 −20〜−4", ""],
        ["結論", "差がありました。", "", ""],
        ["確認", "件数: △注意", "少なめです。", ""],
        ["", "", "", ""],
        ["地区", "男 人数", "差", "幅"],
        ["東", 1, -2.5, ""],
    ]
    assert bridge.summary(Result("題")) == [["項目", "結果", "補足"]]


# ------------------------------------------------------------------ arguments
def test_grid_gives_whole_numbers_back_as_integers_and_times_without_zone():
    stamp = dt.datetime(2024, 3, 31, 9, 30, tzinfo=dt.UTC)
    grid = bridge.as_grid([["列", 1.0, 1.5, stamp, True, "#N/A", "  "]])
    assert grid.values.tolist() == [["列", 1, 1.5, dt.datetime(2024, 3, 31, 9, 30), True, "#N/A", None]]
    assert [type(v) for v in grid.values[0, 1:3]] == [int, float]


@pytest.mark.parametrize("cells", [None, [], [[None]], [[None, None], ["  ", None]]])
def test_blank_range(cells):
    assert code_of(bridge.as_grid, cells) == "SB-T102"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [([[1.0, 2.0]], [1, 2]), ([[1.0], [2.0]], [1, 2]), ([[1.0]], [1]), ([["a"], [None]], ["a", None])],
)
def test_vector(cells, expected):
    assert bridge.as_vector(cells, "前") == expected


def test_vector_of_a_block():
    assert code_of(bridge.as_vector, [[1, 2], [3, 4]], "前") == "SB-V291"


@pytest.mark.parametrize(
    ("cells", "expected"), [([["年代"]], "年代"), ([[2024.0]], "2024"), ([[1.5]], "1.5"), ([[True]], "True")]
)
def test_text(cells, expected):
    assert bridge.as_text(cells, "表側") == expected


@pytest.mark.parametrize("cells", [None, [[None]], [["　 "]]])
def test_blank_text(cells):
    assert bridge.as_optional_text(cells, "ウェイト") == ""
    assert code_of(bridge.as_text, cells, "表側") == "SB-V293"


def test_several_cells_where_one_is_meant():
    assert code_of(bridge.as_text, [["a", "b"]], "表側") == "SB-V292"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (None, True),
        ([[None]], True),
        ([[True]], True),
        ([[False]], False),
        ([[0.0]], False),
        ([["はい"]], True),
        ([["FALSE"]], False),
    ],
)
def test_flag(cells, expected):
    assert bridge.as_flag(cells, "対応", default=True) is expected


def test_flag_that_is_neither():
    assert code_of(bridge.as_flag, [["たぶん"]], "対応", default=True) == "SB-V294"


def test_choice():
    assert bridge.as_choice(None, "向き", {"": "row", "列": "column"}) == "row"
    with pytest.raises(ValueFormatError, match="列 のどれか"):
        bridge.as_choice([["斜め"]], "向き", {"": "row", "列": "column"})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.datetime(2024, 3, 31, tzinfo=dt.UTC), dt.date(2024, 3, 31)),
        (45382.0, dt.date(2024, 3, 31)),  # =DATE(2024,3,31) handed over as a number
        (45382.75, dt.date(2024, 3, 31)),
        (2958465.0, dt.date(9999, 12, 31)),
    ],
)
def test_day(value, expected):
    assert bridge.as_day([[value]], "日付") == expected


@pytest.mark.parametrize("value", [2024.0, 0.0, -1.0, 20240331.0, True])
def test_number_that_is_no_date(value):
    assert code_of(bridge.as_day, [[value]], "日付") == "SB-V295"


def test_side_by_side_drops_headings_and_pads():
    grid = bridge.side_by_side(("前", [["4月"], [1.0], [2.0]]), ("後", [[3.0]]))
    assert grid.values.tolist() == [["前", "後"], [1, 3], [2, None]]
    assert code_of(bridge.side_by_side, ("前", [["4月"], [None]]), ("後", [[None]])) == "SB-T102"


# ------------------------------------------------------------------ errors
def test_known_error_becomes_one_cell():
    @bridge.udf
    def broken(_):
        raise TableError("T101", name="地区", near="地域")

    assert broken(1).startswith("#SB-T101 列「地区」が見つかりません。")


def test_unknown_error_becomes_plain_japanese_and_goes_to_the_log(caplog):
    @bridge.udf
    def broken():
        raise KeyError("secret/path")

    assert broken() == "#" + bridge.say("W299", kind="KeyError")
    assert "secret" not in broken()
    assert "Traceback" not in broken()
    assert "KeyError in broken at test_bridge.py:" in caplog.text
    assert "secret" not in caplog.text


def test_decorated_function_keeps_its_signature():
    import inspect

    @bridge.udf
    def subject(table, weight=None):
        """Doc."""

    assert str(inspect.signature(subject)) == "(table, weight=None)"
    assert (subject.__name__, subject.__doc__) == ("subject", "Doc.")
