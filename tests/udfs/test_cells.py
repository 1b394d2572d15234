"""Functions as a cell calls them: through xlwings' COM conversions, with the kinds of values Excel sends."""

import datetime as dt
import itertools

import pytest

from shirube import __version__
from shirube_macros.functions import catalogue
from support.excel import OMITTED, Excel

ANSWERS = [["年代", "満足度", "重み"]] + [
    [age, answer, 2.0]
    for age, answer, count in (("20代", "満足", 30), ("20代", "不満", 10), ("60代", "満足", 15), ("60代", "不満", 45))
    for _ in range(count)
]
FUNCTIONS = [f for f in catalogue() if not f.vba]
KINDS = {
    "number": [[12.5]],
    "text": [["地区"]],
    "kanji outside the code page": [["𠮷野・髙橋"]],
    "blank cell": [[None]],
    "true": [[True]],
    "date": [[dt.datetime(2024, 3, 31, 9, 30)]],
    "error": [["#N/A"]],
    "value": 2024.0,
    "literal": "文字",
    "one row": [["a", 1.0, None]],
    "one column": [["a"], [1.0], ["#DIV/0!"]],
    "block": [["地区", "値"], ["東", 1.0], ["西", None]],
    "blank block": [[None, None], [None, None]],
    "mixed": [[dt.datetime(2024, 4, 1), True, "#REF!"], ["東", -1.5, None]],
}


@pytest.fixture(scope="module")
def excel():
    with Excel() as running:
        yield running


def check_spill(answer) -> None:
    """What Excel would choke on: nothing at all, gaps, ragged rows, not-a-number."""
    rows = answer if isinstance(answer, list | tuple) else [[answer]]
    rows = rows if isinstance(rows[0], list | tuple) else [rows]
    assert rows
    assert rows[0]
    assert {len(row) for row in rows} == {len(rows[0])}
    for value in itertools.chain.from_iterable(rows):
        assert isinstance(value, str | bool | int | float | dt.date)
        assert value == value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entry", FUNCTIONS, ids=lambda f: f.name)
def test_any_kind_of_value_gets_an_answer_or_a_sentence(excel, entry, kind):
    given = [OMITTED if a.optional else KINDS[kind] for a in entry.arguments]
    answer = excel.call(entry.module, entry.function, *given)
    check_spill(answer)
    assert "W299" not in str(answer)
    if entry.returns == "number":
        assert isinstance(answer, int | float) or answer.startswith("#SB-")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entry", [f for f in FUNCTIONS if len(f.arguments) > 2], ids=lambda f: f.name)
def test_any_kind_of_value_beside_a_good_table(excel, entry, kind):
    given = [ANSWERS, *[KINDS[kind]] * (len(entry.arguments) - 1)]
    answer = excel.call(entry.module, entry.function, *given)
    check_spill(answer)
    assert "W299" not in str(answer)


# ------------------------------------------------------------------ 集計
def test_crosstab_counts_and_row_percentages(excel):
    rows = excel.call("counting", "SB_CROSSTAB", ANSWERS, "年代", "満足度")
    head, *body = [list(row) for row in rows]
    table = {row[0].rstrip("※"): dict(zip(head[1:], row[1:], strict=True)) for row in body}
    satisfied = {area: [v for k, v in row.items() if k.endswith(" 満足")] for area, row in table.items()}
    assert satisfied["20代"] == [30, 75.0]
    assert satisfied["60代"] == [15, 25.0]
    assert satisfied["全体"] == [45, 45.0]


def test_omitted_blank_and_written_out_defaults_are_the_same(excel):
    plain = excel.call("counting", "SB_CROSSTAB", ANSWERS, "年代", "満足度", OMITTED, OMITTED)
    assert excel.call("counting", "SB_CROSSTAB", ANSWERS, [["年代"]], [["満足度"]], [[None]], [["行"]]) == plain
    assert excel.call("counting", "SB_CROSSTAB", ANSWERS, "年代", "満足度", OMITTED, "列") != plain


def test_weight_is_used(excel):
    plain = excel.call("counting", "SB_CROSSTAB", ANSWERS, "年代", "満足度")
    weighted = excel.call("counting", "SB_CROSSTAB", ANSWERS, "年代", "満足度", "重み")
    assert 90 in weighted[1]
    assert 90 not in plain[1]


def test_codes_are_shown_as_typed_not_as_floats(excel):
    coded = [["年代", "満足度"]] + [[20.0 if a == "20代" else 60.0, b] for a, b, _ in ANSWERS[1:]]
    rows = excel.call("counting", "SB_CROSSTAB", coded, "年代", "満足度")
    assert {str(row[0]).rstrip("※") for row in rows[1:]} == {"全体", "20", "60"}


def test_missing_column_is_named_with_its_neighbours(excel):
    answer = excel.call("counting", "SB_CROSSTAB", ANSWERS, "年令", "満足度")
    assert answer.startswith("#SB-T101 選んだ範囲（左上が A1）：列「年令」が見つかりません。")
    assert "年代" in answer


# ------------------------------------------------------------------ 整える
DAY = dt.datetime(2024, 3, 31)


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("SB_NENDO", ([[DAY]],), 2023),
        ("SB_NENDO", ([[dt.datetime(2024, 4, 1)]],), 2024),
        ("SB_NENDO", ([["令和6年3月31日"]],), 2023),
        ("SB_NENDO", (45382.0,), 2023),
        ("SB_WAREKI", ([[DAY]],), "令和6年3月31日"),
        ("SB_WAREKI", ([[dt.datetime(2019, 4, 30)]],), "平成31年4月30日"),
        ("SB_WAREKI", ([[dt.datetime(2019, 5, 1)]],), "令和元年5月1日"),
        ("SB_AGE", ([[dt.datetime(2000, 4, 2)]], [[dt.datetime(2026, 4, 1)]]), 25),
        ("SB_AGE", ([[dt.datetime(2000, 4, 1)]], [[dt.datetime(2026, 4, 1)]]), 26),
        ("SB_CODE", ([["熊本市"]],), "431001"),
        ("SB_CODE", ([["431001"]],), "熊本県熊本市"),
        ("SB_CODE", ([[431001.0]],), "熊本県熊本市"),
        ("SB_NUMBER", ([["１，２３４人"]],), 1234),
        ("SB_NUMBER", ([["△12.3％"]],), -12.3),
        ("SB_NUMBER", ([["3万2千"]],), 32000),
        ("SB_NUMBER", (5.0,), 5),
        ("SB_CODE", ([[11002.0]],), "北海道札幌市"),  # the leading zero is lost in a number cell
    ],
)
def test_one_cell_functions(excel, function, arguments, expected):
    assert excel.call("tidying", function, *arguments) == expected


@pytest.mark.parametrize(
    ("function", "arguments", "code"),
    [
        ("SB_NENDO", ([[None]],), "#SB-V293"),
        ("SB_NENDO", ([[2024.0]],), "#SB-V295"),
        ("SB_NENDO", ([[DAY, DAY]],), "#SB-V292"),
        ("SB_NENDO", ([["あ"]],), "#SB-V"),
        ("SB_AGE", ([[dt.datetime(2030, 1, 1)]], [[DAY]]), "#SB-V"),
        ("SB_CODE", ([["ない町"]],), "#SB-V309"),
        ("SB_CODE", ([["府中市"]],), "#SB-V306"),
        ("SB_CODE", ([["431002"]],), "#SB-V301"),
        ("SB_NUMBER", ([["x"]],), "#SB-V103"),
        ("SB_NUMBER", ([["第2回"]],), "#SB-V102"),
        ("SB_NUMBER", ([[None]],), "#SB-V293"),
    ],
)
def test_one_cell_functions_say_what_is_wrong(excel, function, arguments, code):
    answer = excel.call("tidying", function, *arguments)
    assert answer.startswith(code)
    assert "W299" not in answer


def test_tidy_gives_one_row_per_observation(excel):
    wide = [
        ["地区", "2020年", None, "2021年", None],
        [None, "男", "女", "男", "女"],
        ["東", 10.0, 11.0, 12.0, 13.0],
        ["西", 20.0, 21.0, 22.0, 23.0],
        ["南", 30.0, 31.0, 32.0, 33.0],
    ]
    head, *body = [list(row) for row in excel.call("tidying", "SB_TIDY", wide)]
    values = [row[head.index("値")] for row in body]
    assert sorted(values) == sorted(v for row in wide[2:] for v in row[1:])
    found = next(row for row in body if row[head.index("値")] == 22)
    assert {"西", "男"} <= set(found)
    assert any("2021" in str(v) for v in found)


# ------------------------------------------------------------------ 点検
def test_check_lists_what_a_range_breaks(excel):
    head, *body = excel.call("checking", "SB_CHECK", [["地区", "人口（人）"], ["東", "1,234人"], ["西", 20.0]])
    assert list(head) == ["規則", "どこ", "何が", "直し方", "区分"]
    assert [(row[0], row[1], row[4]) for row in body] == [("L2-01", "B2", "直す")]
    _, only = excel.call("checking", "SB_CHECK", [["地区", "人口（人）"], ["東", 10.0], ["西", 20.0]])
    assert only[0] == ""
    assert "見つかりませんでした" in only[2]


# ------------------------------------------------------------------ 評価
def test_before_after_with_headings_and_without(excel):
    before, after = [[100.0 + i % 7] for i in range(40)], [[90.0 + i % 5] for i in range(40)]
    plain = excel.call("evaluating", "SB_BEFOREAFTER", before, after, OMITTED)
    assert excel.call("evaluating", "SB_BEFOREAFTER", [["前期"], *before], [["後期"], *after], [[True]]) == plain
    check_spill(plain)
    assert list(plain[0][:3]) == ["項目", "結果", "補足"]
    means = {row[0]: row for row in plain if row[0] in ("事前", "事後")}
    assert sum(r[0] for r in before) / 40 in means["事前"]
    assert sum(r[0] for r in after) / 40 in means["事後"]
    assert any(row[0] == "結論" for row in plain)
    assert excel.call("evaluating", "SB_BEFOREAFTER", before, after, False) != plain


def test_before_after_of_unequal_lengths(excel):
    before, after = [[100.0 + i % 7] for i in range(40)], [[90.0 + i % 5] for i in range(25)]
    check_spill(excel.call("evaluating", "SB_BEFOREAFTER", before, after, False))


def test_did_finds_the_planted_effect(excel):
    rows = [["地区", "年度", "件数", "実施"]] + [
        [f"地区{i}", float(year), 100.0 + i + (i * year) % 3 - (20 if i < 6 and year >= 2023 else 0), float(i < 6)]
        for i in range(12)
        for year in range(2019, 2026)
    ]
    for start in (2023.0, [["2023"]]):
        answer = excel.call("evaluating", "SB_DID", rows, "地区", "年度", "件数", "実施", start)
        (difference,) = (row for row in answer if row[0] == "差（実施−比較）")
        assert difference[4] == pytest.approx(-20, abs=1)
        assert any(row[0] == "結論" for row in answer)


# ------------------------------------------------------------------ 支援
def test_version(excel):
    assert excel.call("support", "SB_VERSION") == f"しるべ {__version__}"


LIST = [["館", "設備", "4月", "5月"], ["東", "駐車場、授乳室", 1.0, "x"], [None, "駐車場", 3.0, None]]


def test_unpivot_fills_a_block(excel):
    answer = excel.call("tidying", "SB_UNPIVOT", LIST, "4月", "月", OMITTED)
    assert [list(row) for row in answer] == [
        ["館", "設備", "月", "値"],
        ["東", "駐車場、授乳室", "4月", 1],
        ["東", "駐車場、授乳室", "5月", "x"],
        ["", "駐車場", "4月", 3],
        ["", "駐車場", "5月", ""],
    ]


def test_fill_down_and_split(excel):
    filled = excel.call("tidying", "SB_FILLDOWN", LIST, "館")
    assert [row[0] for row in filled] == ["館", "東", "東"]
    split = excel.call("tidying", "SB_SPLIT", LIST, "設備", OMITTED)
    assert [row[1] for row in split] == ["設備", "駐車場", "授乳室", "駐車場"]
    assert str(excel.call("tidying", "SB_UNPIVOT", LIST, "6月", OMITTED, OMITTED)).startswith("#SB-T301")


# ------------------------------------------------------------------ つなぐ
PLACES = [["地区", "人口"], ["東", 10.0], ["髙山", 20.0], ["南", 5.0]]
CALLS = [["地区名", "件数"], ["高山", 2.0], ["東", 1.0], ["北", 9.0]]
WALK = [["旧", "新", "開始年度"], ["川西一", "川西", 2025.0], ["川西二", "川西", 2025.0]]


def test_join_keeps_every_row_and_every_spelling(excel):
    rows = excel.call("joining", "SB_JOIN", PLACES, CALLS, "地区=地区名", OMITTED)
    assert [list(row) for row in rows] == [
        ["地区", "人口", "地区名", "件数", "突合", "突合の根拠"],
        ["東", 10, "東", 1, "結び付いた", "同じ文字"],
        ["髙山", 20, "高山", 2, "結び付いた", "異体字などをそろえて同じ"],
        ["南", 5, "", "", "左だけ", ""],
        ["北", "", "北", 9, "右だけ", ""],
    ]


def test_join_uses_a_crosswalk(excel):
    rows = excel.call("joining", "SB_JOIN", PLACES, CALLS, "地区=地区名", [["旧", "新"], ["南", "北"]])
    assert [row[4] for row in rows[1:]] == ["結び付いた"] * 3


def test_realign_adds_and_marks(excel):
    table = [["地区", "年度", "人口"], ["川西一", 2024.0, 10.0], ["川西二", 2024.0, 20.0], ["川西", 2025.0, 33.0]]
    rows = excel.call("joining", "SB_REALIGN", table, WALK, 2025.0, OMITTED)
    assert [list(row) for row in rows[1:]] == [
        ["川西", 2024, 30, "まとめた", "川西一、川西二"],
        ["川西", 2025, 33, "", ""],
    ]
    assert excel.call("joining", "SB_REALIGN", table, WALK, "七", OMITTED).startswith("#SB-V298")
    assert excel.call("joining", "SB_REALIGN", table, [["あ"], ["い"]], 2025.0, OMITTED).startswith("#SB-J305")
