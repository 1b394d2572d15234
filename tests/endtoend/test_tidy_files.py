"""Tidy over several files: nothing is overwritten, every row leads back, a list stays a list."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from shirube_cli.main import main

TABLE = [["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]]
LIST = [["年度", "地区", "件数"], [2022, "東", 1], [2023, "西", 3], [2024, "西", 5]]


def book(path: Path, *sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
    return path


def test_same_names_in_one_folder_give_two_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "集め"
    source.mkdir()
    book(source / "人口.xlsx", TABLE, LIST)
    (source / "人口.csv").write_text("地区,件数\n東,1\n西,2\n南,3\n", encoding="utf-8-sig")
    (source / "壊れ.xlsx").write_bytes(b"PK\x03\x04")
    assert main(["tidy", str(source), "--all-sheets"]) == 0
    made = tmp_path / "集め_整然化"
    assert sorted(path.name for path in made.iterdir()) == ["人口_整然化.xlsx", "人口_整然化_2.xlsx"]
    assert "整然化 3 件、直せない 0 件、読めない 1 件" in capsys.readouterr().out


def test_an_earlier_result_stays_unless_told(tmp_path: Path) -> None:
    file, out = book(tmp_path / "人口.xlsx", TABLE), tmp_path / "結果"
    for _ in range(2):
        assert main(["tidy", str(file), "--all-sheets", "--out", str(out)]) == 0
    assert len(list(out.iterdir())) == 2
    assert main(["tidy", str(file), "--all-sheets", "--out", str(out), "--replace"]) == 0
    assert len(list(out.iterdir())) == 2


def test_a_list_keeps_its_shape_and_each_row_leads_back(tmp_path: Path) -> None:
    assert main(["tidy", str(book(tmp_path / "件数.xlsx", LIST))]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "件数_整然化.xlsx")["整然データ"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("年度", "地区", "件数", "出所セル")
    assert rows[1] == (2022, "東", 1, "A2")
    assert sheet["A2"].number_format == "0"
    assert sheet["D2"].hyperlink.target == "件数.xlsx"


def test_no_readable_sheet_is_exit_status_2(tmp_path: Path) -> None:
    assert main(["tidy", str(tmp_path / "無い.xlsx"), "--all-sheets", "--out", str(tmp_path / "結果")]) == 2


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book(tmp_path / "人口.xlsx", TABLE)
    assert main(["tidy", str(file), "--all-sheets", "--out", str(file / "中")]) == 2
    assert "SB-W107" in capsys.readouterr().err


def test_an_unexpected_error_is_one_japanese_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("shirube_cli.tidy.tidy", broken)
    assert main(["tidy", str(book(tmp_path / "人口.xlsx", TABLE))]) == 1
    said = capsys.readouterr().err
    assert "SB-W299" in said
    assert "Traceback" not in said
    assert "secret" not in said


def test_a_row_number_starts_at_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book(tmp_path / "件数.xlsx", LIST)
    with pytest.raises(SystemExit) as stopped:
        main(["crosstab", str(file), "--row", "地区", "--column", "年度", "--header-row", "0"])
    assert stopped.value.code == 2


def test_a_saved_recipe_can_be_corrected_and_run_again(tmp_path: Path) -> None:
    file, recipe = book(tmp_path / "人口.xlsx", TABLE), tmp_path / "人口.yaml"
    assert main(["tidy", str(file), "--save-recipe", str(recipe)]) == 0
    text = recipe.read_text(encoding="utf-8")
    assert "name: 値" in text
    recipe.write_text(text.replace("name: 値", "name: 人数"), encoding="utf-8")
    assert main(["tidy", str(file), "--recipe", str(recipe), "--out", str(tmp_path / "再.xlsx")]) == 0
    header = [cell.value for cell in openpyxl.load_workbook(tmp_path / "再.xlsx")["整然データ"][1]]
    assert "人数" in header
    assert main(["tidy", str(file), "--save-recipe", str(recipe), "--out", str(tmp_path / "三.xlsx")]) == 2


TOTALS = [["人口（人）"], ["地区", "男", "女", "計"], ["東", 1, 2, 3], ["西", 3, 4, 7], ["合計", 4, 6, 10]]


def settings_cells(path: Path) -> dict[str, openpyxl.cell.Cell]:
    sheet = openpyxl.load_workbook(path)["設定"]
    return {row[0].value: row[1] for row in sheet.iter_rows(min_row=2)}


def tidy_rows(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["整然データ"].iter_rows(values_only=True))


def test_the_settings_sheet_is_followed_again_and_can_be_corrected(tmp_path: Path) -> None:
    file, first, again = book(tmp_path / "人口.xlsx", TOTALS), tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    assert main(["tidy", str(file), "--out", str(first)]) == 0
    assert main(["tidy", str(file), "--recipe", str(first), "--out", str(again)]) == 0
    assert tidy_rows(again) == tidy_rows(first)

    edited = openpyxl.load_workbook(first)
    for row in edited["設定"].iter_rows(min_row=2):
        new = {"合計行": "除く", "列見出しの名前": "男女", "値の列名": "人数"}.get(row[0].value)
        if new:
            row[1].value = new
    edited.save(tmp_path / "直した.xlsx")
    corrected = tmp_path / "三.xlsx"
    assert main(["tidy", str(file), "--recipe", str(tmp_path / "直した.xlsx"), "--out", str(corrected)]) == 0
    rows = tidy_rows(corrected)
    assert rows[0][:3] == ("地区", "男女", "人数")
    assert [row[0] for row in rows[1:]] == ["東"] * 3 + ["西"] * 3


def test_several_tables_come_back_from_one_settings_sheet(tmp_path: Path) -> None:
    two = [*TABLE, [], ["世帯"], ["地区", "単身", "その他"], ["東", 5, 6], ["西", 7, 8]]
    file, first, again = book(tmp_path / "二表.xlsx", two), tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    assert main(["tidy", str(file), "--out", str(first)]) == 0
    assert main(["tidy", str(file), "--recipe", str(first), "--out", str(again)]) == 0
    books = [openpyxl.load_workbook(path) for path in (first, again)]
    for name in ("整然データ_1", "整然データ_2"):
        assert [list(b[name].values) for b in books[:1]] == [list(b[name].values) for b in books[1:]]


def test_a_wrong_word_on_the_settings_sheet_is_told_with_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, first = book(tmp_path / "人口.xlsx", TOTALS), tmp_path / "一.xlsx"
    assert main(["tidy", str(file), "--out", str(first)]) == 0
    edited = openpyxl.load_workbook(first)
    cell = next(row[1] for row in edited["設定"].iter_rows(min_row=2) if row[0].value == "合計行")
    cell.value = "消す"
    edited.save(first)
    assert main(["tidy", str(file), "--recipe", str(first), "--out", str(tmp_path / "二.xlsx")]) == 2
    said = capsys.readouterr().err
    assert f"設定!{cell.coordinate}" in said
    assert "SB-T203" in said


def test_a_book_without_settings_is_no_recipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book(tmp_path / "人口.xlsx", TABLE)
    assert main(["tidy", str(file), "--recipe", str(file)]) == 2
    assert "SB-R113" in capsys.readouterr().err


def test_observations_are_one_row_per_cell(tmp_path: Path) -> None:
    file, out = book(tmp_path / "人口.xlsx", TOTALS), tmp_path / "観測.csv"
    assert main(["tidy", str(file), "--as-observations", str(out)]) == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "表,地区,性別,値,記号,単位,is_total,is_total_col,セル"
    assert lines[3] == "1,東,計,3.0,,,False,True,D3"
    assert len(lines) == 1 + 9


def test_steps_are_followed_from_yaml_and_shown_and_corrected_on_the_settings_sheet(tmp_path: Path) -> None:
    rows = [["施設", "2022年度", "2023年度"], ["図書館", 10, 12], ["公民館", 5, 6]]
    file, yaml, first = book(tmp_path / "施設.xlsx", rows), tmp_path / "手順.yaml", tmp_path / "一.xlsx"
    yaml.write_text(
        "form: records\nsteps:\n- verb: unpivot\n  first: {text: 2022年度, position: 2}\n  name: 年度\n",
        encoding="utf-8",
    )
    assert main(["tidy", str(file), "--recipe", str(yaml), "--out", str(first)]) == 0
    assert tidy_rows(first)[:2] == [
        ("施設", "年度", "年度_西暦", "値", "値_注記", "記号", "出所セル"),
        ("図書館", "2022年度", 2022, 10, "実数", None, "B2"),
    ]
    edited = openpyxl.load_workbook(first)
    (line,) = [row[1] for row in edited["設定"].iter_rows(min_row=2) if row[0].value == "手順1"]
    line.value = line.value.replace("値の列名＝値", "値の列名＝利用者数")
    edited.save(first)
    again = tmp_path / "二.xlsx"
    assert main(["tidy", str(file), "--recipe", str(first), "--out", str(again)]) == 0
    assert tidy_rows(again)[0][3] == "利用者数"


def test_next_years_sheet_is_read_by_the_recipe_kept_in_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def edition(year: int, *more: list[object]) -> list[list[object]]:
        return [["利用者"], ["館", f"令和{year}年度", f"令和{year + 1}年度"], ["東", 1, 2], ["西", 3, 4], *more]

    folder, kept = tmp_path / "レシピ", tmp_path / "レシピ" / "利用者.yaml"
    folder.mkdir()
    first, following = book(tmp_path / "R5.xlsx", edition(5)), book(tmp_path / "R6.xlsx", edition(6, ["南", 5, 6]))
    assert main(["tidy", str(first), "--save-recipe", str(kept), "--out", str(tmp_path / "一.xlsx")]) == 0
    kept.write_text(kept.read_text(encoding="utf-8").replace("name: 値", "name: 利用者数"), encoding="utf-8")
    capsys.readouterr()
    assert main(["tidy", str(following), "--recipe", str(folder), "--out", str(tmp_path / "二.xlsx")]) == 0
    assert "似た様式のレシピ 利用者.yaml" in capsys.readouterr().out
    rows = tidy_rows(tmp_path / "二.xlsx")
    assert "利用者数" in rows[0]
    assert len(rows) == 1 + 6
    other = book(tmp_path / "別.xlsx", TABLE)
    assert main(["tidy", str(other), "--recipe", str(folder), "--out", str(tmp_path / "三.xlsx")]) == 0
    assert "利用者数" not in tidy_rows(tmp_path / "三.xlsx")[0]
