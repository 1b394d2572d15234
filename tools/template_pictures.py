"""Pictures of the templates for ``docs/templates.md``: filled in as the tests do, or from the sample workbooks."""

import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from render import to_pdf, to_png  # noqa: E402 - scripts beside this one
from typed import type_into  # noqa: E402

from shirube_workbooks.build import TEMPLATES  # noqa: E402
from support.fill import ENTRIES, cells_typed  # noqa: E402

SAMPLES = ROOT / "workbooks" / "samples"
Typed = dict[str, dict[str, Any]]
#: Picture, template, page of its print-out.
PICTURES = (
    ("template-lesson", "00_はじめに", 5),
    ("template-course", "アカデミー一式", 1),
    ("template-logic", "アカデミー一式", 22),
    ("template-dialogue", "アカデミー一式", 45),
    ("template-01", "01_課題と仮説", 4),
    ("template-02", "02_データ台帳と整形", 2),
    ("template-08", "08_政策評価", 2),
    ("template-09", "09_進行管理", 9),
    ("template-10", "10_業務改善BPR", 8),
    ("template-11", "11_調査票とりまとめ", 5),
    ("template-12", "12_地区プロフィール", 7),
    ("template-13", "13_問合せ分析", 15),
    ("template-14", "14_人材台帳", 6),
    ("template-15", "15_成果報告・職員提案", 2),
)
_BY = {"使い方": {"B4": "企画課", "B6": date(2026, 9, 1), "B7": "企第12号"}}


def make(gallery: Path) -> None:
    """Write the pictures into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        books = [fill(name, Path(folder)) for name in sorted({book for _, book, _ in PICTURES})]
        pages = {pdf.stem: to_png(pdf, dpi=75) for pdf in to_pdf(books, Path(folder)).values()}
        for name, book, page in PICTURES:
            target = gallery / f"{name}.png"
            target.write_bytes(pages[book][page - 1].read_bytes())
            print(target.relative_to(ROOT))


def fill(name: str, folder: Path) -> Path:
    """Write a template with its entries typed in into a folder."""
    template = TEMPLATES / f"{name}.xlsx"
    book = openpyxl.load_workbook(template)
    if name in _SPECIAL:
        sheets = _BY | _SPECIAL[name]()
    else:
        source = "アカデミー一式" if name == "02_データ台帳と整形" else name
        entries = tomllib.loads((ENTRIES / f"{source}.toml").read_text(encoding="utf-8"))
        sheets = _BY | {
            sheet: values
            for sheet, values in entries.items()
            if (sheet in book.sheetnames and "rows" in values) or source == name
        }
    typed = {sheet: cells_typed(book[sheet], values) for sheet, values in sheets.items()}
    return type_into(template, typed, folder / template.name)


def _rows(book: str, sheet: str) -> Iterator[dict[str, Any]]:
    lines = openpyxl.load_workbook(SAMPLES / f"{book}.xlsx", read_only=True)[sheet].iter_rows(values_only=True)
    head = [str(value) for value in next(lines)]
    return (dict(zip(head, line, strict=True)) for line in lines)


def _inquiries() -> Typed:
    """Three hundred inquiries of the sample city, every fifth of the year."""
    desks, answers = {"来庁": "窓口"}, {"回答済": "○ 答えた", "未回答": "× 答えられない"}
    rows = [
        {
            "受付日時": row["受付日時"],
            "分類": row["分類"],
            "窓口": desks.get(row["窓口"], row["窓口"]),
            "答えられたか": answers[row["回答"]],
        }
        for row in list(_rows("みほん市_問合せ記録", "問合せ"))[::5][:300]
    ]
    return {"問合せ記録": {"rows": rows}, "問合せの集計": {"C20": date(2024, 10, 1)}}


def _districts() -> Typed:
    """Three indicators of the districts of the sample city in fiscal 2024."""
    rows = [
        {"地区": row["地区"], "指標": "高齢化率（％）", "分子": row["高齢者数"], "分母": row["人口"]}
        for row in _rows("みほん市_地区再編", "地区別人口")
        if row["年度"] == 2024
    ]
    months: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows("みほん市_地区パネル", "地区月次"):
        if row["年度"] == 2024:
            months[row["地区"]].append(row)
    for district, found in months.items():
        people = sum(row["人口"] for row in found)
        asked = sum(row["相談件数"] for row in found)
        rows.append({"地区": district, "指標": "相談（千人・月あたり件）", "分子": asked, "分母": people, "倍率": 1000})
    return {
        "地区指標": {"rows": rows},
        "地区プロフィール": {"B5": "中央一", "A8": "高齢化率（％）", "A9": "相談（千人・月あたり件）"},
    }


def _steps() -> Typed:
    """A certificate on paper, and what is left of it when it is typed once."""
    steps = (
        ("要るものを聞く", "住民", 5, 0, "S02", {}),
        ("電話で答える", "窓口", 5, 10, "S03", {"見直し": "減らす", "あとの分": 2, "あとの待ち（分）": 0}),
        ("申請書を書く", "住民", 10, 0, "S04", {"様式": "申請書"}),
        ("受け取る", "窓口", 3, 15, "S05", {"分岐": "不備", "分岐の先": "S03"}),
        ("台帳に打ち直す", "担当係", 10, 30, "S06", {"転記": "ある", "見直し": "やめる"}),
        ("月報に写す", "担当係", 4, 0, "S07", {"転記": "ある", "見直し": "やめる"}),
        ("内容を確かめる", "担当係", 5, 20, "S08", {}),
        ("決裁する", "課長", 5, 120, "S09", {"見直し": "変える", "あとの分": 2, "あとの待ち（分）": 30}),
        ("証明書を作る", "担当係", 6, 0, "S10", {"様式": "証明書"}),
        ("渡す", "窓口", 3, 0, "S11", {}),
        ("受け取る", "住民", 2, 0, "", {}),
    )
    rows = [
        {"工程": step, "担当": who, "分": minutes, "件数": 1200}
        | ({"待ち（分）": wait} if wait else {})
        | ({"次の工程": after} if after else {})
        | more
        for step, who, minutes, wait, after, more in steps
    ]
    return {
        "業務フロー": {"rows": rows},
        "流れ図（いま）": {"B6": "住民", "C6": "窓口", "D6": "担当係", "E6": "課長"},
    }


def _staff() -> Typed:
    """Staff of four departments: certified, expired and on the way."""
    departments = ("企画部", "福祉部", "環境部", "市民部")
    rows = []
    for number in range(24):
        row = {"職員番号": f"{number + 1:04d}", "部局": departments[number % 4], "全部の回": 6}
        if number % 5 == 4:
            row |= {"受講した回": 3}
        else:
            ends = date(2023 if number % 9 == 1 else 2099, 3, 31)
            row |= {"受講した回": 6, "認定日": date(2020, 4, 1), "有効期限": ends}
        row |= {"講師ができるか": "ある"} if number % 6 == 0 else {}
        rows.append(row)
    return {"人材台帳": {"rows": rows}, "認定の集計": {"B5": 96}}


def _factors() -> Typed:
    """Two goals and what keeps them from being met; what nobody can move is a premise."""
    bus = {"目標": "北山地区のバスの利用を1日320人にする", "目標値": 320, "現状値": 240}
    bus |= {"目標の単位": "人", "現状の単位": "人", "問題": "通院や買い物に行きにくい"}
    waste = {"目標": "家庭ごみを1人1か月15.5kgにする", "目標値": 15.5, "現状値": 17.2}
    waste |= {"目標の単位": "kg", "現状の単位": "kg", "問題": "焼却施設の負担が増えている"}
    factors = (
        (bus, "病院の受付に間に合う便がない", "○ 動かせる"),
        (bus, "乗り継ぎの待ちが長い", "△ 一部動かせる"),
        (bus, "坂が多く、停留所まで歩けない", "× 動かせない"),
        (waste, "生ごみの水分が多い", "○ 動かせる"),
        (waste, "持ち帰りの容器が増えた", "△ 一部動かせる"),
    )
    return {"課題": {"rows": [{**goal, "課題（要因）": why, "動かせるか": moves} for goal, why, moves in factors]}}


_SPECIAL = {
    "01_課題と仮説": _factors,
    "10_業務改善BPR": _steps,
    "12_地区プロフィール": _districts,
    "13_問合せ分析": _inquiries,
    "14_人材台帳": _staff,
}

if __name__ == "__main__":
    make(ROOT / "docs" / "gallery")
