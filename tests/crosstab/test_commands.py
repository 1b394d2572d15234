"""The commands and the command line, from a sheet to a workbook."""

import datetime as dt
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from shirube.commands.crosstab import CrosstabSettings, crosstab
from shirube.commands.crosstab_batch import BatchSettings, batch, gt
from shirube.commands.crosstab_special import HeatSettings, ProfileSettings, TopSettings, heat_of, profile, top
from shirube.commands.crosstab_text import conditions, names
from shirube.crosstab.weights import read_population
from shirube.errors import CrosstabError
from shirube.grid import Grid
from shirube.result import Purpose
from shirube_cli.main import main
from support.survey import BOOK, survey


def sheet(n: int = 300) -> pd.DataFrame:
    random = np.random.default_rng(4)
    frame = survey(n)
    frame["性別"] = random.choice(["男性", "女性"], n)
    frame["年齢"] = random.integers(18, 90, n)
    frame["地区"] = random.choice(["東地区", "西地区"], n)
    frame["受付"] = [dt.datetime(2025, 6, 2) + dt.timedelta(hours=int(h)) for h in random.integers(0, 5000, n)]
    return frame


def lines(frame: pd.DataFrame) -> list[list[object]]:
    """Header and records as plain Python values."""
    body = [[plain(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return [list(frame.columns), *body]


def plain(value: object) -> object:
    if value is None or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return str(value) if isinstance(value, str) else value.item() if hasattr(value, "item") else value


def grid(frame: pd.DataFrame) -> Grid:
    return Grid.from_rows(lines(frame), name="回答")


def test_everything_a_clerk_can_set() -> None:
    population = read_population(
        Grid.from_rows([["設問", "選択肢", "人口"], ["性別", "男性", 480], ["性別", "女性", 520]])
    )
    settings = CrosstabSettings(
        row="年齢",
        column="満足度",
        outer="性別",
        stratum="地区",
        where="地区=東地区|西地区",
        bands="年齢=40|65",
        merges="満足度:満足計=満足|やや満足；満足度:不満計=やや不満|不満",
        summary=True,
        population=population,
        most_weight=3.0,
    )
    result = crosstab(grid(sheet()), settings)
    labels = [str(getattr(row[0], "value", row[0])) for row in result.tables[0].rows]
    assert labels[:4] == ["全体", "男性・40未満", "男性・40〜64", "男性・65以上"]
    assert {"満足計", "不満計"} <= {c.label for c in result.tables[0].columns}
    titles = [detail.title for detail in result.details]
    assert "層をそろえた比較" in titles
    assert "ウェイトの作り方" in titles
    assert "対象: 地区が「東地区・西地区」の人" in result.conditions


def test_batch_finds_its_questions() -> None:
    result = batch(grid(sheet(400)), BatchSettings("性別、年代", common=CrosstabSettings(codebook=BOOK)))
    contents = next(t for t in result.tables if t.key == "contents")
    assert [row[1] for row in contents.rows] == ["知った媒体"]
    without = batch(grid(sheet(400)), BatchSettings("性別、年代"))
    asked = [row[1] for row in next(t for t in without.tables if t.key == "contents").rows]
    assert "満足度" in asked
    assert "受付" not in asked
    assert "年齢" not in asked
    assert without.details[-1].title == "用語"
    with pytest.raises(CrosstabError) as caught:
        batch(grid(sheet(50)), BatchSettings("性別", "性別"))
    assert caught.value.key == "C313"


def test_gt_and_the_special_tables() -> None:
    cells = grid(sheet())
    assert gt(cells, BatchSettings(questions="満足度")).tables[0].rows[0][2] == 300
    assert "開庁時間内" in heat_of(cells, HeatSettings("受付")).conclusion[0]
    common = CrosstabSettings(row="地区", column="満足度")
    assert profile(cells, ProfileSettings("満足", common)).tables[0].rows[0][0] == "全体"
    assert top(cells, TopSettings("年代", 2)).tables[0].rows[0][0] == "1"


@pytest.mark.parametrize("text", ["問1", "=はい", "問1=", "満足度満足=あ"])
def test_texts_that_cannot_be_read_are_told(text: str) -> None:
    if text == "満足度満足=あ":
        with pytest.raises(CrosstabError) as caught:
            crosstab(grid(sheet(50)), CrosstabSettings(row="性別", column="満足度", merges=text))
    else:
        with pytest.raises(CrosstabError) as caught:
            conditions(text)
    assert caught.value.key == "C315"
    assert text.partition("=")[0] in caught.value.sentence


def test_names_and_conditions() -> None:
    assert names("") == ()
    assert [c.key for c in conditions("問1=a|b；問2＝c")] == ["問1", "問2"]


def saved(folder, frame: pd.DataFrame):
    path = folder / "調査.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.title = "回答"
    for row in lines(frame):
        page.append(row)
    people = book.create_sheet("母集団")
    for row in (["性別", "人口"], ["男性", 480], ["女性", 520]):
        people.append(row)
    book.save(path)
    return path


def texts_of(path) -> str:
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


CALLS = {
    "single": ["--row", "性別", "--column", "満足度", "--summary"],
    "weighted": ["--row", "年代", "--column", "満足度", "--population", "母集団"],
    "batch": ["--axes", "性別、年代", "--questions", "満足度"],
    "gt": ["--gt", "--questions", "満足度、性別"],
    "heat": ["--heat", "受付"],
    "profile": ["--row", "地区", "--column", "満足度", "--profile", "満足"],
    "top": ["--top", "年代"],
}


@pytest.mark.parametrize("kind", CALLS)
def test_command_line_writes_a_workbook(tmp_path, kind: str) -> None:
    out = tmp_path / "結果.xlsx"
    assert main(["crosstab", str(saved(tmp_path, sheet())), *CALLS[kind], "--out", str(out)]) == 0
    book = openpyxl.load_workbook(out)
    assert "報告" in book.sheetnames[0]
    assert len(book.sheetnames) >= 3


def test_command_line_needs_to_know_what(tmp_path, capsys) -> None:
    assert main(["crosstab", str(saved(tmp_path, sheet(40))), "--row", "性別"]) == 2
    assert "SB-C318" in capsys.readouterr().err


def test_suppressed_numbers_are_nowhere_in_the_file(tmp_path) -> None:
    """A group of 7 in one cell of a public table: neither 7 nor its 41.2 % of 17 is in any part of the package."""
    frame = pd.DataFrame(
        {
            "地区": ["東"] * 400 + ["西"] * 300 + ["南"] * 17,
            "答": ["はい", "いいえ"] * 350 + ["はい"] * 7 + ["いいえ"] * 10,
        }
    )
    settings = CrosstabSettings(row="地区", column="答", purpose=Purpose.PUBLIC)
    result = crosstab(grid(frame), settings)
    out = tmp_path / "公表.xlsx"
    from shirube.office.write import write_results

    write_results([result], out)
    shown = texts_of(out)
    assert "41.2" not in shown
    assert "58.8" not in shown
    cells = [c.value for page in openpyxl.load_workbook(out) for row in page.iter_rows() for c in row]
    assert 7 not in cells
    assert "x" in cells
