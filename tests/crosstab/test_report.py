import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shirube.crosstab import CrosstabRequest, code, report, tabulate
from shirube.result import Cell, ChartKind, Mark, Provenance, Purpose, Result
from shirube.stats.intervals import wilson
from support.survey import BOOK, survey

REQUEST = CrosstabRequest("年代", "満足度")
JARGON = re.compile(
    "カイ二乗|p値|ｐ値|[pP] ?[<=＜＝]|検定|有意|仮説|フィッシャー|Fisher|クラメール|Cram|χ|残差|期待度数|自由度|"
    "信頼区間|尤度|ホルム|Holm|ボンフェローニ|モンテカルロ|ラオ|Wilson|デザイン効果|標準誤差|分散|正規"
)
CASES = [
    REQUEST,
    replace(REQUEST, weight="w"),
    replace(REQUEST, purpose=Purpose.PUBLIC),
    replace(REQUEST, missing="exclude", percent="column"),
    CrosstabRequest("年代", "媒体"),
    CrosstabRequest("年代", "媒体", weight="w", purpose=Purpose.PUBLIC),
]


def made(request: CrosstabRequest = REQUEST, frame: pd.DataFrame | None = None) -> Result:
    frame = survey() if frame is None else frame
    coded = code(frame, [request.row, request.column], BOOK, weight=request.weight)
    return report(tabulate(coded, request), Provenance(file="調査.xlsx"))


def page_one(result: Result) -> str:
    lines = [result.title, result.question, result.conditions, result.base]
    lines += [*result.conclusion, *result.says, *result.cannot_say, *result.notes]
    for table in result.tables:
        lines += [table.title, *table.notes, *(f"{c.label} {c.group}" for c in table.columns)]
        lines += [f"{c.shown} {c.note}" for row in table.rows for c in row if isinstance(c, Cell)]
    lines += [f"{c.title} {c.alt_text} {c.x_title} {c.y_title}" for c in result.charts]
    return "\n".join(lines)


@pytest.mark.parametrize("request_", CASES, ids=repr)
@pytest.mark.parametrize("people", [{}, {"difference": False}, {"n": 25}], ids=repr)
def test_page_one_speaks_plain_japanese(request_: CrosstabRequest, people: dict) -> None:
    text = page_one(made(request_, survey(**people)))
    assert not JARGON.findall(text)
    assert not re.search(r"(?<!\d)-\d", text)  # minus is − or ▲, never a hyphen


def test_residuals_are_shaded_away_from_zero() -> None:
    (table,) = (t for d in made().details for t in d.tables if t.key == "residuals")
    assert table.shade is not None
    assert table.shade.signed
    assert table.shade.columns == tuple(column.key for column in table.columns[1:])


@pytest.mark.parametrize("request_", CASES, ids=repr)
def test_details_name_the_test_and_the_reason(request_: CrosstabRequest) -> None:
    text = "\n".join(line for d in made(request_).details for line in d.paragraphs)
    assert "検定" in text
    assert "ため" in text


def row(result: Result, label: str) -> dict[str, object]:
    table = result.tables[0]
    values = next(r for r in table.rows if (r[0].value if isinstance(r[0], Cell) else r[0]) == label)
    return dict(zip((c.key for c in table.columns), values, strict=True))


def test_signs() -> None:
    # 1 of 3000 is 0.03 %: below the unit; nobody answered いいえ in 西; 北 has 12 persons.
    frame = pd.DataFrame(
        {
            "地区": ["東"] * 3000 + ["西"] * 40 + ["北"] * 12,
            "答": ["はい"] * 2999 + ["いいえ"] + ["はい"] * 40 + ["はい"] * 12,
        }
    )
    result = made(CrosstabRequest("地区", "答"), frame)
    east, west, north = (row(result, name) for name in ("東", "西", "北"))
    assert east["n1"] == 1
    assert east["p1"] == Cell(0.0, shown="0.0")
    assert west["n1"] == Cell(0, shown="-")
    assert west["p1"] == Cell(0.0, shown="-")
    assert isinstance(north["category"], Cell)
    assert north["category"].shown == "北※"
    signs = {(line[1], line[3]): line[-1] for line in result.data[0].table.rows}
    assert signs["東", "いいえ"] == "0.0"
    assert signs["西", "いいえ"] == "-"
    assert signs["北", "いいえ"] == "- ※"


def test_percentages_are_rounded_half_up() -> None:
    frame = pd.DataFrame({"a": ["x"] * 8 + ["y"] * 8, "b": ["p"] + ["q"] * 7 + ["p"] * 3 + ["q"] * 5})
    result = made(CrosstabRequest("a", "b", decimals=0), frame)
    assert row(result, "x")["p0"] == 13  # 12.5
    assert row(result, "x")["p1"] == 88  # 87.5
    assert row(result, "y")["p0"] == 38  # 37.5


def test_marks_of_page_and_data_are_the_same_cells() -> None:
    result = made()
    page = sum(isinstance(c, Cell) and c.mark is not None for r in result.tables[0].rows for c in r)
    data = sum(mark.value in line[-1] for line in result.data[0].table.rows for mark in Mark)
    assert page == data > 0


def test_sentences_repeat_the_printed_figures() -> None:
    result = made()
    high = next(line for line in result.says if "高く" in line)
    label, option, mine, whole, gap, n, low, high_end = re.fullmatch(
        "「(.+)」では「(.+)」が([0-9.]+)％で、全体（([0-9.]+)％）より([0-9.]+)ポイント高くなっています"
        "（n＝([0-9]+)、誤差を見込むと([0-9.]+)〜([0-9.]+)％）。",
        high,
    ).groups()
    columns = {c.label: c.key for c in result.tables[0].columns if c.group.startswith("割合")}
    assert row(result, label)[columns[option]].value == float(mine)
    assert row(result, "全体")[columns[option]] == float(whole)
    assert float(gap) == pytest.approx(float(mine) - float(whole))
    persons = row(result, label)
    assert persons["n"] == int(n)
    x = persons[columns[option].replace("p", "n")]
    assert [float(low), float(high_end)] == pytest.approx([100 * v for v in wilson(x, int(n))], abs=0.051)


def test_small_groups_are_named_and_not_used_as_evidence() -> None:
    result = made()
    assert any("80代以上" in line and "参考値" in line for line in result.cannot_say)
    assert not any(line.startswith("80代以上") for line in result.says)


def test_conclusions() -> None:
    assert "差があります" in made().conclusion[0]
    assert "誤差の範囲" in made(frame=survey(difference=False)).conclusion[0]
    assert any("証明ではありません" in line for line in made(frame=survey(difference=False)).cannot_say)
    assert "人数が足りない" in made(frame=survey(30, difference=False)).conclusion[0]
    one = survey().assign(年代="20代")
    assert "比べる相手がない" in made(frame=one).conclusion[0]
    assert "調べていません" in made(replace(REQUEST, test="none")).conclusion[0]
    assert any("原因" in line for line in made().cannot_say)


def test_direction_is_said_for_ordered_answers() -> None:
    assert "「20代」から「80代以上」へ進むほど、答えは「不満」の側に寄っています。" in made().says


@pytest.mark.parametrize("column", ["満足度", "媒体"])
@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("n", [30, 150, 600])
def test_published_report_shows_no_small_count_anywhere(column: str, weight: str, n: int) -> None:
    request = CrosstabRequest("年代", column, weight=weight, purpose=Purpose.PUBLIC)
    result = made(request, survey(n))
    keys = [c.key for c in result.tables[0].columns]
    if not weight:
        shown = [
            value.value if isinstance(value, Cell) else value
            for r in result.tables[0].rows
            for key, value in zip(keys, r, strict=True)
            if re.fullmatch(r"n\d*", key)
        ]
        assert not [v for v in shown if v is not None and 0 < v < 10]
    lines = result.data[0].table.rows
    assert not [line for line in lines if line[4] is not None and 0 < line[4] < 10]
    # Beside their weighted sums the persons of single cells are not shown at all (see test_suppress_weighted).
    hidden = [line for line in lines if line[6 if weight else 4] is None]
    assert hidden
    assert all(line[5] is None and line[6] is None and "x" in line[-1] for line in hidden)
    assert not weight or all(line[4] is None for line in lines)
    assert all(line[8] is None for line in lines)
    assert [t.key for d in result.details for t in d.tables] == ["intervals", "sampling_error"]
    shown = {(line[1], line[3]) for line in lines if line[5] is not None}
    assert {(line[0], line[1]) for line in result.details[1].tables[0].rows} <= shown
    assert any("逆算" in line for d in result.details for line in d.paragraphs)
    assert all(c.kind is not ChartKind.BAR_100 for c in result.charts)


def test_multiple_total_is_hidden_beside_a_hidden_answer() -> None:
    result = made(CrosstabRequest("年代", "媒体", purpose=Purpose.PUBLIC), survey(150))
    keys = [c.key for c in result.tables[0].columns]
    for r in result.tables[0].rows:
        cells = dict(zip(keys, r, strict=True))
        some = any(isinstance(v, Cell) and v.shown == "x" for k, v in cells.items() if k.startswith("n"))
        assert (isinstance(cells["mt"], Cell) and cells["mt"].shown == "x") == some


def test_multiple_total_counts_answers_per_respondent() -> None:
    frame = survey()
    result = made(CrosstabRequest("年代", "媒体", decimals=4), frame)
    answers = frame[["広報紙", "SNS", "口コミ"]].to_numpy().sum()
    assert row(result, "全体")["mt"] == pytest.approx(100 * answers / len(frame), abs=1e-4)


def test_weighted_report_shows_both_bases_and_the_effective_size() -> None:
    frame = survey()
    result = made(replace(REQUEST, weight="w"), frame)
    whole = row(result, "全体")
    assert whole["n"] == len(frame)
    assert whole["weighted_base"] == int(np.floor(frame["w"].sum() + 0.5))
    text = "\n".join(line for d in result.details for line in d.paragraphs)
    size = frame["w"].sum() ** 2 / (frame["w"] ** 2).sum()
    assert f"{size:.1f}" in text
    assert "ラオ・スコット" in text


def test_chart_series_are_columns_of_the_table() -> None:
    for request in CASES[:2]:
        result = made(request)
        keys = {c.key for c in result.tables[0].columns}
        for chart in result.charts:
            assert chart.table == result.tables[0].key
            assert {s.key for s in chart.series} | {chart.category} <= keys


def test_the_data_sheet_holds_plain_values() -> None:
    for line in made(CASES[2]).data[0].table.rows:
        assert not any(isinstance(value, Cell) for value in line)


def test_intervals_of_every_shown_percentage() -> None:
    frame = survey()
    (table,) = (t for d in made(frame=frame).details for t in d.tables if t.key == "intervals")
    got = {line[:2]: line[2:] for line in table.rows}
    x, n = int(((frame["年代"] == "20代") & (frame["満足度"] == "満足")).sum()), int((frame["年代"] == "20代").sum())
    low, high = wilson(x, n)
    assert got["20代", "満足"] == pytest.approx((100 * x / n, 100 * low, 100 * high), abs=0.051)
    assert all(low <= share <= high for share, low, high in got.values())
    (weighted,) = (
        t for d in made(replace(REQUEST, weight="w"), frame).details for t in d.tables if t.key == "intervals"
    )
    wide = {line[:2]: line[4] - line[3] for line in weighted.rows}
    assert wide["全体", "満足"] > got["全体", "満足"][2] - got["全体", "満足"][1]


@pytest.mark.parametrize(
    ("layout", "persons", "percents"), [("np", True, True), ("n", True, False), ("p", False, True)]
)
@pytest.mark.parametrize("column", ["満足度", "媒体"])
def test_layouts_np_n_p(layout, persons: bool, percents: bool, column: str) -> None:
    result = made(CrosstabRequest("年代", column, layout=layout, weight="w"))
    keys = [c.key for c in result.tables[0].columns]
    assert ("n0" in keys) == persons
    assert ("p0" in keys) == percents
    assert {"n", "weighted_base"} <= set(keys)
    assert {len(r) for r in result.tables[0].rows} == {len(keys)}
    assert bool(result.charts) == percents
