"""``shirube tidy FILE|FOLDER``: a sheet, a workbook or a folder of workbooks becomes tidy tables."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from shirube.commands.tidy import TidySettings, recipes_for, tidy
from shirube.errors import ShirubeError
from shirube.grid import Grid
from shirube.office.read import read_book, read_grid
from shirube.office.write.save import new_file
from shirube.result import Result
from shirube.tidy import Recipe, apply_all, most_alike, observations, write_recipes

from .common import (
    add_output,
    candidate_from,
    free_path,
    make_folder,
    purpose_of,
    recipes_from,
    save,
    spreadsheets,
    write,
)

NAME = "tidy"
HELP = "人が読むための表を、1行1観測の整然データに直す"
EXAMPLE = "shirube tidy 社会増減.xlsx --out 社会増減_整然化.xlsx"
DONE, REFUSED, UNREAD = "整然化", "直せない", "読めない"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE|FOLDER", help="直すファイル、またはフォルダー")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument("--all-sheets", action="store_true", help="全シートを直し、一覧を出す（--out はフォルダー）")
    parser.add_argument(
        "--recipe",
        type=Path,
        help="レシピ（YAML、直した「設定」シートのあるブック、または YAML のフォルダーから似た様式のもの）に従う",
    )
    parser.add_argument(
        "--candidate", type=int, choices=(1, 2, 3), default=1, help="何番目の読み方の候補に従うか（既定: 1）"
    )
    parser.add_argument("--save-recipe", type=Path, metavar="YAML", help="使ったレシピを保存する（1シートのとき）")
    parser.add_argument(
        "--as-observations",
        type=Path,
        metavar="CSV",
        help="ブックの代わりに、1行1セルの CSV を書き出す（1シートのとき）",
    )
    parser.add_argument("--drop-totals", action="store_true", help="合計の行と列を除く")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Convert one sheet, every sheet of a file, or every sheet of the files below a folder."""
    if options.file.is_dir() or options.all_sheets:
        return _many(options)
    target = options.out or options.file
    grid, settings = read_grid(options.file, options.sheet), _settings(options, options.file, target.parent)
    settings = replace(settings, recipes=_chosen(_kept(options), grid))
    if options.as_observations:
        print(f"書き出しました: {_write_observations(grid, settings, options)}")
    else:
        save([tidy(grid, settings)], options, options.file, "整然化")
    if options.save_recipe:
        with new_file(options.save_recipe, replace=options.replace) as temporary:
            temporary.write_text(write_recipes(recipes_for(grid, settings)), encoding="utf-8")
        print(f"レシピを保存しました: {options.save_recipe}")
    return 0


def _settings(options: argparse.Namespace, source: Path, target_folder: Path) -> TidySettings:
    return TidySettings(
        candidate=max(options.candidate, candidate_from(options.recipe)),
        keep_totals=not options.drop_totals,
        link_file=relative_link(source, target_folder),
        purpose=purpose_of(options),
    )


Kept = dict[str, tuple[Recipe, ...]] | tuple[Recipe, ...]


def _kept(options: argparse.Namespace) -> Kept:
    """The recipes of the file given; of a folder, those of every file by its name."""
    if options.recipe is None:
        return ()
    if options.recipe.is_dir():
        return {path.name: recipes_from(path) for path in sorted(options.recipe.glob("*.yaml"))}
    return recipes_from(options.recipe)


def _chosen(kept: Kept, grid: Grid) -> tuple[Recipe, ...]:
    """The recipes to follow on a sheet: those given, or of a folder those whose layout is most alike, if any is."""
    if not isinstance(kept, dict):
        return kept
    name = most_alike(kept, grid)
    if name is None:
        return ()
    print(f"{grid.name}: 似た様式のレシピ {name} を使います。")
    return kept[name]


def _write_observations(grid: Grid, settings: TidySettings, options: argparse.Namespace) -> Path:
    frame = observations(apply_all(grid, recipes_for(grid, settings)))
    with new_file(options.as_observations, replace=options.replace) as temporary:
        frame.to_csv(temporary, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return Path(options.as_observations)


def relative_link(source: Path, folder: Path) -> str:
    """Path from the folder of the new workbook to the original, with ``/``; the bare name on another drive."""
    try:
        return Path(os.path.relpath(source.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return source.name


def _many(options: argparse.Namespace) -> int:
    """Convert every sheet, print one line each; what cannot be converted says why and the rest go on."""
    source: Path = options.file
    folder = make_folder(options.out or source.with_name(f"{source.stem}_整然化"))
    files, kept = _files(source, folder) if source.is_dir() else [source], _kept(options)
    counts: Counter[str] = Counter()
    written: set[Path] = set()
    for file in files:
        results = []
        for outcome, where, sentence, result in _converted(file, _settings(options, file, folder), kept):
            counts[outcome] += 1
            print(f"{outcome}  {where}  {sentence}")
            results += [result] if result else []
        if results:
            wanted = folder / f"{file.stem}_整然化.xlsx"
            path = wanted if options.replace and wanted not in written else free_path(wanted)
            written.add(write(results, path, replace=options.replace))
    print(f"計 {len(files)} ファイル：" + "、".join(f"{name} {counts[name]} 件" for name in (DONE, REFUSED, UNREAD)))
    return 0 if counts[DONE] else 2


def _files(source: Path, folder: Path) -> list[Path]:
    """Spreadsheets below a folder, without those this command writes."""
    return [path for path in spreadsheets(source) if folder.resolve() not in path.resolve().parents]


def _converted(file: Path, settings: TidySettings, kept: Kept) -> Iterator[tuple[str, str, str, Result | None]]:
    """Yield outcome, place, sentence and result of every sheet."""
    try:
        book = read_book(file)
    except ShirubeError as error:
        yield UNREAD, file.name, error.japanese, None
        return
    for grid in book.sheets:
        where = f"{file.name}!{grid.name}"
        try:
            result = tidy(grid, replace(settings, recipes=_chosen(kept, grid)))
        except ShirubeError as error:
            yield REFUSED, where, error.japanese, None
        else:
            yield DONE, where, result.conclusion[0], result
