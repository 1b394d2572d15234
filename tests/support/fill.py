"""Templates with answers typed in, as a clerk would."""

from datetime import date
from pathlib import Path

import openpyxl

from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.worktable import HEADER_ROW

# What is written into the table sheets, row by row, before LibreOffice recalculates.
ANSWERS: dict[str, dict[str, list[dict[str, object]]]] = {
    "01_課題と仮説.xlsx": {
        "課題": [
            {"目標値": 15.5, "目標の単位": "kg", "現状値": 17.2, "現状の単位": "kg", "課題（要因）": "水分が多い",
             "動かせるか": "○ 動かせる"},
            {"目標値": 320, "目標の単位": "人", "現状値": 24, "現状の単位": "％", "課題（要因）": "便が遅い"},
            {"課題（要因）": "数字のない課題"},
            {"目標値": 5, "現状値": 5, "課題（要因）": "仮説のない課題", "動かせるか": "△ 一部動かせる"},
        ],
        "仮説": [
            {"課題ID": "K01", "仮説": "道具がない", "反対の見え方": "どこも減る", "必要なデータ候補": "排出量",
             "データの有無": "○ ある"},
            {"課題ID": "K01", "仮説": "反対を書かない"},
            {"課題ID": "K99", "仮説": "番号違い"},
            {"仮説": "つながらない", "データの有無": "× ない"},
        ],
        "関係者": [{"課題ID": "K01"}],
    },
    "02_データ台帳と整形.xlsx": {
        "データ台帳": [
            {"名称": "排出量", "個人情報": "含まない", "粒度": "市町村全体", "入手日": date(2026, 4, 1),
             "機械可読性": "△ 直せば使える"},
            {"名称": "台帳", "個人情報": "含む", "粒度": "市町村全体"},
            {"名称": "調査票", "個人情報": "含まない", "粒度": "市町村全体"},
            {"名称": "紙", "個人情報": "含まない", "粒度": "市町村全体", "入手日": date(2026, 4, 1),
             "機械可読性": "× 打ち直しが要る"},
        ],
        "整形記録": [
            {"データID": "D01", "元ファイル": "a.xlsx", "前の行数": 900, "後の行数": 864, "変わった理由": "合計"},
            {"データID": "D01", "元ファイル": "a.xlsx", "前の行数": 900, "後の行数": 864},
            {"データID": "D77", "元ファイル": "b.xlsx"},
            {"データID": "D02", "元ファイル": "c.xlsx", "前の行数": 10, "後の行数": 10},
        ],
    },
}  # fmt: skip


def filled_templates(folder: Path) -> dict[str, Path]:
    """Write every template of `ANSWERS` with its answers into a folder; return the files by name."""
    for name, sheets in ANSWERS.items():
        book = openpyxl.load_workbook(TEMPLATES / name)
        book["使い方"]["B4"], book["使い方"]["B5"] = "企画課", "（架空）"
        for sheet, rows in sheets.items():
            for step, values in enumerate(rows):
                _fill(book[sheet], HEADER_ROW + 2 + step, values)
        book.save(folder / name)
    return {name: folder / name for name in ANSWERS}


def _fill(sheet, row: int, values: dict[str, object]) -> None:
    columns = {cell.value: cell.column for cell in sheet[HEADER_ROW + 1]}
    for name, value in values.items():
        sheet.cell(row, columns[name]).value = value
