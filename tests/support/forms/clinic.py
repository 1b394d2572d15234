"""Form 1: a survey of clinics that see patients by telephone or video. Two editions, and honest answers to them."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from .drawn import Drawn

TITLE = "電話や情報通信機器を用いて診療を実施する医療機関の調査票"
DEPARTMENTS = ("内科", "小児科", "皮膚科", "精神科", "その他")
DAYS = ("月", "火", "水", "木", "金", "土")
_NAMES = ("あおば", "みどり", "さくら", "中央", "北町", "港", "高橋", "わかば", "ひかり", "東山", "川口", "松の木")
_SUFFIXES = ("クリニック", "医院", "診療所", "病院", "内科クリニック", "こどもクリニック")
_TOWNS = ("本町", "栄町", "緑が丘", "大手町", "港南", "旭町", "中島", "上野")

#: Boxes of the second edition, by the name this generator uses.
BOXES = {
    "code": "C6", "name": "C7", "post": "C8", "address": "C9", "phone": "C10", "fax": "G10", "filled": "F3",
    "first_phone": "C15", "first_video": "F15", "again_phone": "C16", "again_video": "F16",
    "departments": "C17", "days": "C18", "hours": "C19", "since": "G19", "month": "C22",
    "n_first_phone": "C24", "n_first_video": "E24", "n_again_phone": "C25", "n_again_video": "E25", "drugs": "C26",
    "total_first": "G24", "total_again": "G25", "remarks": "C28",
}  # fmt: skip
#: The first edition asks nothing about video and stands differently.
OLD_BOXES = {
    "code": "C5", "name": "C6", "address": "C7", "phone": "C8", "filled": "F3",
    "first_phone": "C11", "again_phone": "C12", "departments": "C13", "month": "C16",
    "n_first_phone": "C17", "n_again_phone": "C18", "remarks": "C20",
}  # fmt: skip
REQUIRED = ("code", "name", "address", "phone", "first_phone", "again_phone", "month")
COUNTS = ("n_first_phone", "n_first_video", "n_again_phone", "n_again_video", "drugs")
DAY_CELLS = ("C18", "D18", "E18", "F18", "G18", "H18")


def blank(sheet: str = "調査票") -> list[Drawn]:
    """The second edition: the form, and a worked example that comes back with every copy."""
    form = _second(Drawn(sheet))
    example = _second(Drawn("記入例"))
    fill(example, answers(random.Random(1)), BOXES)
    example.put("J1", "（記入例）", "title")
    return [form, example]


def _second(form: Drawn) -> Drawn:
    form.widths = {0: 9, 1: 13, **dict.fromkeys(range(2, 8), 11)}
    form.put("A1:H1", TITLE, "title")
    form.put("A2", "＊の欄は必ず記入してください。")
    form.put("E3", "記入日", "label")
    form.put("F3:H3", "　　年　　月　　日", "box")
    form.put("A5", "１　医療機関の情報", "section")
    for row, label, box in ((6, "医療機関コード＊", "C6:E6"), (7, "医療機関名＊", "C7:H7")):
        form.put(f"A{row}:B{row}", label, "label")
        form.put(box, None, "box")
    form.put("F6", "（10桁）")
    form.put("A8:A9", "所在地", "label")
    for row, label, box in ((8, "郵便番号", "C8:D8"), (9, "住所＊", "C9:H9")):
        form.put(f"B{row}", label, "label")
        form.put(box, None, "box")
    form.put("A10:B10", "電話番号＊", "label")
    form.put("C10:E10", None, "box")
    form.put("F10", "ＦＡＸ番号", "label")
    form.put("G10:H10", None, "box")
    _practice(form)
    _counts(form)
    form.put("A28:B30", "備考", "label")
    form.put("C28:H30", None, "box")
    form.put("A32", "問合せ先：県庁医療政策課　電話 000-000-0000")
    form.allow("C6:E6", validate="length", criteria="==", value=10)
    return form


def _practice(form: Drawn) -> None:
    form.put("A13", "２　診療の実施状況", "section")
    form.put("A14:B14", None, "label")
    form.put("C14:E14", "電話による診療", "label")
    form.put("F14:H14", "ビデオ通話による診療", "label")
    for row, label in ((15, "初診＊"), (16, "再診＊")):
        form.put(f"A{row}:B{row}", label, "label")
        for box in (f"C{row}:E{row}", f"F{row}:H{row}"):
            form.put(box, None, "box")
            form.allow(box, validate="list", source=["有", "無"])
    form.put("A17:B17", "対応診療科", "label")
    form.put("C17:H17", "　".join(f"□{name}" for name in DEPARTMENTS), "box")
    form.put("A18:B18", "対応曜日", "label")
    for cell, day in zip(DAY_CELLS, DAYS, strict=True):
        form.put(cell, f"□{day}", "box")
    form.put("A19:B19", "受付時間", "label")
    form.put("C19:E19", None, "box")
    form.put("F19", "開始年月日", "label")
    form.put("G19:H19", None, "date")


def _counts(form: Drawn) -> None:
    form.put("A21", "３　対象月の件数", "section")
    form.put("A22:B22", "対象月＊", "label")
    form.put("C22:D22", "令和　　年　　月", "box")
    form.put("A23:B23", "区分", "label")
    for box, label in (("C23:D23", "電話"), ("E23:F23", "ビデオ通話"), ("G23:H23", "計")):
        form.put(box, label, "label")
    for row, label in ((24, "初診"), (25, "再診")):
        form.put(f"A{row}:B{row}", label, "label")
        for column in ("C{0}:D{0}", "E{0}:F{0}"):
            form.put(column.format(row), None, "count")
            form.allow(column.format(row), validate="integer", criteria="between", minimum=0, maximum=5000)
        form.put(f"G{row}:H{row}", 0, "count")
        form.formulas[row - 1, 6] = f"=C{row}+E{row}"
    form.put("A26:B26", "うち処方あり", "label")
    form.put("C26:D26", None, "count")
    form.put("E26", "件")


def old_blank(sheet: str = "様式") -> list[Drawn]:
    """The first edition."""
    form = Drawn(sheet)
    form.put("A1:H1", "電話等を用いて診療を実施する医療機関の調査票", "title")
    form.put("E3", "記入日", "label")
    form.put("F3:H3", None, "date")
    form.put("A4", "医療機関", "section")
    for row, label in ((5, "医療機関コード＊"), (6, "医療機関名＊"), (7, "所在地＊"), (8, "電話＊")):
        form.put(f"A{row}:B{row}", label, "label")
        form.put(f"C{row}:H{row}", None, "box")
    form.put("A10", "電話診療の実施", "section")
    for row, label in ((11, "初診＊"), (12, "再診＊")):
        form.put(f"A{row}:B{row}", label, "label")
        form.put(f"C{row}:E{row}", "有　・　無", "box")
    form.put("A13:B13", "診療科", "label")
    form.put("C13:H13", "　".join(f"□{name}" for name in DEPARTMENTS), "box")
    form.put("A15", "件数", "section")
    form.put("A16:B16", "報告月＊", "label")
    form.put("C16:D16", "令和　　年　　月", "box")
    for row, label in ((17, "初診の件数"), (18, "再診の件数")):
        form.put(f"A{row}:B{row}", label, "label")
        form.put(f"C{row}:D{row}", None, "count")
        form.put(f"E{row}", "件")
    form.put("A20:B21", "備考", "label")
    form.put("C20:H21", None, "box")
    form.allow("C5:H5", validate="length", criteria="==", value=10)
    return [form]


@dataclass(frozen=True)
class Answers:
    """What an institution means to say, before it says it in its own way."""

    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


def answers(rng: random.Random, number: int = 0) -> Answers:
    """Honest, complete answers of one institution."""
    first, video = rng.random() < 0.6, rng.random() < 0.5
    town = rng.choice(_TOWNS)
    counts = {key: rng.randint(0, 300) for key in COUNTS}
    values: dict[str, Any] = {
        "code": f"{rng.choice((1, 9, 13, 27, 45)):02}1{number:07}",
        "name": f"{rng.choice(_NAMES)}{rng.choice(_SUFFIXES)}{number or ''}",
        "post": f"{rng.randint(100, 999)}-{rng.randint(0, 9999):04}",
        "address": f"みほん市{town}{rng.randint(1, 9)}丁目{rng.randint(1, 30)}番{rng.randint(1, 20)}号",
        "phone": f"0{rng.randint(10, 99)}-{rng.randint(100, 999)}-{rng.randint(0, 9999):04}",
        "fax": f"0{rng.randint(10, 99)}-{rng.randint(100, 999)}-{rng.randint(0, 9999):04}",
        "filled": dt.date(2024, 5, rng.randint(1, 28)),
        "first_phone": "有" if first else "無", "first_video": "有" if first and video else "無",
        "again_phone": "有", "again_video": "有" if video else "無",
        "departments": tuple(d for d in DEPARTMENTS if rng.random() < 0.4) or ("内科",),
        "days": tuple(d for d in DAYS if rng.random() < 0.8) or ("月",),
        "hours": f"{rng.randint(8, 10)}:00〜{rng.randint(16, 19)}:30",
        "since": dt.date(rng.randint(2018, 2023), rng.randint(1, 12), rng.randint(1, 28)),
        "month": (2024, 4),
        "remarks": rng.choice((None, None, None, "特になし", "院長交代のため担当者が変わりました。")),
        **counts,
        "total_first": counts["n_first_phone"] + counts["n_first_video"],
        "total_again": counts["n_again_phone"] + counts["n_again_video"],
    }  # fmt: skip
    return Answers(values)


def wareki(day: dt.date, rng: random.Random) -> str:
    """A day as people type it."""
    heisei = day < dt.date(2019, 5, 1)
    number = day.year - (1988 if heisei else 2018)
    era, letter = ("平成", "H") if heisei else ("令和", "R")
    year = "元" if number == 1 else str(number)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    forms = (
        f"{era}{year}年{day.month}月{day.day}日",
        f"{era}{year}年{day.month}月{day.day}日".translate(wide),
        f"{letter}{number}.{day.month}.{day.day}",
        f"{era} {year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}年{day.month}月{day.day}日",
    )
    return rng.choice(forms)


def fill(form: Drawn, said: Answers, boxes: dict[str, str], rng: random.Random | None = None) -> None:
    """Fill a form in: with `rng`, in the manifold ways of people; without, in the plainest."""
    for key, box in boxes.items():
        value = said[key]
        if key == "days":
            _fill_days(form, value, rng)
        elif key == "departments":
            form.write(box, departments_text(value, rng))
        elif value is not None:
            form.write(box, _written(key, value, rng, template=form.value(box)))


def _written(key: str, value: Any, rng: random.Random | None, template: Any) -> Any:
    if isinstance(value, dt.date):
        return value if rng is None or rng.random() < 0.5 else wareki(value, rng)
    if key == "month":
        year, month = value
        text = f"令和{year - 2018}年{month}月"
        return text if rng is None else rng.choice((text, f"R{year - 2018}年{month}月", f"{year}年{month}月"))
    if key in COUNTS and rng is not None and rng.random() < 0.1:
        return f"{value:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    if value in ("有", "無") and rng is not None:
        if isinstance(template, str):
            other = template.replace(value, f"○{value}") if rng.random() < 0.4 else value
            return other.replace("無", "○無") if other == template else other
        return rng.choice((value, value, value, "あり" if value == "有" else "なし", "○" if value == "有" else "×"))
    return value


def departments_text(chosen: tuple[str, ...], rng: random.Random | None) -> str:
    """A line of ticked boxes, or the names typed in their place."""
    if rng is not None and rng.random() < 0.2:
        return "、".join(chosen)
    mark = "☑" if rng is None else rng.choice("☑■✓レ")
    return "　".join(f"{mark if name in chosen else '□'}{name}" for name in DEPARTMENTS)


def _fill_days(form: Drawn, chosen: tuple[str, ...], rng: random.Random | None) -> None:
    style = 0 if rng is None else rng.randrange(3)
    for cell, day in zip(DAY_CELLS, DAYS, strict=True):
        yes = day in chosen
        form.write(cell, ((f"☑{day}", f"□{day}"), (f"■{day}", f"□{day}"), (f"○{day}", f"□{day}"))[style][not yes])
