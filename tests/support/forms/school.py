"""Form 2: a survey of school buildings, unlike form 1: lines without colours, heads over boxes, repeated rows."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from .drawn import Drawn

STRUCTURES = ("ＲＣ造", "Ｓ造", "木造", "その他")
COOLING = ("設置済", "一部設置", "未設置")
_NAMES = ("第一", "第二", "東", "西", "みどり", "中央", "浜", "山手", "緑が丘", "栄")
_KINDS = ("小学校", "中学校")
_WINGS = ("校舎", "管理棟", "特別教室棟", "体育館", "武道場", "プール付属棟", "給食棟")

BOXES = {
    "number": "C4", "name": "F4", "year": "K2", "month": "M2", "day": "O2", "head": "C5", "writer": "H5", "phone": "L5",
    "land": "C8", "ground": "F8", "gym": "I8", "since": "L8",
    **{f"class_{g}": f"C{12 + g}" for g in range(1, 7)},
    **{f"boys_{g}": f"E{12 + g}" for g in range(1, 7)},
    **{f"girls_{g}": f"G{12 + g}" for g in range(1, 7)},
    **{f"sum_{g}": f"I{12 + g}" for g in range(1, 7)},
    "shelter": "D21", "opened": "D22", "plan": "D23", "plan_year": "J23", "wishes": "A41",
}  # fmt: skip
#: Columns of the repeated block of wings, and of the block of repairs: first row of each.
WINGS = {
    "wing": "B27",
    "built": "E27",
    "structure": "G27",
    "floors": "I27",
    "area": "J27",
    "quake": "L27",
    "cool": "N27",
}
REPAIRS = {"place": "A47", "what": "D47", "cost": "K47", "urgent": "N47"}
WING_ROWS, REPAIR_ROWS = 8, 5
REQUIRED = ("number", "name", "land", "shelter")


def blank(sheet: str = "施設調査") -> list[Drawn]:
    """The form, and the sheet its lists of choices are written on."""
    form = Drawn(sheet)
    form.widths = dict.fromkeys(range(16), 6.5)
    form.put("A1:P1", "令和６年度　学校施設の実態に関する調査", "title")
    form.put("J2", "令和")
    for box, after, text in (("K2", "L2", "年"), ("M2", "N2", "月"), ("O2", "P2", "日現在")):
        form.put(box, None, "box")
        form.put(after, text)
    form.put("A3", "◎の欄は必須です。数字だけを記入してください（単位は不要）。")
    _school(form)
    _classes(form)
    _uses(form)
    _wings(form)
    form.put("A39", "問４　施設について困っていること、要望があれば自由に記入してください。")
    form.put("A41:P43", None, "box")
    _repairs(form)
    form.put("A53", "提出先：教育委員会 施設課（kyoiku@example.jp）")
    lists = Drawn("リスト")
    for row, name in enumerate(STRUCTURES, 1):
        lists.put(f"A{row}", name)
    for row, name in enumerate(COOLING, 1):
        lists.put(f"B{row}", name)
    return [form, lists]


def _school(form: Drawn) -> None:
    for label, text, box in (
        ("A4:B4", "◎学校番号", "C4:D4"), ("E4", "◎学校名", "F4:P4"), ("A5:B5", "校長氏名", "C5:F5"),
        ("G5", "記入者", "H5:J5"), ("K5", "電話", "L5:P5"),
    ):  # fmt: skip
        form.put(label, text, "box")
        form.put(box, None, "box")
    form.put("A7:B8", "敷地・面積", "box")
    for head, text, box in (
        ("C7:E7", "◎敷地面積（㎡）", "C8:E8"), ("F7:H7", "運動場面積（㎡）", "F8:H8"),
        ("I7:K7", "屋内運動場（㎡）", "I8:K8"), ("L7:P7", "開校年月日", "L8:P8"),
    ):  # fmt: skip
        form.put(head, text, "box")
        form.put(box, None, "box")


def _classes(form: Drawn) -> None:
    form.put("A10", "問１　学級数と児童・生徒数（５月１日現在）")
    form.put("A11:B12", "学年", "box")
    form.put("C11:D12", "学級数", "box")
    form.put("E11:J11", "児童・生徒数（人）", "box")
    for box, text in (("E12:F12", "男"), ("G12:H12", "女"), ("I12:J12", "計")):
        form.put(box, text, "box")
    for grade in range(1, 7):
        row = 12 + grade
        form.put(f"A{row}:B{row}", f"{grade}年", "box")
        for columns in ("C{0}:D{0}", "E{0}:F{0}", "G{0}:H{0}"):
            form.put(columns.format(row), None, "count")
            form.allow(columns.format(row), validate="integer", criteria="between", minimum=0, maximum=2000)
        form.put(f"I{row}:J{row}", 0, "count")
        form.formulas[row - 1, 8] = f"=E{row}+G{row}"


def _uses(form: Drawn) -> None:
    form.put("A20", "問２　施設の利用")
    form.put("A21:C21", "◎避難所の指定", "box")
    form.put("D21:F21", "□あり　□なし", "box")
    form.put("A22:C22", "開放している施設", "box")
    form.put("D22:P22", "□体育館　□校庭　□図書室　□会議室", "box")
    form.put("A23:C23", "改修の計画", "box")
    form.put("D23:F23", "有　・　無", "box")
    form.put("G23:I23", "予定年度", "box")
    form.put("J23:L23", None, "box")


def _wings(form: Drawn) -> None:
    form.put("A25", "問３　建物ごとの状況")
    for head, text in (
        ("A26", "番号"), ("B26:D26", "棟の名前"), ("E26:F26", "建築年"), ("G26:H26", "構造"), ("I26", "階数"),
        ("J26:K26", "延床面積（㎡）"), ("L26:M26", "耐震化"), ("N26:P26", "空調"),
    ):  # fmt: skip
        form.put(head, text, "box")
    for i in range(WING_ROWS):
        row = 27 + i
        form.put(f"A{row}", i + 1, "box")
        for columns in ("B{0}:D{0}", "E{0}:F{0}", "G{0}:H{0}", "I{0}", "J{0}:K{0}", "L{0}:M{0}", "N{0}:P{0}"):
            form.put(columns.format(row), None, "box")
        form.allow(f"G{row}:H{row}", validate="list", source="=リスト!$A$1:$A$4")
        form.allow(f"L{row}:M{row}", validate="list", source=["済", "未"])
        form.allow(f"N{row}:P{row}", validate="list", source="=リスト!$B$1:$B$3")


def _repairs(form: Drawn) -> None:
    form.put("A45", "問５　修繕の希望（優先度の高い順）")
    for head, text in (("A46:C46", "場所"), ("D46:J46", "内容"), ("K46:M46", "概算額（千円）"), ("N46:P46", "緊急")):
        form.put(head, text, "box")
    for i in range(REPAIR_ROWS):
        row = 47 + i
        for columns in ("A{0}:C{0}", "D{0}:J{0}", "K{0}:M{0}", "N{0}:P{0}"):
            form.put(columns.format(row), None, "box")
        form.allow(f"N{row}:P{row}", validate="list", source=["○"])


@dataclass
class Answers:
    """What a school means to say."""

    values: dict[str, Any]
    wings: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)


def answers(rng: random.Random, number: int = 0) -> Answers:
    """Honest, complete answers of one school."""
    kind = rng.choice(_KINDS)
    grades = 6 if kind == "小学校" else 3
    pupils = {
        f"{name}_{g}": (rng.randint(1, 4) if name == "class" else rng.randint(5, 80)) if g <= grades else None
        for name in ("class", "boys", "girls")
        for g in range(1, 7)
    }
    values = {
        "number": f"{number:04}", "name": f"みほん市立{rng.choice(_NAMES)}{kind}{number or ''}",
        "year": 6, "month": 5, "day": rng.randint(1, 31), "head": "見本太郎",
        "writer": rng.choice(("教頭", "事務 川上")),
        "phone": f"0{rng.randint(10, 99)}-{rng.randint(100, 999)}-{rng.randint(0, 9999):04}",
        "land": rng.randint(5_000, 40_000), "ground": rng.randint(3_000, 15_000), "gym": rng.randint(400, 1_500),
        "since": dt.date(rng.randint(1930, 2015), 4, 1), **pupils,
        **{f"sum_{g}": (pupils[f"boys_{g}"] or 0) + (pupils[f"girls_{g}"] or 0) for g in range(1, 7)},
        "shelter": rng.choice(("あり", "あり", "なし")),
        "opened": tuple(o for o in ("体育館", "校庭", "図書室", "会議室") if rng.random() < 0.5),
        "plan": rng.choice(("有", "無")), "plan_year": None,
        "wishes": rng.choice((None, "雨漏りがひどく、早めの修繕をお願いします。", "トイレの洋式化を希望します。")),
    }  # fmt: skip
    if values["plan"] == "有":
        values["plan_year"] = f"令和{rng.randint(7, 12)}年度"
    wings = [_wing(rng) for _ in range(rng.randint(2, WING_ROWS))]
    repairs = [_repair(rng) for _ in range(rng.randint(0, REPAIR_ROWS))]
    return Answers(values, wings, repairs)


def _wing(rng: random.Random) -> dict[str, Any]:
    return {
        "wing": rng.choice(_WINGS), "built": f"昭和{rng.randint(30, 63)}年", "structure": rng.choice(STRUCTURES),
        "floors": rng.randint(1, 4), "area": rng.randint(100, 6_000), "quake": rng.choice(("済", "済", "未")),
        "cool": rng.choice(COOLING),
    }  # fmt: skip


def _repair(rng: random.Random) -> dict[str, Any]:
    return {
        "place": rng.choice(("屋上", "外壁", "トイレ", "体育館の床", "正門")),
        "what": rng.choice(("雨漏り", "ひび割れ", "老朽化")),
        "cost": rng.choice((None, rng.randint(50, 9_000))), "urgent": rng.choice((1, 0)),
    }  # fmt: skip


def fill(form: Drawn, said: Answers, rng: random.Random) -> None:
    """Fill a form in, in the ways of people."""
    for key, box in BOXES.items():
        value = said.values[key]
        if key.startswith("sum_"):
            form.write(box, value)
        elif value is not None:
            form.write(box, _written(key, value, rng))
    fill_rows(form, said.wings, WINGS, 27, rng)
    fill_rows(form, said.repairs, REPAIRS, 47, rng)


def fill_rows(form: Drawn, rows: list[dict[str, Any]], columns: dict[str, str], top: int, rng: random.Random) -> None:
    """Write the rows of a block."""
    for i, row in enumerate(rows):
        for key, first in columns.items():
            value = row[key]
            if key == "urgent":
                value = "○" if value else None
            if value is not None:
                form.write(f"{first.rstrip('0123456789')}{top + i}", _in_row(key, value, rng))


def _in_row(key: str, value: Any, rng: random.Random) -> Any:
    if key == "area" and rng.random() < 0.1:
        return f"{value:,}"
    return value


def _written(key: str, value: Any, rng: random.Random) -> Any:
    if key == "shelter":
        return f"{'☑' if value == 'あり' else '□'}あり　{'☑' if value == 'なし' else '□'}なし"
    if key == "opened":
        return "　".join(f"{'■' if o in value else '□'}{o}" for o in ("体育館", "校庭", "図書室", "会議室"))
    if key == "plan":
        return rng.choice((value, f"○{value}", "有　・　○無" if value == "無" else "○有　・　無"))
    if isinstance(value, dt.date):
        return value if rng.random() < 0.5 else _wareki(value)
    if key in ("land", "ground") and rng.random() < 0.3:
        return f"{value:,}"
    return value


def _wareki(day: dt.date) -> str:
    era, first = next((e, f) for e, f in (("令和", 2019), ("平成", 1989), ("昭和", 1926)) if day.year >= f)
    return f"{era}{day.year - first + 1}年{day.month}月{day.day}日"
