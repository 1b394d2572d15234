"""Evaluation from the command line: every design, the plan before, the sheet after, the program beside, the replay."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from shirube_cli.main import main
from support.books import book, rows_of, text_of
from support.shared import ROOT

SAMPLE = ROOT / "workbooks" / "samples" / "みほん市_地区パネル.xlsx"
DID = ["--unit", "地区", "--time", "年月", "--outcome", "ごみ排出量", "--treated", "実施中", "--start", "2024年4月"]
ANSWERED = [f"--{name}=なし" for name in ("selected", "other-policies", "spillover", "boundary-change")]


def evaluate(source: Path, out: Path, *options: str) -> Path:
    assert main(["evaluate", str(source), *options, "--out", str(out), "--replace"]) == 0
    return out


def settings_on(path: Path) -> dict[str, object]:
    return {str(row[0]): row[1] for row in rows_of(path, "設定") if row[0]}


def test_the_sample_finds_the_effect_that_was_put_in(tmp_path):
    out = evaluate(SAMPLE, tmp_path / "結果.xlsx", *DID, "--measure", "kg", "--lower-is-better", *ANSWERED)
    said = text_of(out).replace("\n", " ")
    assert "−1.19 kg（−1.32〜−1.06 kg）" in said  # 1.2 kg was put in
    assert "効果があったとみられます（望ましい方向）。" in said
    nothing = evaluate(SAMPLE, tmp_path / "無い.xlsx", *[w.replace("ごみ排出量", "相談件数") for w in DID], *ANSWERED)
    assert "があったとみられ" not in text_of(nothing)  # none was put in


def test_plan_first_then_the_report_says_whether_it_was_kept(tmp_path):
    plan = tmp_path / "事前登録.xlsx"
    lines = ["方法=差の差", "成果=ごみ排出量", "単位=kg", "開始時点=2024年4月", "大きいほどよい=いいえ"]
    assert main(["register", *lines, "--out", str(plan)]) == 0
    kept = evaluate(
        SAMPLE, tmp_path / "1.xlsx", *DID, "--measure", "kg", "--lower-is-better", "--registered", str(plan)
    )  # fmt: skip
    sheet = next(name for name in sheets(kept) if "一致（" in text_of(kept, name))
    assert "に登録、" in text_of(kept, sheet)
    changed = evaluate(SAMPLE, tmp_path / "2.xlsx", *DID, "--measure", "g", "--registered", str(plan))
    said = "\n".join(text_of(changed, name) for name in sheets(changed))
    assert "変更点 2件" in said
    assert "登録「kg」→ 実際「g」" in said


def sheets(path: Path) -> list[str]:
    import openpyxl

    return list(openpyxl.load_workbook(path).sheetnames)


def test_the_decision_is_left_to_people_and_carried_on(tmp_path):
    out = evaluate(SAMPLE, tmp_path / "結果.xlsx", *DID, "--measure", "kg", "--cost", "5000000", "--times", "96")
    record = rows_of(out, "見直し記録")
    head, line = record[0], record[1]
    for field in ("今後の方向", "必要性", "効率性", "有効性", "担当", "期限", "次に測ること", "決裁日", "文書番号"):
        assert line[head.index(field)] in (None, "")
    said = "\n".join(text_of(out, name) for name in sheets(out))
    assert "次の政策への反映" in said
    assert "約43,900円（39,600〜48,900円）" in said
    assert "この結果からは使えない言い方" in said
    assert "議会などで聞かれそうなこと" in said


def starts_book(path: Path) -> Path:
    rng = np.random.default_rng(5)
    starts = np.repeat([3, 5, -1], (5, 5, 18))
    y = 60 + 3 * rng.normal(size=(28, 1)) + rng.normal(size=(28, 9))
    y -= 4 * ((starts >= 0)[:, None] & (np.arange(9) >= starts[:, None]))
    rows = [["地区", "年度", "排出量", "実施", "開始"]]
    for i in range(28):
        begun = f"{2014 + starts[i]}年度" if starts[i] >= 0 else None
        rows += [[f"{i}区", f"{2014 + t}年度", float(y[i, t]), int(0 <= starts[i] <= t), begun] for t in range(9)]
    return book(path, {"表": rows})


@pytest.mark.parametrize("column", [["--treated", "実施"], ["--start-column", "開始"]])
def test_staggered_starts(tmp_path, column):
    source = starts_book(tmp_path / "元.xlsx")
    named = ["--unit", "地区", "--time", "年度", "--outcome", "排出量", *column, "--lower-is-better"]
    out = evaluate(source, tmp_path / "結果.xlsx", "--staggered", *named, *ANSWERED)
    assert "効果があったとみられます（望ましい方向）。" in text_of(out)
    assert settings_on(out)["命令"] == "段階的な導入"


def test_one_start_is_asked_for_when_there_are_several(tmp_path, capsys):
    source = starts_book(tmp_path / "元.xlsx")
    named = ["--unit", "地区", "--time", "年度", "--outcome", "排出量", "--treated", "実施", "--start", "2017年度"]
    assert main(["evaluate", str(source), *named]) == 2
    said = capsys.readouterr().err
    assert "SB-S122" in said
    assert "--staggered" in said
    assert main(["evaluate", str(source), "--staggered", "--unit", "地区"]) == 2
    assert "SB-S109" in capsys.readouterr().err


def one_unit_book(path: Path) -> Path:
    rng = np.random.default_rng(7)
    y = 100 + rng.normal(size=(24, 2)) @ rng.normal(size=(2, 16)).cumsum(axis=1) * 3 + 0.5 * rng.normal(size=(24, 16))
    y[0] = y[1:5].mean(axis=0) + np.where(np.arange(16) >= 12, -9, 0) + 0.3 * rng.normal(size=16)
    rows = [["市", "年度", "件数", "実施", "高齢化率"]]
    for i in range(24):
        rows += [[f"{i}市", f"{2008 + t}年度", float(y[i, t]), int(i == 0), float(20 + i % 5)] for t in range(16)]
    return book(path, {"表": rows})


NAMED = ["--unit", "市", "--time", "年度", "--outcome", "件数", "--treated", "実施", "--start", "2020年度"]


def test_a_mix_of_control_units(tmp_path):
    out = evaluate(
        one_unit_book(tmp_path / "元.xlsx"), tmp_path / "結果.xlsx", *NAMED, "--synthetic", "--measure", "件"
    )
    assert "合成した比較地区：件数" in text_of(out)
    assert "見立てによる検定" in text_of(out, "統計の詳細")


def test_the_settings_sheet_is_followed_again(tmp_path):
    source = one_unit_book(tmp_path / "元.xlsx")
    first = evaluate(source, tmp_path / "1.xlsx", *NAMED, "--no-details", "--measure", "件", "--other-policies", "なし")
    again = evaluate(source, tmp_path / "2.xlsx", "--settings", str(first))
    assert text_of(first) == text_of(again)
    keys = {key for key in settings_on(first) if key != "作成日時"}
    assert {key: settings_on(first)[key] for key in keys} == {key: settings_on(again)[key] for key in keys}


def test_the_program_beside_the_report_finds_the_same(tmp_path):
    program = tmp_path / "確かめる.py"
    out = evaluate(
        one_unit_book(tmp_path / "元.xlsx"), tmp_path / "結果.xlsx", *NAMED, "--no-details", "--script", str(program)
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-I", program.name], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    figures = {name: float(value) for name, value in (line.split(" ", 1) for line in done.stdout.splitlines()[1:])}
    record = rows_of(out, "見直し記録")
    shown = dict(zip(record[0], record[1], strict=True))
    names = {key: value for key, value in shown.items() if isinstance(value, float)}
    assert figures["estimate"] == pytest.approx(next(v for k, v in names.items() if k.startswith("大きさ")), abs=1e-5)
    assert figures["low"] == pytest.approx(next(v for k, v in names.items() if k.startswith("95%下限")), abs=1e-5)


def test_a_program_of_another_kind_is_refused(tmp_path, capsys):
    source = one_unit_book(tmp_path / "元.xlsx")
    assert main(["evaluate", str(source), *NAMED, "--no-details", "--script", str(tmp_path / "確かめる.do")]) == 2
    assert "SB-S218" in capsys.readouterr().err
