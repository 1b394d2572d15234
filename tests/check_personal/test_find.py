"""What the finder finds, what it leaves alone, and that no value leaves it."""

import pytest

from shirube.check.personal import PersonalKind, Severity, find_personal
from shirube.check.personal.my_number import my_number_check_digit
from shirube.grid import Grid


def my_number(first: str) -> str:
    return first + str(my_number_check_digit(first))


MY_NUMBERS = [my_number(f"{n:011d}") for n in (12345678901, 98765432109, 55512345678)]
COLUMNS = {
    PersonalKind.NAME: ("氏名", ["山田太郎", "鈴木花子", "佐藤一郎"]),
    PersonalKind.PHONE: ("電話", ["090-1234-5678", "03-1234-5678", "080-1111-2222"]),
    PersonalKind.EMAIL: ("連絡先", ["a@example.com", "b@example.jp", "c@example.org"]),
    PersonalKind.BIRTH: ("生年月日", ["昭和50年1月2日", "平成元年3月4日", "1990/5/6"]),
    PersonalKind.ADDRESS: ("住所", ["東京都府中市宮西町2-24", "札幌市中央区北1条西2丁目", "大阪市北区中之島1-3-20"]),
    PersonalKind.MY_NUMBER: ("個人番号", MY_NUMBERS),
    PersonalKind.ACCOUNT: ("口座番号", ["1234567", "7654321", "1112223"]),
    PersonalKind.MEMBER_ID: ("被保険者番号", ["12345678", "87654321", "11223344"]),
    PersonalKind.HASHED_ID: ("仮ID", ["a1b2c3d4e5f60718", "0f1e2d3c4b5a6978", "1234abcd5678ef90"]),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_column_under_its_name(kind):
    header, values = COLUMNS[kind]
    grid = Grid.from_rows([["番号", header], *([i, v] for i, v in enumerate(values, 1))], name="名簿")
    found = [f for f in find_personal(grid) if f.kind is kind]
    assert [f.place for f in found] == ["B2:B4"]
    assert found[0].count == 3


@pytest.mark.parametrize("kind", COLUMNS)
def test_no_finding_holds_a_value(kind):
    header, values = COLUMNS[kind]
    grid = Grid.from_rows([["番号", header], *([i, v] for i, v in enumerate(values, 1))])
    for finding in find_personal(grid):
        assert all(len(sample) <= 2 for sample in finding.samples)
        assert not any(value in repr(finding) for value in values)


def test_my_number_only_the_whole_column_and_never_a_sample():
    rows = [["番号", "個人番号"], *([i, v] for i, v in enumerate(MY_NUMBERS, 1))]
    (finding,) = find_personal(Grid.from_rows(rows))
    assert finding.suggestions == ("列ごと削除",)
    assert finding.samples == ()
    assert finding.severity is Severity.PERSONAL


def test_a_my_number_inside_a_sentence_is_found_by_its_check_digit():
    grid = Grid.from_rows([[f"番号は{MY_NUMBERS[0]}です"], ["番号は123456789012です"]])
    found = [f for f in find_personal(grid) if f.kind is PersonalKind.MY_NUMBER]
    assert [f.place for f in found] == ["A1"]


def test_suggestions_for_the_others():
    header, values = COLUMNS[PersonalKind.BIRTH]
    (birth,) = find_personal(Grid.from_rows([["番号", header], *([i, v] for i, v in enumerate(values, 1))]))
    assert any("年代" in text or "年齢" in text for text in birth.suggestions)
    header, values = COLUMNS[PersonalKind.ADDRESS]
    (address,) = find_personal(Grid.from_rows([["番号", header], *([i, v] for i, v in enumerate(values, 1))]))
    assert any("地区" in text or "町" in text for text in address.suggestions)


def test_a_hashed_id_is_called_personal_still():
    assert PersonalKind.HASHED_ID.value == "仮ID（個人情報のまま）"
    assert "匿名" not in "".join(kind.value for kind in PersonalKind)


@pytest.mark.parametrize(
    "rows",
    [
        [["地区", "人口"], ["東", 1234], ["西", 5678]],
        [["年度", "予算額"], ["令和5年度", 123456789012], ["令和6年度", 210987654321]],
        [["施設名", "面積"], ["中央公民館", 120.5], ["東図書館", 300]],
        [["品目", "JANコード"], ["鉛筆", "4901234567894"], ["消しゴム", "4909876543210"]],
    ],
)
def test_tables_without_people_are_left_alone(rows):
    assert [f for f in find_personal(Grid.from_rows(rows, name="表")) if f.severity is Severity.PERSONAL] == []
