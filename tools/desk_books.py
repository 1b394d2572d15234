"""Workbooks of the guide to the ribbon: buttons pressed on a sample, its hand-over page, the list for next year."""

import shutil
import tempfile
from pathlib import Path

from shirube.office.engine import close_all, open_book
from shirube_cli.main import main as shirube
from shirube_udfs import ribbon

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "workbooks" / "samples" / "みほん市_地区別の表.xlsx"
#: What a clerk writes on the settings sheets, by button.
WORKS = {
    "tidy": {
        "何を作るか": "地区別の整然データ",
        "元のファイルと入手先": "地区別の表.xlsx（環境課、毎年5月）",
        "実施する月": "6月",
        "担当課": "企画課",
        "知っておくこと": "「x」は秘匿された値。環境課に聞いても出せない",
        "対応表の場所": "共有フォルダー 企画課／対応表",
    },
    "opendata": {
        "題名": "地区別家庭ごみ排出量及び相談件数",
        "作成者": "みほん市",
        "利用条件": "CC BY 4.0",
        "何を作るか": "公開用の CSV",
        "元のファイルと入手先": "上と同じ",
        "実施する月": "7月",
        "担当課": "企画課",
    },
}


def make(out: Path) -> None:
    """Write 引継書.xlsx, 次年度版.xlsx and 次年度版_一覧.xlsx into `out`."""
    with tempfile.TemporaryDirectory() as folder:
        used = Path(folder) / "地区別の表.xlsx"
        book = open_book(shutil.copy(SAMPLE, Path(folder) / "見本.xlsx"))
        book.set_mock_caller()
        for button, said in WORKS.items():
            book.sheets[0].activate()
            _press(book, button, said)
        book.save(str(used))
        close_all()
        for name in ("引継書", "次年度版", "次年度版_一覧"):
            (out / f"{name}.xlsx").unlink(missing_ok=True)
        shirube(["handover", str(used), "--work", "地区別の表", "--out", str(out / "引継書.xlsx")])
        shirube(
            ["next-year", str(used), "--out", str(out / "次年度版.xlsx"), "--list", str(out / "次年度版_一覧.xlsx")]
        )


def _press(book, button: str, said: dict[str, str]) -> None:
    """Press for the settings sheet, write on it, press again."""
    book.app.impl.answers.append("no")
    ribbon.press(button)
    sheet = book.sheets.active
    for row, line in enumerate(sheet.used_range.options(ndim=2).value, start=1):
        if line[0] in said:
            sheet.range((row, 2)).value = said[line[0]]
    ribbon.press(button)
    told = book.app.impl.alerts[-1].text
    if told.startswith("SB-"):
        raise RuntimeError(told)


if __name__ == "__main__":
    make(ROOT / "out")
