"""Joining from the command line: files in, one workbook out; answers on it are used the next time."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from shirube_cli.main import main
from support.shared import ROOT

SAMPLE = ROOT / "workbooks" / "samples" / "みほん市_地区再編.xlsx"
LEFT = [["施設名", "定員"], ["髙橋医院", 19], ["みどり園", 40], ["第一小学校", 300]]
RIGHT = [["名称", "件数"], ["高橋医院", 3], ["みどり保育園", 5], ["第１小学校", 8], ["北公民館", 2]]


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
    return path


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    return [str(book(tmp_path / "市.xlsx", {"施設": LEFT})), str(book(tmp_path / "社協.xlsx", {"利用": RIGHT}))]


def test_two_files_become_one_workbook(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "結果.xlsx"
    assert main(["join", *files, "--by", "施設名=名称", "--out", str(out)]) == 0
    assert "5行の表になりました。そのうち2行で、相手が見つかりました。" in capsys.readouterr().out
    assert [row[4] for row in rows(out, "突合データ")[1:]] == [
        "結び付いた",
        "候補あり（未確認）",
        "結び付いた",
        "右だけ",
        "右だけ",
    ]
    assert rows(out, "突合データ")[1][:4] == ("髙橋医院", 19, "高橋医院", 3)
    assert rows(out, "突合確認")[1][:3] == (None, "みどり園", "みどり保育園")
    assert [row[1] for row in rows(out, "結び付かなかったもの")[1:]] == ["みどり園", "みどり保育園", "北公民館"]


def test_answers_are_used_and_kept_for_the_time_after(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "結果.xlsx"
    main(["join", *files, "--by", "施設名=名称", "--out", str(out)])
    answered = openpyxl.load_workbook(out)
    answered["突合確認"]["A2"] = "○"
    answered.save(tmp_path / "答え.xlsx")
    again = tmp_path / "2回目.xlsx"
    main(["join", *files, "--by", "施設名=名称", "--crosswalk", str(tmp_path / "答え.xlsx"), "--out", str(again)])
    assert [row[4] for row in rows(again, "突合データ")[1:]] == ["結び付いた"] * 3 + ["右だけ"]
    assert rows(again, "対応表")[1][:2] == ("みどり園", "みどり保育園")
    assert rows(again, "対応表")[1][6] == "同じもの"
    third = tmp_path / "3回目.xlsx"
    main(["join", *files, "--by", "施設名=名称", "--crosswalk", str(again), "--out", str(third)])
    assert rows(third, "突合データ") == rows(again, "突合データ")


def test_a_table_on_the_boundaries_of_one_year(tmp_path: Path) -> None:
    out = tmp_path / "区域.xlsx"
    sheet = f"{SAMPLE}:地区別人口"
    call = ["join", sheet, "--crosswalk", str(SAMPLE), "--year", "2025", "--weight", "高齢化率=人口", "--out", str(out)]
    assert main(call) == 0
    head, *body = rows(out, "そろえた表")
    assert len(body) == 20 * 4
    growth = {(row[0], row[1]): row[2] for row in body}
    # The sample's people grow by one rate everywhere: only boundaries had made the districts jump.
    assert all(abs(growth[name, 2025] / growth[name, 2024] - 0.995) < 0.001 for name, year in growth if year == 2025)
    marks = {row[head.index("換算")] for row in body if row[1] == 2024}
    assert marks == {None, "まとめた", "割合で分けた", "読み替えた"}
    assert {row[head.index("換算")] for row in body if row[1] == 2025} == {None}
    assert sum(row[2] for row in body) == pytest.approx(sum(row[2] for row in rows(SAMPLE, "地区別人口")[1:]))


def test_boundaries_first_then_the_join(tmp_path: Path) -> None:
    out = tmp_path / "突合.xlsx"
    sheets = [f"{SAMPLE}:地区別人口", f"{SAMPLE}:社協サロン"]
    call = [
        "join",
        *sheets,
        "--crosswalk",
        str(SAMPLE),
        "--year",
        "2025",
        "--weight",
        "高齢化率=人口",
        "--out",
        str(out),
    ]
    assert main(call) == 0
    head, *body = rows(out, "突合データ")
    joined = [row for row in body if row[head.index("突合")] == "結び付いた"]
    assert len(joined) == 16
    assert {row[head.index("地区名")] for row in joined} >= {"緑ヶ丘", "川　西", "南３", "中央1", "櫻新町"}
    assert {row[1:3] for row in rows(out, "突合確認")[1:]} == {
        ("北山", "北山地区"),
        ("中央二", "中央２地区"),
        ("川東二", "川東2町内会"),
    }
    left = [row[0] for row in body if row[head.index("突合")] == "右だけ"]
    assert sorted(left) == ["中央２地区", "北山地区", "大橋東", "川東2町内会"]


def test_three_tables_one_after_the_other(files: list[str], tmp_path: Path) -> None:
    third = book(tmp_path / "所在.xlsx", {"所在": [["施設名", "町"], ["高橋医院", "本町"], ["第一小学校", "旭町"]]})
    out = tmp_path / "結果.xlsx"
    assert main(["join", *files, str(third), "--by", "施設名=名称", "--by", "施設名", "--out", str(out)]) == 0
    head, *body = rows(out, "突合データ")
    assert head[-2:] == ("突合", "突合の根拠")
    assert [row[head.index("町")] for row in body[:3]] == ["本町", None, "旭町"]
    assert "突合1" in head


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--by", "施設=名称"], "SB-T101"),
        (["--by", "="], "SB-J205"),
        (["--by", "定員=名称"], "SB-J202"),
        (["--crosswalk", "ない.xlsx"], "SB-R101"),
    ],
)
def test_what_is_wrong_is_said(
    files: list[str], arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["join", *files, *arguments]) == 2
    assert code in capsys.readouterr().err


def test_one_file_alone_or_without_a_crosswalk(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["join", files[0]]) == 2
    assert "SB-J204" in capsys.readouterr().err
    assert main(["join", files[0], "--year", "2025"]) == 2
    assert "SB-J307" in capsys.readouterr().err


def test_breaks_are_listed_and_said_not_to_be_effects(tmp_path: Path) -> None:
    out = tmp_path / "境目.xlsx"
    years = book(tmp_path / "所管.xlsx", {"所管": [["年度", "所管課"], *[[y, f"課{y}"] for y in range(2022, 2026)]]})
    call = ["join", f"{SAMPLE}:地区別人口", str(years), "--by", "年度", "--out", str(out)]
    assert main(call) == 0
    assert "境目" not in openpyxl.load_workbook(out).sheetnames  # joined by years alone: no unit to follow
    again = tmp_path / "境目2.xlsx"
    assert main(["join", f"{SAMPLE}:地区別人口", f"{SAMPLE}:社協サロン", "--out", str(again)]) == 0
    found = {(row[1], row[2]) for row in rows(again, "境目")[1:]}
    assert ("途中で消える", "北山台") in found
    assert ("隣の区分へ移った", "北山") in found
    report = " ".join(str(value) for row in rows(again, "報告") for value in row if value)
    assert "施策の効果として読めません" in report


def test_the_year_is_written_in_any_calendar_but_must_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["join", f"{SAMPLE}:地区別人口", "--crosswalk", str(SAMPLE), "--weight", "高齢化率=人口"]
    assert main([*call, "--year", "令和7年度", "--out", str(tmp_path / "区域.xlsx")]) == 0
    assert "2025年度の区域" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([*call, "--year", "7"])
    assert "令和7年度 のように" in capsys.readouterr().err
