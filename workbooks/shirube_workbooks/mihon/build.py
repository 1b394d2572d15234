"""Build every fictional workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from . import health, indicators, inquiries, panel, process, reorganisation, survey, yearbook

__all__ = ["FOLDER", "WORKBOOKS", "Fiction", "build_mihon"]

FOLDER = Path(__file__).resolve().parents[2] / "samples"


class Fiction(NamedTuple):
    """One fictional workbook: its file, what it is for, and the function that writes it."""

    file: str
    what: str
    write: Callable[[Path], None]


WORKBOOKS = (
    Fiction("みほん市_住民アンケート.xlsx", "3,000人の回答、設問票、重み付け用の人口。クロス集計の見本", survey.write),
    Fiction("みほん市_問合せ記録.xlsx", "1年間の問合せ約1,500件。曜日・時間帯別の集計の見本", inquiries.write),
    Fiction(
        "みほん市_地区パネル.xlsx", "24地区×36か月。8地区で施策を始めた効果の分かっている、差の差の見本", panel.write
    ),
    Fiction("みほん市_健康教室.xlsx", "参加者60人の前後の測定。比べる相手のない前後比較の見本", health.write),
    Fiction("みほん市_地区指標.xlsx", "24地区の指標。似た地区の組分けと地区プロフィールの見本", indicators.write),
    Fiction("みほん市_業務フロー.xlsx", "介護の認定の42工程。30工程を超える流れ図の見本", process.write),
    Fiction("みほん市_地区別の表.xlsx", "地区パネルを統計書の形に並べた表。縦持ちに直す練習用", yearbook.write),
    Fiction(
        "みほん市_地区再編.xlsx",
        "再編前後の地区別人口、社協の一覧、対応表。突合と区域をそろえる見本",
        reorganisation.write,
    ),
)


def build_mihon(folder: Path = FOLDER) -> list[Path]:
    """Write the fictional workbooks into `folder`; return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    for item in WORKBOOKS:
        item.write(folder / item.file)
    return [folder / item.file for item in WORKBOOKS]
