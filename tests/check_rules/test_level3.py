"""Level 3: header first, codes, symbols, units, times, regions, long form; files side by side."""

from __future__ import annotations

import pytest

from shirube.check.facts import CheckSource, CsvFacts
from shirube.check.inspect import inspect_all, inspect_source
from support.checks import cells, found, sheet, status

LIST = [["地区", "人口（人）"], ["東", 10], ["西", 20], ["南", 30]]


def column(name, *values, beside="地区", labels="第{}地区"):
    return [[beside, name], *([labels.format(i), value] for i, value in enumerate(values, 1))]


# ---------------------------------------------------------------- L3-01


@pytest.mark.parametrize(
    ("rows", "merges", "where"),
    [
        ([["人口調査"], *LIST], (), ["A1:B1"]),
        ([[], *LIST], (), ["A1:B1"]),
        ([LIST[0], [], *LIST[1:]], (), ["A2:B2"]),
        ([["地区", "人口", None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]], ("B1:C1", "A1:A2"), ["A1:C2"]),
        (LIST[1:], (), ["A1:B1"]),
    ],
)
def test_header_not_first(rows, merges, where):
    assert cells("L3-01", rows, merges=merges) == where


@pytest.mark.parametrize(
    "rows",
    [
        LIST,
        [*LIST, ["注）速報値である。"]],  # a note below does not move the header
        [["氏名", "所属"], ["山田", "市民課"], ["鈴木", "税務課"]],
        [["地区", 2020, 2021], ["東", 1, 2], ["西", 3, 4]],
    ],
)
def test_header_first(rows):
    assert status("L3-01", rows) == "pass"


# ---------------------------------------------------------------- L3-02

CODED = column("性別区分", 1, 2, 1, 1, 2, 2, 1)


def test_codes_without_a_table_are_for_a_person():
    assert status("L3-02", CODED) == "person"


@pytest.mark.parametrize("elsewhere", [("コード表",), ("1＝男、2＝女",), ("1：男",)])
def test_codes_explained_elsewhere(elsewhere):
    assert status("L3-02", CODED, elsewhere=elsewhere) == "pass"


@pytest.mark.parametrize(
    "rows", [LIST, column("性別区分", *"男女男男女女男"), column("市区町村コード", *[1100, 1202] * 4)]
)
def test_no_codes(rows):
    assert status("L3-02", rows) == "pass"


# ---------------------------------------------------------------- L3-03


@pytest.mark.parametrize("sign", ["x", "-", "…", "***", "X", "‐"])
def test_undefined_symbols(sign):
    assert cells("L3-03", column("人口", 10, sign, 20)) == ["B3"]


@pytest.mark.parametrize(
    ("sign", "note"),
    [
        ("x", "注）xは秘匿した数値である。"),
        ("-", "「-」は該当なし"),
        ("…", "…：不詳"),
        ("***", "注1 *** 数値が得られないもの"),
        ("－", "凡例　- = 皆無"),
    ],
)
def test_symbols_explained_on_the_sheet(sign, note):
    assert status("L3-03", [*column("人口", 10, sign, 20), [], [note]]) == "pass"
    assert status("L3-03", column("人口", 10, sign, 20), elsewhere=(note,)) == "pass"


@pytest.mark.parametrize(
    "rows",
    [
        column("人口", 10, 20, 30),
        column("人口", 10, "秘匿", 20),  # says what it means
        column("評価", "○", "×", "○"),  # no column of numbers
        column("人口", 10, None, 20),
    ],
)
def test_no_symbols(rows):
    assert status("L3-03", rows) == "pass"


def test_a_dash_in_another_note_explains_nothing():
    assert status("L3-03", [*column("人口", 10, "-", 20), [], ["注）2020-2021年度の値である。"]]) == "fail"


# ---------------------------------------------------------------- L3-04


@pytest.mark.parametrize("name", ["値", "面積", "予算額", "総数", "男", "収入"])
def test_no_unit(name):
    assert cells("L3-04", column(name, 10, 20, 30)) == ["B1"]


@pytest.mark.parametrize(
    "name",
    [
        "人口（人）",
        "面積(km2)",
        "予算額_千円",
        "構成比（％）",
        "世帯数",
        "順位",
        "市区町村コード",
        "緯度",
        "年度",
        "人口千人当たり（人）",
        "指数",
    ],
)
def test_unit_in_the_name(name):
    assert status("L3-04", column(name, 10, 20, 30)) == "pass"


@pytest.mark.parametrize(
    "rows",
    [
        [["予算", "（単位：千円）"], *column("予算額", 10, 20)],
        [["地区", "値", "単位"], ["東", 1, "人"], ["西", 2, "人"]],
        column("意見", "よい", "わるい"),
        column("問1", 1, 2, 1),  # an answer's code has no unit
        column("内線", 101, 102),
        column("温泉に入る", 0, 1, 1, 0, 1, 0),  # flags
        column("順", 1, 2, 3, 4, 5),  # running numbers
        column("評定", *[1, 2, 3, 4, 5] * 5),  # grades
        column("値", "10人", "20人"),  # the unit stands in the cells: L2-01
    ],
)
def test_unit_elsewhere(rows):
    assert status("L3-04", rows) == "pass"


# ---------------------------------------------------------------- L3-05


@pytest.mark.parametrize(
    ("name", "values", "where"),
    [
        ("年", ("令和3年", "令和4年"), ["B2:B3"]),
        ("年度", ("R3", "R4"), ["B2:B3"]),
        ("調査日", ("H30.4.1", "H31.4.1"), ["B2:B3"]),
        ("年度", ("3年度", "4年度"), ["B2:B3"]),
        ("年度", (3, 4), ["B2:B3"]),
        ("日付", ("23/4/1", "24/4/1"), ["B2:B3"]),
        ("日付", ("2023/4/1", "2023年5月1日"), ["B2:B3"]),
        ("区分", ("平成30年", "令和元年"), ["B2:B3"]),
    ],
)
def test_times_not_in_western_years(name, values, where):
    assert cells("L3-05", column(name, *values)) == where


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("年", ("2021年", "2022年")),
        ("年度", (2021, 2022)),
        ("年", ("令和3年（2021年）", "令和4年（2022年）")),
        ("年", ("2021（令和3）年", "2022（令和4）年")),
        ("日付", ("2023-04-01", "2023-05-01")),
        ("時点", ("2020000000", "2021000000")),
        ("月", (4, 5)),
        ("年齢", (3, 4)),
        ("学年", ("3年", "4年")),
        ("会場", ("平成会館", "昭和町公民館")),
        ("日付", ("R05.04.01", "R05.05.01")),  # JIS X 0301 in full
    ],
)
def test_times_that_machines_read(name, values):
    assert status("L3-05", column(name, *values)) == "pass"


def test_eras_in_the_header():
    assert cells("L3-05", [["地区", "令和3年度", "令和4年度"], ["東", 1, 2], ["西", 3, 4]]) == ["B1", "C1"]
    assert status("L3-05", [["地区", "令和3年度（2021）"], ["東", 1], ["西", 3]]) == "pass"


def test_a_western_column_beside_the_era():
    assert status("L3-05", [["年", "年_西暦", "人口"], ["令和3年", 2021, 10], ["令和4年", 2022, 20]]) == "pass"


# ---------------------------------------------------------------- L3-06


@pytest.mark.parametrize(
    ("name", "values", "where"),
    [
        ("都道府県", ("青森", "岩手"), ["B2:B3"]),
        ("地域", ("青森県", "岩手", "宮城県"), ["B3"]),
        ("市区町村", ("札幌", "函館市"), ["B2"]),
        ("市区町村コード", (1100, 1202), ["B2", "B3"]),
        ("市区町村コード", ("01100", "01202", "99999"), ["B4"]),
    ],
)
def test_regions_not_in_full(name, values, where):
    assert cells("L3-06", column(name, *values, beside="番号", labels="第{}号")) == where


@pytest.mark.parametrize(
    "rows",
    [
        column("都道府県", "北海道", "青森県", beside="番号"),
        [["市区町村コード", "市区町村"], ["01100", "札幌"], ["01202", "函館"]],  # a code settles it
        column("氏名", "青森", "山田", "鈴木", beside="番号"),
        column("地区名", "川西", "東町", "中央", beside="番号"),  # a district that is called like a city
        column("地区", "東地区", "西地区", beside="番号"),
        [["都道府県", "市区町村"], ["東京都", "府中市"], ["広島県", "府中市"]],
    ],
)
def test_regions_in_full(rows):
    assert status("L3-06", rows) == "pass"


def test_a_name_that_two_places_share_is_for_a_person():
    assert status("L3-06", column("市区町村", "府中市", "札幌市", beside="番号")) == "person"


# ---------------------------------------------------------------- L3-07


def source(file, names):
    return CheckSource(file, ".xlsx", (sheet([names, ["東", 1, 2, 3], ["西", 4, 5, 6]]),))


def test_files_of_two_years():
    old, same = source("人口2022.xlsx", ["地区", "計", "男", "女"]), source("人口2023.xlsx", ["地区", "計", "男", "女"])
    new = source("人口2024.xlsx", ["地区名", "総数", "男性", "女性"])
    assert inspect_all([old, same], rules=("L3-07",)).status("L3-07") == "pass"
    (finding,) = inspect_all([old, same, new], rules=("L3-07",)).failed
    assert (finding.rule, finding.file) == ("L3-07", "人口2024.xlsx")
    assert inspect_all([old], rules=("L3-07",)).status("L3-07") == "not_applied"
    assert inspect_all([old, source("学校2023.xlsx", ["校名", "計", "男", "女"])]).status("L3-07") == "not_applied"


def test_years_in_the_names_of_columns_are_no_change():
    files = [source(f"人口{y}.xlsx", ["地区", f"{y}年", f"{y - 1}年", "増減"]) for y in (2022, 2023)]
    assert inspect_all(files, rules=("L3-07",)).status("L3-07") == "pass"


# ---------------------------------------------------------------- L3-08


def test_a_file_without_a_description_is_for_a_person():
    assert inspect_source(CheckSource("人口.xlsx", ".xlsx", (sheet(LIST),))).status("L3-08") == "person"


@pytest.mark.parametrize(
    "described",
    [
        CheckSource("人口.xlsx", ".xlsx", (sheet(LIST), sheet([["項目", "定義"]], name="項目の説明"))),
        CheckSource("人口.csv", ".csv", (sheet(LIST),), csv=CsvFacts(), excel=False, documents=("題名：人口",)),
    ],
)
def test_a_described_file(described):
    assert inspect_source(described).status("L3-08") == "pass"


def test_a_character_code_nothing_fits():
    unread = CheckSource("人口.csv", ".csv", (sheet(LIST),), csv=CsvFacts(encoding=""), excel=False)
    assert inspect_source(unread).status("L3-08") == "fail"


# ---------------------------------------------------------------- L3-09


@pytest.mark.parametrize(
    ("names", "where"),
    [
        (["地区", "2020年", "2021年", "2022年"], "B1:D1"),
        (["地区", 2020, 2021, 2022], "B1:D1"),
        (["地区", "令和3年度", "令和4年度", "計"], "B1:C1"),
        (["地区", "4月", "5月", "6月"], "B1:D1"),
        (["地区", "人口_2020", "人口_2021", "面積"], "B1:C1"),
        (["地区", "0〜4歳", "5〜9歳", "10〜14歳"], "B1:D1"),
        (["項目", "北海道", "青森県", "岩手県"], "B1:D1"),
        (["地区", "品目1", "品目2", "品目3"], "B1:D1"),
        (["地区", "第1四半期", "第2四半期", "第3四半期"], "B1:D1"),
    ],
)
def test_wide(names, where):
    assert cells("L3-09", [names, ["東", 1, 2, 3], ["西", 4, 5, 6]]) == [where]


@pytest.mark.parametrize(
    "names",
    [
        ["地区", "年", "人口", "世帯数"],
        ["地区", "人口", "人口密度", "面積"],
        ["地区", "2020年人口", "2020年世帯数", "2020年面積"],  # one year, three items
        ["地区", "男", "女", "計"],
        ["地区", "1人世帯", "世帯数", "人口"],
    ],
)
def test_long(names):
    assert status("L3-09", [names, ["東", 1, 2, 3], ["西", 4, 5, 6]]) == "pass"


def test_the_finding_says_how_many_columns():
    (finding,) = found("L3-09", [["地区", "2020年", "2021年"], ["東", 1, 2], ["西", 4, 5]]).failed
    assert finding.count == 2
    assert "年が2列" in finding.sentence
