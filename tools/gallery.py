"""Make the pictures of the README and the guides from the files of ``out/``: ``make pictures``."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).resolve().parent))

import course_pictures  # noqa: E402 - scripts beside this one
import desk_books  # noqa: E402
import policy_pictures  # noqa: E402
import template_pictures  # noqa: E402
from render import to_pdf, to_png  # noqa: E402

#: Picture, workbook, page of its print-out.
PICTURES = (
    ("tidy-before", "../workbooks/samples/神戸市_ごみ収集量.xlsx", 1),
    ("tidy-after", "01_整然化.xlsx", 2),
    ("tidy", "01_整然化.xlsx", 1),
    ("crosstab", "02_クロス集計.xlsx", 1),
    ("crosstab-details", "02_クロス集計.xlsx", 3),
    ("crosstab-batch", "一括集計.xlsx", 1),
    ("crosstab-banner", "一括集計.xlsx", 7),
    ("crosstab-matrix", "マトリクス.xlsx", 1),
    ("crosstab-profile", "地区の姿.xlsx", 1),
    ("crosstab-heat", "曜日時間帯.xlsx", 1),
    ("districts", "地区の組.xlsx", 1),
    ("district-profile", "地区プロフィール.xlsx", 3),
    ("flow", "流れ図.xlsx", 2),
    ("inquiry", "問合せの前後.xlsx", 1),
    ("before-after", "03_政策評価.xlsx", 1),
    ("did", "差の差.xlsx", 1),
    ("template", "00_はじめに.xlsx", 1),
    ("join", "突合.xlsx", 1),
    ("boundaries", "区域.xlsx", 1),
    ("handover", "引継書.xlsx", 1),
    ("next-year", "次年度版_一覧.xlsx", 1),
    ("power-query", "../workbooks/excel-acceptance/1_標準.xlsx", 1),
    ("power-query-compare", "クエリ_前後比較.xlsx", 1),
    ("power-query-text", "../workbooks/excel-acceptance/1_標準.xlsx", 12),
)
_REORGANISED = "workbooks/samples/みほん市_地区再編.xlsx"
_JOINED = ["--crosswalk", _REORGANISED, "--year", "2025", "--weight", "高齢化率=人口"]
_ASKED = ["crosstab", "workbooks/samples/みほん市_住民アンケート.xlsx", "--codebook", "設問票"]
_CLASSES = "workbooks/samples/みほん市_健康教室.xlsx"
_CALLS = ["crosstab", "workbooks/samples/みほん市_問合せ記録.xlsx"]
_INDICATORS = "workbooks/samples/みほん市_地区指標.xlsx"
_PANEL = ["--unit", "地区", "--time", "年月", "--outcome", "ごみ排出量", "--treated", "実施中", "--start", "2024年4月"]
_PANEL += ["--measure", "kg", "--lower-is-better", "--no-details"]
#: Workbooks of the guides on evaluation, joining, cross-tabulation and queries, and the calls that make them.
MADE = {
    "差の差.xlsx": ["evaluate", "workbooks/samples/みほん市_地区パネル.xlsx", *_PANEL],
    "突合.xlsx": ["join", f"{_REORGANISED}:地区別人口", f"{_REORGANISED}:社協サロン", *_JOINED],
    "区域.xlsx": ["join", f"{_REORGANISED}:地区別人口", *_JOINED],
    "地区の組.xlsx": ["cluster", _INDICATORS, "--without", "人口"],
    "地区プロフィール.xlsx": ["profile", _INDICATORS, "--sheet", "分子と分母"],
    "流れ図.xlsx": ["flow", "workbooks/samples/みほん市_業務フロー.xlsx", "--title", "介護の認定"],
    "問合せの前後.xlsx": ["inquiry", _CALLS[1], "--faq", "引っ越し", "税", "--release", "2024-10-01"],
    "一括集計.xlsx": [*_ASKED, "--axes", "性別、年代、地区", "--weight", "ウェイト"],
    "マトリクス.xlsx": [*_ASKED, "--matrix", "問2", "--weight", "ウェイト"],
    "地区の姿.xlsx": [*_ASKED, "--row", "地区", "--column", "問2_2", "--profile", "不満", "--weight", "ウェイト"],
    "クエリ_前後比較.xlsx": ["powerquery", f"{_CLASSES}:参加者", "--before", "歩数_事前", "--after", "歩数_事後"],
    "曜日時間帯.xlsx": [*_CALLS, "--heat", "受付日時"],
}


def main() -> int:
    gallery = ROOT / "docs" / "gallery"
    gallery.mkdir(parents=True, exist_ok=True)
    for book, call in MADE.items():
        command = [sys.executable, "-m", "shirube_cli", *call, "--replace", "--out", str(ROOT / "out" / book)]
        subprocess.run(command, cwd=ROOT, check=True)
    desk_books.make(ROOT / "out")
    with tempfile.TemporaryDirectory() as folder:
        books = sorted({(ROOT / "out" / book).resolve() for _, book, _ in PICTURES})
        pages = {pdf.stem: to_png(pdf, dpi=75) for pdf in to_pdf(books, Path(folder)).values()}
        for name, book, page in PICTURES:
            target = gallery / f"{name}.png"
            target.write_bytes(pages[Path(book).stem][page - 1].read_bytes())
            print(target.relative_to(ROOT))
    for pictures in (template_pictures, policy_pictures, course_pictures):
        pictures.make(gallery)
    return 0


if __name__ == "__main__":
    sys.exit(main())
