"""Candidates come with reasons; sheets without a table are refused in words."""

import pytest

from shirube.errors import TableError
from shirube.grid import Grid, Span
from shirube.tidy import detect, tidy


def test_candidates_are_few_ordered_and_explained():
    grid = Grid.from_rows([["題"], ["区", "男", "女", "計"], ["東", 1, 2, 3], ["西", 4, 5, 9]], name="表1")
    detection = detect(grid)
    assert 1 <= len(detection.candidates) <= 3
    confidences = [c.confidence for c in detection.candidates]
    assert confidences == sorted(confidences, reverse=True)
    best = detection.best
    assert best.confidence > 0.8
    assert (best.recipe.sheet, best.recipe.anchor.text, best.recipe.anchor.cell) == ("表1", "区", "A2")
    assert (best.recipe.header.rows, best.recipe.stub.columns) == (1, 1)
    assert best.reasons == ("見出しと数字の並ぶ表が1つあります。", "A2:D4：見出しは1行、行見出しは1列です。")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "何も書かれていません"),
        ([[None, None]], "何も書かれていません"),
        ([["ごあいさつ"], ["この統計は"]], "数字のある表が見つかりません"),
        ([["表紙", None, None, 1]], "見出しと数字が並ぶ表が見つかりません"),
    ],
)
def test_refusals(rows, words):
    detection = detect(Grid.from_rows(rows, name="表紙"))
    assert detection.candidates == ()
    assert words in detection.refusal
    with pytest.raises(TableError) as caught:
        tidy(Grid.from_rows(rows, name="表紙"))
    assert caught.value.key == "T206"
    assert detection.refusal in caught.value.sentence


def test_months_side_by_side_are_not_taken_for_a_list():
    rows = [["区", "4月", "5月", "6月"], ["東", 1, 2, 3], ["西", 4, 5, 6]]
    detection = detect(Grid.from_rows(rows))
    assert detection.best.recipe.form == "crosstab"
    assert {c.recipe.form for c in detection.candidates} == {"crosstab", "records"}


def test_a_list_under_a_title_with_a_key():
    rows = [["施設一覧"], ["施設番号", "名称", "面積", "定員"]] + [[100 + i, f"施設{i}", i * 3, i] for i in range(30)]
    forms = [c.recipe.form for c in detect(Grid.from_rows(rows)).candidates]
    assert "records" in forms


def form(rows=8, boxes=4, width=5):
    """A form on fine columns: every box is merged over several of them."""
    cells, merges = [], []
    for r in range(rows):
        line = [None] * (boxes * width)
        for b in range(boxes):
            line[b * width] = f"項目{r}" if b % 2 == 0 else r * 10 + b
            merges.append(Span(r, b * width, r, (b + 1) * width - 1))
        cells.append(line)
    return Grid.from_rows(cells, merges=merges)


def test_a_form_on_fine_columns_is_refused_with_the_reason():
    found = detect(form())
    assert not found.candidates
    assert "様式" in found.refusal


def test_a_table_with_a_few_merged_values_is_no_form():
    rows = [["人口"], ["区", "男", "女", "計"], *([f"{i}区", i, i + 1, 2 * i + 1] for i in range(1, 20))]
    assert detect(Grid.from_rows(rows, merges=["B4:C4", "B9:C9"])).best is not None


@pytest.mark.parametrize(
    ("rows", "head", "years"),
    [
        ([["地区", 2020, 2021, 2022], ["東", 1, 2, 3], ["西", 4, 5, 6]], 1, ["2020", "2021", "2022"]),
        ([["人口"], ["地区", 2023, 2024], ["東", 110, 252], ["西", 144, 57]], 1, ["2023", "2024"]),
        ([["区", "種別", 2003], ["東", "計", 418], ["東", "男", 300], ["西", "計", 97]], 1, ["2003"]),
        ([["図書館", 1998, 2003], ["公民館", 1995, 2005], ["体育館", 2001, 2010]], 0, []),  # years of opening
    ],
)
def test_years_typed_as_numbers_are_headings(rows, head, years):
    recipe = detect(Grid.from_rows(rows)).best.recipe
    assert recipe.header.rows == head
    if years:
        (table,) = tidy(Grid.from_rows(rows), recipe)
        assert set(years) in [set(table.frame[name]) for name in table.dimensions]


def test_units_and_sentences_over_a_complete_header_are_no_headings():
    rows = [
        ["（単位：人）", None, "平成11年の人口は国勢調査による，", "世帯は推計による。"],
        ["区", "人口", "世帯", "面積"],
        ["東", 110, 52, 3],
        ["西", 144, 57, 4],
    ]
    recipe = detect(Grid.from_rows(rows)).best.recipe
    assert (recipe.anchor.cell, recipe.header.rows) == ("A2", 1)
