"""``shirube tidy FILE|FOLDER``: a sheet, a workbook or a folder of workbooks becomes tidy tables."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from shirube.commands.tidy import TidySettings, tidy
from shirube.errors import Place, ReadError, ShirubeError
from shirube.grid import Grid
from shirube.office.read import SUFFIXES, read_book, read_grid
from shirube.office.write import write_results
from shirube.result import Result
from shirube.tidy import Recipe

from .common import add_output, purpose_of, save

NAME = "tidy"
HELP = "人が読むための表を、1行1観測の整然データに直す"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE|FOLDER")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument("--all-sheets", action="store_true", help="すべてのシートを直し、結果の一覧を出す")
    parser.add_argument("--recipe", type=Path, help="レシピ（YAML）に従う")
    parser.add_argument("--drop-totals", action="store_true", help="合計の行と列を除く")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Convert one sheet, or every sheet below a folder."""
    if options.file.is_dir() or options.all_sheets:
        return _many(options)
    target = options.out or options.file
    result = tidy(read_grid(options.file, options.sheet), _settings(options, options.file, target.parent))
    save([result], options, options.file, "整然化")
    return 0


def _settings(options: argparse.Namespace, source: Path, target_folder: Path) -> TidySettings:
    recipes: tuple[Recipe, ...] = ()
    if options.recipe:
        if not options.recipe.is_file():
            raise ReadError("R101", at=Place(options.recipe.name))
        recipes = (Recipe.from_yaml(options.recipe.read_text(encoding="utf-8")),)
    return TidySettings(
        recipes=recipes,
        keep_totals=not options.drop_totals,
        link_file=relative_link(source, target_folder),
        purpose=purpose_of(options),
    )


def relative_link(source: Path, folder: Path) -> str:
    """Path from the folder of the new workbook to the original, with ``/``; the bare name on another drive."""
    try:
        return Path(os.path.relpath(source.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return source.name


def _many(options: argparse.Namespace) -> int:
    """Convert every sheet, print one line each; a sheet that cannot be converted says why and the rest go on."""
    files = (
        sorted(p for p in options.file.rglob("*") if p.suffix.lower() in SUFFIXES)
        if options.file.is_dir()
        else [options.file]
    )
    folder = options.out or Path("out/real")
    folder.mkdir(parents=True, exist_ok=True)
    done = refused = unread = 0
    for file in files:
        results: list[Result] = []
        for grid, problem in _sheets(file):
            if grid is None:
                unread += 1
                print(f"読めない  {file.name}  {problem}")
                continue
            try:
                result = tidy(grid, _settings(options, file, folder))
            except ShirubeError as error:
                refused += 1
                print(f"直せない  {file.name}!{grid.name}  {error.sentence}")
                continue
            done += 1
            results.append(result)
            print(f"整然化    {file.name}!{grid.name}  {result.conclusion[0]}")
        if results:
            write_results(results, folder / f"{file.stem}_整然化.xlsx", replace=True)
    print(f"計 {len(files)} ファイル：整然化 {done} シート、直せない {refused} シート、読めない {unread} 件")
    return 0


def _sheets(file: Path) -> Iterator[tuple[Grid | None, str]]:
    try:
        book = read_book(file)
    except ShirubeError as error:
        yield None, error.sentence
        return
    for grid in book.sheets:
        yield grid, ""
