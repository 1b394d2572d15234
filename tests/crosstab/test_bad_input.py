"""Bad input by the command line: a clear message and no file, or a sensible result with a word about it."""

import openpyxl
import pandas as pd
import pytest

from shirube_cli.main import main
from support.survey import survey

BASE = pd.DataFrame({"年代": ["20代", "30代"] * 60, "答": ["はい", "はい", "いいえ"] * 40, "w": [1.0] * 120})
SPLIT = pd.DataFrame(
    {"年代": ["20代"] * 60 + ["30代"] * 60, "性別": ["男性"] * 60 + ["女性"] * 60, "答": ["はい"] * 120}
)
MANY = pd.DataFrame(
    {
        "番号": [f"番号{k}" for k in range(50_000)],
        "年代": ["20代", "30代"] * 25_000,
        "答": ["はい", "いいえ", "はい", "はい"] * 12_500,
    }
)
AGES = BASE.assign(年齢=["25", "３５", 45] * 40)
PAIR = ["--row", "年代", "--column", "答"]
ALL = ["--axes", "年代", "--questions", "答"]
NOBODY = ["--where", "性別=男性；年代=30代"]


def workbook(path, frame: pd.DataFrame, more: dict[str, list[list[object]]] | None = None):
    book = openpyxl.Workbook()
    book.active.title = "回答"
    body = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    for row in [list(frame.columns), *body]:
        book.active.append(row)
    for name, rows in (more or {}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def called(tmp_path, frame: pd.DataFrame, *arguments: str) -> tuple[int, str]:
    """Exit status, and everything that stands in the workbook."""
    source, out = tmp_path / "調査.csv", tmp_path / "結果.xlsx"
    if len(frame) > 10_000:
        frame.to_csv(source, index=False, encoding="utf-8-sig")
    else:
        source = workbook(tmp_path / "調査.xlsx", frame)
    status = main(["crosstab", str(source), *arguments, "--out", str(out)])
    if not out.exists():
        return status, ""
    book = openpyxl.load_workbook(out, read_only=True)
    return status, "\n".join(str(v) for page in book for row in page.iter_rows(values_only=True) for v in row if v)


BAD = {
    "no rows after the filter": (SPLIT, [*PAIR, *NOBODY], "SB-C335"),
    "no rows after the filter of a batch": (SPLIT, [*ALL, *NOBODY], "SB-C335"),
    "no rows after the filter of simple totals": (SPLIT, ["--gt", "--questions", "答", *NOBODY], "SB-C335"),
    "a condition on an answer nobody knows": (BASE, [*PAIR, "--where", "年代=90代"], "SB-C301"),
    "a condition that cannot be read": (BASE, [*PAIR, "--where", "答"], "SB-C315"),
    "nobody left without 無回答": (BASE.assign(答=None), [*PAIR, "--missing", "exclude"], "SB-C101"),
    "a negative weight": (BASE.assign(w=[-1.0] + [1.0] * 119), [*PAIR, "--weight", "w"], "SB-C103"),
    "a missing weight": (BASE.assign(w=[None] + [1.0] * 119), [*PAIR, "--weight", "w"], "SB-C103"),
    "weights all zero": (BASE.assign(w=0.0), [*PAIR, "--weight", "w"], "SB-C103"),
    "words for weights": (BASE, [*ALL, "--weight", "答"], "SB-C103"),
    "50,000 categories down the side": (MANY, ["--row", "番号", "--column", "答"], "SB-C102"),
    "50,000 categories across": (MANY, ["--row", "答", "--column", "番号"], "SB-C102"),
    "50,000 categories of a batch": (MANY, ["--axes", "番号", "--questions", "答"], "SB-C102"),
    "the same question twice": (BASE, ["--row", "答", "--column", "答"], "SB-C105"),
    "a batch of a question by itself": (BASE, ["--axes", "答", "--questions", "答"], "SB-C313"),
    "words where numbers are cut into classes": (BASE, [*PAIR, "--bands", "答=20|30"], "SB-T104"),
    "a column that is not there": (BASE, ["--row", "年台", "--column", "答"], "SB-T101"),
    "an answer that is not there": (BASE, [*PAIR, "--profile", "たぶん"], "SB-C301"),
    "no time of day": (BASE, ["--heat", "年代"], "SB-C314"),
    "opening hours that are none": (BASE, ["--heat", "年代", "--opens", "朝"], "SB-C331"),
    "a threshold lowered without a reason": (BASE, [*PAIR, "--purpose", "公表", "--threshold", "3"], "SB-C305"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_told_and_nothing_is_written(tmp_path, capsys, kind: str) -> None:
    frame, arguments, code = BAD[kind]
    status, texts = called(tmp_path, frame, *arguments)
    said = capsys.readouterr().err
    assert status == 2
    assert said.startswith(code)
    assert texts == ""
    assert "Traceback" not in said


ODD = {
    "one category": (BASE.assign(年代="20代"), PAIR, "比べる相手がないため"),
    "one answer": (BASE.assign(答="はい"), [*PAIR, "--summary"], "比べる相手がないため"),
    "one category in a batch": (BASE.assign(年代="20代"), ALL, "比べられる表がありません"),
    "a weight of zero": (BASE.assign(w=[0.0] + [1.0] * 119), [*PAIR, "--weight", "w"], "ウェイトが0 1人を除く"),
    "weights typed as text": (BASE.assign(w="1.5"), [*PAIR, "--weight", "w"], "ウェイトがすべて同じ値"),
    "numbers typed as text": (BASE.assign(答=[1, "1", "１", 2] * 30), PAIR, "全角と半角の違いだけ"),
    "ages typed as text": (AGES, ["--row", "年齢", "--column", "答", "--bands", "年齢=30|40"], "30〜39"),
    "letters of two widths": (BASE.assign(答=["ＳＮＳ", "SNS"] * 60), PAIR, "別の区分として数えています"),
    "nobody answered": (BASE.assign(答=None), PAIR, "比べる相手がないため"),
    "50,000 different values listed": (MANY, ["--top", "番号"], "同じ値が二つ以上ありません"),
    "50,000 numbers beside the questions of a batch": (MANY, ["--axes", "年代"], "1問 × 1軸"),
    "one name said twice": (BASE, ["--axes", "年代、年代", "--questions", "答、答"], "1問 × 1軸"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
def test_odd_input_gives_a_sensible_result_and_a_word_about_it(tmp_path, kind: str) -> None:
    frame, arguments, word = ODD[kind]
    status, texts = called(tmp_path, frame, *arguments)
    assert status == 0
    assert word in texts


BOOK = [["設問", "設問文", "種類", "列", "コード", "選択肢"]] + [
    ["媒体", "知った媒体", "複数回答", name, k, name] for k, name in enumerate(("広報紙", "SNS", "口コミ"), start=1)
]
MEDIA = ["--column", "媒体", "--codebook", "設問票"]


def test_stray_codes_of_multiple_answers_are_told(tmp_path) -> None:
    frame, out = survey(120).assign(広報紙=[0, 1, 9] * 40), tmp_path / "結果.xlsx"
    source = workbook(tmp_path / "調査.xlsx", frame, {"設問票": BOOK})
    assert main(["crosstab", str(source), "--row", "年代", *MEDIA, "--out", str(out)]) == 0
    texts = [str(c.value) for row in openpyxl.load_workbook(out)["報告"].iter_rows() for c in row if c.value]
    assert any("0と1のほかの値がありました: 9" in text for text in texts)


def test_multiple_answers_down_the_side_are_refused(tmp_path, capsys) -> None:
    source = workbook(tmp_path / "調査.xlsx", survey(60), {"設問票": BOOK})
    assert main(["crosstab", str(source), "--row", "媒体", "--column", "年代", "--codebook", "設問票"]) == 2
    assert capsys.readouterr().err.startswith("SB-C104")


def test_two_columns_of_one_name_are_refused(tmp_path, capsys) -> None:
    source = workbook(tmp_path / "調査.xlsx", BASE)
    book = openpyxl.load_workbook(source)
    book["回答"]["B1"] = "年代"
    book.save(source)
    assert main(["crosstab", str(source), *PAIR]) == 2
    said = capsys.readouterr().err
    assert said.startswith("SB-T103")
    assert "回答!B1" in said
