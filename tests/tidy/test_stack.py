"""Tables of one family below each other: matched by name, changes told, nothing lost."""

import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.tidy import stack, tidy
from shirube.tidy.stack import period_of


def sheet(name, rows, title="人口", source="人口.xlsx", unit=""):
    head = [[title, None, unit or None]] if unit else [[title]]
    (table,) = tidy(Grid.from_rows([*head, *rows], name=name, source=source))
    return table


ROWS = [["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]]


def kinds(stacked):
    return [drift.kind for drift in stacked.drifts]


def test_rows_and_sums_are_kept_and_every_row_knows_its_sheet():
    parts = [sheet("令和5年度", ROWS), sheet("令和6年度", [ROWS[0], ["東", 5, 6], ["西", 7, 8]])]
    stacked = stack(parts)
    frame = stacked.table.frame
    assert len(frame) == sum(map(len, parts)) == 8
    assert frame["値"].sum() == sum(part.frame["値"].sum() for part in parts)
    assert frame["年度"].tolist() == ["令和5年度"] * 4 + ["令和6年度"] * 4
    assert frame["出所セル"].tolist() == [cell for part in parts for cell in part.frame["出所セル"]]
    assert kinds(stacked) == []


def test_columns_in_another_order_do_not_slip():
    other = [["地区", "女", "男"], ["東", 20, 10], ["西", 40, 30]]
    frame = stack([sheet("2023年", ROWS), sheet("2024年", other)]).table.frame
    new = frame[frame["出所シート"] == "2024年"]
    assert dict(zip(zip(new["地区"], new["性別"], strict=True), new["値"], strict=True)) == {
        ("東", "男"): 10, ("東", "女"): 20, ("西", "男"): 30, ("西", "女"): 40,
    }  # fmt: skip


def test_a_member_that_goes_and_one_that_comes_are_told():
    other = [ROWS[0], ["東", 1, 2], ["南", 3, 4]]
    found = stack([sheet("2023年", ROWS), sheet("2024年", other)]).drifts
    assert [(d.kind, d.where) for d in found] == [("区分", "人口.xlsx!2024年")] * 2
    assert "「西」がなくなって" in found[0].sentence
    assert "「南」が現れて" in found[1].sentence


def test_another_unit_is_told_and_stays_in_its_rows():
    stacked = stack([sheet("2023年", ROWS, unit="（単位：千円）"), sheet("2024年", ROWS, unit="（単位：円）")])
    assert kinds(stacked) == ["単位"]
    assert stacked.table.frame["単位"].unique().tolist() == ["千円", "円"]
    assert stacked.table.unit == ""


def test_year_and_fiscal_year_are_not_put_into_one_column():
    stacked = stack([sheet("令和5年", ROWS), sheet("令和6年度", ROWS)])
    assert kinds(stacked) == ["年と年度"]
    assert not {"年", "年度"} & set(stacked.table.frame.columns)


def test_a_renamed_column_is_told_with_the_one_it_resembles():
    other = [["地区名", "男", "女"], *ROWS[1:]]
    stacked = stack([sheet("2023年", ROWS), sheet("2024年", other)])
    assert "「地区」が無く、似た名前の「地区名」" in stacked.drifts[0].sentence
    frame = stacked.table.frame
    assert frame.loc[frame["出所シート"] == "2024年", "地区"].tolist() == [""] * 4  # kept apart, not guessed
    assert frame.loc[frame["出所シート"] == "2024年", "地区名"].tolist() == ["東", "東", "西", "西"]


def test_a_deeper_header_adds_a_column_that_is_blank_elsewhere():
    deeper = [["地区", "人数", None, "世帯"], [None, "男", "女", "計"], ["東", 1, 2, 3], ["西", 4, 5, 6]]
    stacked = stack([sheet("2023年", ROWS), sheet("2024年", deeper)])
    assert "列" in kinds(stacked)
    assert len(stacked.table) == 4 + 6


@pytest.mark.parametrize(
    ("sheet_name", "title", "source", "said"),
    [
        ("令和5年度", "人口", "a.xlsx", "令和5年度"),
        ("表1", "令和６年４月の人口", "a.xlsx", "令和6年4月"),
        ("表1", "人口", "人口_R6年度.xlsx", "R6年度"),
        ("2023年・2024年", "人口", "a.xlsx", None),
        ("表1", "人口", "a.xlsx", None),
        ("表S3", "人口", "コード120231.xlsx", None),
        ("BR5", "人口", "2024001.csv", None),
        ("S60年度", "人口", "a.xlsx", "S60年度"),
        ("表1", "人口(2024)", "a.xlsx", "2024"),
    ],
)
def test_period_of(sheet_name, title, source, said):
    found = period_of(sheet(sheet_name, ROWS, title=title, source=source))
    assert (found and found[0]) == said


def test_strangers_are_refused():
    other = sheet("別", [["品目", "値段", "重さ"], ["米", 1, 2], ["麦", 3, 4]])
    with pytest.raises(TableError) as raised:
        stack([sheet("2023年", [["年齢", "男", "女"], ["0歳", 1, 2], ["1歳", 3, 4]]), other])
    assert raised.value.code == "SB-T373"
    with pytest.raises(TableError) as raised:
        stack([])
    assert raised.value.code == "SB-T371"
