"""みほん市_地区別の表: the district panel printed the way a statistical yearbook would, for practice in tidying.

Three header rows with merged cells, indented areas and districts, totals and subtotals, minus as the text △, a unit
line and footnotes. Tonnes are rounded half up by district; every total is the sum of the rounded figures shown.
"""

from __future__ import annotations

import math
from pathlib import Path

from ..look import FIGURE_FONT, Book
from .panel import panel
from .tables import explain

__all__ = ["AREAS", "YEARS", "district_years", "write"]

YEARS = (2022, 2023, 2024)
AREAS = (
    ("中央部", (1, 2, 3, 23, 24)),
    ("臨海部", (4, 5, 6)),
    ("北部", (7, 8, 9, 10)),
    ("川沿い", (11, 12, 13, 14, 15, 16)),
    ("南部", (17, 18, 19, 20, 21, 22)),
)
_TOP = 6  # row of the first figures, counted from 0
_HEADER = (
    ("A4:A6", "地区"),
    ("B4:E4", "家庭ごみ排出量（t）"),
    ("B5:D5", "年間"),
    ("B6", "令和4年度"),
    ("C6", "5年度"),
    ("D6", "6年度"),
    ("E5:E6", "対前年度増減"),
    ("F4:I4", "相談件数（件）"),
    ("F5:H5", "年間"),
    ("F6", "令和4年度"),
    ("G6", "5年度"),
    ("H6", "6年度"),
    ("I5:I6", "対前年度増減"),
)


def district_years() -> dict[int, tuple[str, list[int]]]:
    """Return by district number: its name, tonnes of three fiscal years, then consultations of three."""
    sums: dict[int, tuple[str, dict[int, float], dict[int, int]]] = {}
    for code, name, _, _, fiscal, _, _, people, waste, calls in panel():
        _, tonnes, counts = sums.setdefault(int(str(code)[1:]), (str(name), {}, {}))
        year = int(str(fiscal))
        tonnes[year] = tonnes.get(year, 0.0) + float(str(waste)) * float(str(people)) / 1000
        counts[year] = counts.get(year, 0) + int(str(calls))
    return {
        number: (name, [math.floor(tonnes[y] + 0.5) for y in YEARS] + [counts[y] for y in YEARS])
        for number, (name, tonnes, counts) in sums.items()
    }


def write(path: Path) -> None:
    """Write the workbook."""
    with Book(path, "みほん市 地区別の表（架空）") as book:
        sheet = book.sheet("第5表", landscape=False)
        sheet.set_header("&L架空のデータ（みほん市）&R&A")
        sheet.set_column("A:A", 18)
        sheet.set_column("B:I", 11)
        sheet.write_string("A1", "第5表　地区別家庭ごみ排出量及び相談件数", book.style(bold=True, font_size=14))
        sheet.write_string("I2", "（架空のデータ）", book.style(font_size=10, align="right"))
        head = book.style(border=1, align="center", valign="vcenter", text_wrap=True)
        for where, text in _HEADER:
            if ":" in where:
                sheet.merge_range(where, text, head)
            else:
                sheet.write_string(where, text, head)
        rows = _rows()
        for step, (label, figures) in enumerate(rows):
            total = not label.startswith("　　")
            sheet.write_string(_TOP + step, 0, label, book.style(border=1, bold=total))
            style = book.style(border=1, bold=total, align="right", num_format="#,##0", font_name=FIGURE_FONT)
            for column, figure in enumerate(figures, start=1):
                if figure < 0:
                    sheet.write_string(_TOP + step, column, f"△{-figure:,}", style)
                else:
                    sheet.write_number(_TOP + step, column, figure, style)
        small = book.style(font_size=10)
        sheet.write_string(_TOP + len(rows), 0, "注1　△は減少を示す。計は四捨五入した地区の値の合計である。", small)
        sheet.write_string(
            _TOP + len(rows) + 1, 0, "注2　令和6年4月から、一部の地区で生ごみを乾かす容器を貸し出した。", small
        )
        explain(book, _EXPLANATION)


def _rows() -> list[tuple[str, list[int]]]:
    districts = district_years()
    everywhere = [number for _, members in AREAS for number in members]
    rows = [("市計", _line(districts, everywhere))]
    for area, members in AREAS:
        rows.append((f"　{area}", _line(districts, members)))
        rows += [(f"　　{districts[number][0]}", _line(districts, [number])) for number in members]
    return rows


def _line(districts: dict[int, tuple[str, list[int]]], members: list[int] | tuple[int, ...]) -> list[int]:
    """Figures of one row: three years and the change, for waste and then for consultations."""
    sums = [sum(districts[number][1][place] for number in members) for place in range(6)]
    return [*sums[:3], sums[2] - sums[1], *sums[3:], sums[5] - sums[4]]


_EXPLANATION = (
    ("内容", "「みほん市_地区パネル」を年度ごとに足し、統計書のような形に並べた表。縦持ちに直す練習に使う。"),
    ("形の特徴", "3段の結合見出し、元号の省略、字下げした地区、市計と区域の小計、文字の△、表の下の注。"),
    ("数値", "家庭ごみ排出量は、1人1か月あたりの排出量に人口を掛けて12か月分を足し、tにして四捨五入した。"),
)
