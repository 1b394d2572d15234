"""Matrix questions: finding them, putting them into one table, from a sheet to a workbook."""

import openpyxl
import pandas as pd
import pytest

from shirube.codebook import Answer, Codebook, Option, Question, read_codebook
from shirube.commands.crosstab import CrosstabSettings
from shirube.commands.crosstab_batch import BatchSettings, batch
from shirube.commands.crosstab_matrix import MATRIX, MatrixSettings, matrix
from shirube.crosstab.matrix import matrices, matrix_of
from shirube.errors import CrosstabError
from shirube.grid import Grid
from shirube.result import Cell, ChartKind, Purpose
from shirube_cli.main import main
from support.survey import survey

SCALE = tuple(Option(str(k), label) for k, label in enumerate(("満足", "やや満足", "やや不満", "不満"), start=1))
ITEMS = {"問2_1": "道路", "問2_2": "公園", "問2_3": "ごみ"}
QUESTIONS = tuple(Question(key, f"満足度：{name}", options=SCALE, ordered=True) for key, name in ITEMS.items())
BOOK = Codebook((Question("問1", "住みよさ", options=SCALE, ordered=True), *QUESTIONS))


def answers(n: int = 400) -> pd.DataFrame:
    """Three items with different satisfaction; the third has a blank."""
    codes = {label: k for k, label in enumerate(("満足", "やや満足", "やや不満", "不満"), start=1)}
    frame = pd.DataFrame({"性別": ["男性", "女性"] * (n // 2)})
    for seed, key in enumerate(ITEMS):
        frame[key] = survey(n, seed=seed)["満足度"].map(codes).fillna(1).astype(int).to_numpy()
    frame["問2_2"] = (frame["問2_2"] + 2).clip(upper=4)
    frame["問2_3"] = frame["問2_3"].astype(object)
    frame.loc[:4, "問2_3"] = None
    return frame


def grid(frame: pd.DataFrame) -> Grid:
    body = [[v.item() if hasattr(v, "item") else v for v in row] for row in frame.itertuples(index=False, name=None)]
    return Grid.from_rows([list(frame.columns), *body], name="回答")


def test_items_below_one_number_belong_together() -> None:
    (found,) = matrices(BOOK)
    assert (found.key, found.title, found.items, found.names) == (
        "問2",
        "満足度",
        tuple(ITEMS),
        ("道路", "公園", "ごみ"),
    )


@pytest.mark.parametrize("keys", [("Q3-1", "Q3-2"), ("問4（1）", "問4（2）"), ("問5(ア)", "問5(イ)"), ("q6.1", "q6.2")])
def test_numberings_in_use(keys) -> None:
    assert len(matrices(Codebook(tuple(Question(key, f"設問{key}", options=SCALE) for key in keys)))) == 1


@pytest.mark.parametrize(
    "questions",
    [
        (Question("問1", "甲", options=SCALE), Question("問2", "乙", options=SCALE)),  # two questions of their own
        (Question("問2_1", "甲", options=SCALE), Question("問2_2", "乙", options=SCALE[:2])),  # other answers
        (Question("問2_1", "甲", Answer.MULTIPLE, SCALE), Question("問2_2", "乙", Answer.MULTIPLE, SCALE)),
        (Question("問2_1", "甲"), Question("問2_2", "乙")),  # no answers known
    ],
)
def test_what_is_no_matrix(questions) -> None:
    assert matrices(Codebook(questions)) == ()


def test_the_sheet_can_name_it() -> None:
    rows = [["設問", "設問文", "種類", "マトリクス", "コード", "選択肢"]]
    for key, text in (("甲", "広報"), ("乙", "窓口")):
        rows += [[key, text, "単一回答", "わかりやすさ", 1, "よい"], [None, None, None, None, 2, "わるい"]]
    (found,) = matrices(read_codebook(Grid.from_rows(rows)))
    assert (found.key, found.title, found.names) == ("わかりやすさ", "わかりやすさ", ("広報", "窓口"))


def test_figures_are_those_of_the_answers() -> None:
    frame = answers()
    result = matrix(grid(frame), MatrixSettings("問2", CrosstabSettings(codebook=BOOK, summary=True, layout="np")))
    table = result.tables[0]
    keys = [c.key for c in table.columns]
    assert [row[0] for row in table.rows] == ["道路", "公園", "ごみ"]
    for row, item in zip(table.rows, ITEMS, strict=True):
        answered = frame[item].dropna().astype(int)
        assert row[keys.index("n")] == 400
        counted = [row[keys.index(f"n{j}")] for j in range(4)]
        wanted = [int((answered == j + 1).sum()) for j in range(4)]
        assert [0 if isinstance(v, Cell) else v for v in counted] == wanted
        assert row[keys.index("t2b")] == pytest.approx(100 * (answered <= 2).sum() / 400, abs=0.051)
        assert row[keys.index("mean")] == pytest.approx((5 - answered).mean(), abs=0.0051)
    blank = next(k for k, c in enumerate(table.columns) if c.label == "無回答")
    assert [row[blank] for row in table.rows] == [Cell(0, shown="-"), Cell(0, shown="-"), 5]
    t2b = {name: (frame[item].dropna() <= 2).sum() / 4 for item, name in ITEMS.items()}
    assert f"「{max(t2b, key=t2b.get)}」で最も高く" in result.conclusion[0]
    assert f"「{min(t2b, key=t2b.get)}」で最も低く" in result.conclusion[0]
    assert result.charts[0].kind is ChartKind.BAR_100
    assert result.settings[0].value == MATRIX.label


def test_hidden_answers_are_hidden_in_all_items_together() -> None:
    frame = answers()
    frame.loc[:2, "問2_1"] = 4
    frame.loc[3:, "問2_1"] = frame.loc[3:, "問2_1"].clip(upper=3)
    common = CrosstabSettings(codebook=BOOK, purpose=Purpose.PUBLIC, layout="np")
    result = matrix(grid(frame), MatrixSettings("問2_1、問2_2、問2_3", common))
    row = result.tables[0].rows[0]
    hidden = [v for v in row if isinstance(v, Cell) and v.shown == "x"]
    assert len(hidden) >= 4  # at least two counts and their percentages
    assert 3 not in [v.value if isinstance(v, Cell) else v for v in row]
    assert result.charts == ()
    assert any("伏せた" in note for note in result.notes)


def test_batch_has_a_table_per_matrix_question() -> None:
    result = batch(grid(answers()), BatchSettings("性別", "問2_1、問2_2、問2_3", CrosstabSettings(codebook=BOOK)))
    table = next(t for t in result.tables if t.key == "matrix1")
    assert table.title == "満足度　項目別"
    banner = next(t for t in result.tables if t.key == "banner3")  # the item with 無回答
    assert table.rows[2][1:] == banner.rows[0][2:]
    without = batch(grid(answers()), BatchSettings("性別", "問2_1", CrosstabSettings(codebook=BOOK)))
    assert not any(t.key.startswith("matrix") for t in without.tables)


def test_errors_say_what_there_is() -> None:
    with pytest.raises(CrosstabError) as caught:
        matrix_of(["問9"], BOOK)
    assert caught.value.key == "C330"
    assert "問2" in caught.value.next_step
    with pytest.raises(CrosstabError) as caught:
        matrix(grid(answers()), MatrixSettings("性別、問2_1", CrosstabSettings()))
    assert caught.value.key == "C312"


def test_from_a_workbook_by_the_command_line(tmp_path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "回答"
    frame = answers()
    for row in [list(frame.columns), *frame.to_numpy(dtype=object).tolist()]:
        page.append([v.item() if hasattr(v, "item") else v for v in row])
    sheet = book.create_sheet("設問票")
    sheet.append(["設問", "設問文", "種類", "順序", "コード", "選択肢"])
    for question in QUESTIONS:
        for k, option in enumerate(question.options):
            head = [question.key, question.label, "単一回答", "あり"] if k == 0 else [None] * 4
            sheet.append([*head, option.code, option.label])
    path, out = tmp_path / "調査.xlsx", tmp_path / "結果.xlsx"
    book.save(path)
    assert main(["crosstab", str(path), "--matrix", "問2", "--codebook", "設問票", "--out", str(out)]) == 0
    cells = [c.value for row in openpyxl.load_workbook(out)["報告"].iter_rows() for c in row]
    assert {"道路", "公園", "ごみ"} <= set(cells)
