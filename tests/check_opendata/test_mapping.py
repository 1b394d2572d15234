"""A list goes into standard columns: by name, by other names, by hand; nothing is guessed."""

import pytest

from shirube.check.opendata import dataset, to_dataset
from shirube.errors import ValueFormatError
from shirube.grid import Grid

ROWS = [
    ["施設名", "ﾌﾘｶﾞﾅ", "住所", "緯度", "経度", "謎の列"],
    ["中央公民館", "ﾁｭｳｵｳｺｳﾐﾝｶﾝ", "府中市宮西町1-1", 35.6, 139.4, "?"],
    ["西公民館", "", "府中市西原町2-2", 341.0, 139.5, "?"],
]


def column(mapped, name):
    at = [field.name for field in mapped.dataset.fields].index(name)
    return [row[at] for row in mapped.rows]


def test_columns_are_found_and_the_rest_is_told():
    mapped = to_dataset(Grid.from_rows(ROWS), dataset("public_facility"), code="13206")
    assert column(mapped, "名称") == ["中央公民館", "西公民館"]
    assert column(mapped, "名称_カナ") == ["チュウオウコウミンカン", ""]
    assert column(mapped, "全国地方公共団体コード") == ["132063", "132063"]
    assert column(mapped, "地方公共団体名") == ["東京都府中市", "東京都府中市"]
    assert mapped.unused == ("謎の列",)


def test_faults_name_cells_and_a_missing_column_is_told_once():
    mapped = to_dataset(Grid.from_rows(ROWS), dataset("public_facility"), code="13206")
    assert [(f.cell, f.field) for f in mapped.faults] == [("", "ID"), ("D3", "緯度")]


def test_a_required_value_missing_in_one_record_is_told_with_its_cell():
    rows = [["ID", "名称"], [1, "中央公民館"], [2, None]]
    mapped = to_dataset(Grid.from_rows(rows), dataset("aed"), code="13206")
    assert [(f.cell, f.sentence) for f in mapped.faults] == [("B3", "必須の項目「名称」が空です")]


def test_columns_can_be_given_by_hand():
    mapped = to_dataset(Grid.from_rows(ROWS), dataset("public_facility"), columns={"備考": "謎の列"})
    assert column(mapped, "備考") == ["?", "?"]
    assert mapped.unused == ()


def test_an_exact_name_wins_over_another_name():
    rows = [["施設名", "名称"], ["別名", "正しい名"]]
    mapped = to_dataset(Grid.from_rows(rows), dataset("aed"))
    assert column(mapped, "名称") == ["正しい名"]


def test_a_wrong_code_of_the_publisher_stops():
    with pytest.raises(ValueFormatError):
        to_dataset(Grid.from_rows(ROWS), dataset("aed"), code="999999")
