"""``shirube demo``: the main job on the sample workbooks, end to end."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from shirube.codebook import read_codebook
from shirube.commands.crosstab import CrosstabSettings, crosstab
from shirube.commands.evaluate import BeforeAfterSettings, DidSettings, evaluate_before_after, evaluate_did
from shirube.commands.tidy import TidySettings, tidy
from shirube.office.read import read_book, read_grid
from shirube.office.write.save import new_file
from shirube_macros.build import build_addin
from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.samples.build import FOLDER as SAMPLES

from .common import make_folder, timed, write
from .tidy import relative_link

NAME = "demo"
HELP = "見本ブックで主な仕事を一通り動かす"
EXAMPLE = "shirube demo --out out"

MESSY = "神戸市_ごみ収集量.xlsx"
LESSONS = "00_はじめに.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", type=Path, default=Path("out"), help="書き出す場所（既定 out）")


def run(options: argparse.Namespace) -> int:
    """Make the files of ``out/``."""
    out = make_folder(options.out)
    with timed("1/4 人が読むための表を整然データに直す"):
        tidied = demo_tidy(out)
    with timed("2/4 住民アンケートをクロス集計する"):
        crossed = demo_crosstab(out)
    with timed("3/4 政策の前後を比べる"):
        evaluated = demo_evaluate(out)
    with timed("4/4 アドインを組み立て、ひな型を写す"):
        addin = build_addin(out / "shirube.xlam")
        copied = out / LESSONS
        with new_file(copied, replace=True) as temporary:
            shutil.copyfile(TEMPLATES / LESSONS, temporary)
    for path in (tidied, crossed, evaluated, addin, copied):
        print(f"  {path}")
    return 0


def demo_tidy(out: Path) -> Path:
    """整然化 of a sample that carries published figures."""
    source = SAMPLES / MESSY
    settings = TidySettings(link_file=relative_link(source, out))
    return write([tidy(read_grid(source), settings)], out / "01_整然化.xlsx", replace=True)


def demo_crosstab(out: Path) -> Path:
    """クロス集計 of the fictional resident questionnaire."""
    source = SAMPLES / "みほん市_住民アンケート.xlsx"
    book = read_book(source)
    sheets = {grid.name: grid for grid in book.sheets}
    settings = CrosstabSettings(row="年代", column="問1", weight="ウェイト", codebook=read_codebook(sheets["設問票"]))
    return write([crosstab(sheets["回答"], settings)], out / "02_クロス集計.xlsx", replace=True)


def demo_evaluate(out: Path) -> Path:
    """前後比較 and 差の差 of the fictional participants and districts."""
    school = evaluate_before_after(
        read_grid(SAMPLES / "みほん市_健康教室.xlsx"),
        BeforeAfterSettings(
            before="体力得点_事前", after="体力得点_事後", outcome="体力得点", unit="点", higher_is_better=True
        ),
    )
    waste = evaluate_did(
        read_grid(SAMPLES / "みほん市_地区パネル.xlsx"),
        DidSettings(
            unit="地区", time="年月", outcome="ごみ排出量", treated="実施地区", start="2024-04",
            unit_label="kg", higher_is_better=False,
        ),
    )  # fmt: skip
    return write([school, waste], out / "03_政策評価.xlsx", replace=True)
