"""The making half of ``shirube powerquery``: which table, what to do with it, in the words of the other verbs."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shirube.commands.base import Command
from shirube.commands.crosstab import CROSSTAB, CrosstabSettings
from shirube.commands.crosstab_saved import source_sheet_on, with_sheets
from shirube.commands.evaluate import BEFORE_AFTER, DID, BeforeAfterSettings, DidSettings
from shirube.commands.join import JOIN, JoinSettings, crosswalk_from
from shirube.commands.powerquery import PowerQuerySettings, tidied
from shirube.commands.powerquery_book import Made, book
from shirube.commands.powerquery_forms import collected
from shirube.commands.powerquery_join import joined
from shirube.commands.powerquery_of import connected_only, saved_query, then
from shirube.commands.powerquery_stack import FolderFile, folder_stacked, stacked
from shirube.commands.powerquery_then import listed
from shirube.commands.stack import StackSettings
from shirube.commands.tidy import TIDY
from shirube.errors import CrosstabError, Place, ReadError, TableError, WriteError
from shirube.grid import Grid
from shirube.join import Crosswalk
from shirube.office.read import SUFFIXES, read_book, read_grid
from shirube.result import Result
from shirube.tidy import Recipe

from .common import add_header, candidate_from, file_and_sheet, purpose_of, recipes_from, settle
from .forms import load_map

__all__ = ["add_making", "make"]

_SUFFIXES = (".xlsx", ".xlsm")  # what the query reads of a folder


def add_making(parser: argparse.ArgumentParser) -> None:
    """Declare what says which table is made, and what is done with it."""
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート。--stack では * も使える）")
    parser.add_argument(
        "--settings", type=Path, metavar="BOOK", help="前の結果のブック。その「設定」シートのとおりのクエリにする"
    )
    _add_first(parser.add_argument_group("表を作る（縦持ち・積み重ね・突き合わせ・とりまとめ）"))
    _add_then(parser.add_argument_group("表を数える・比べる（1行が1人か1地区の一覧か、上で作った表）"))


def _add_first(group: Any) -> None:
    group.add_argument("--recipe", type=Path, help="レシピ（YAML か、直した「設定」シートのあるブック）に従う")
    group.add_argument("--drop-totals", action="store_true", help="合計の行と列を除く")
    group.add_argument(
        "--from-file",
        action="store_true",
        help="元のシートを写さず、元のファイルを読むクエリにする（場所は設定シートに書く）",
    )
    group.add_argument("--stack", action="store_true", help="ブックのシートを積み重ねる")
    group.add_argument(
        "--by", action="append", default=[], metavar="列[=列]", help="突き合わせで合わせる列（省くと自動）"
    )
    group.add_argument(
        "--crosswalk", type=Path, action="append", default=[], help="突き合わせの対応表（前回の結果も使える）"
    )
    group.add_argument("--map", type=Path, metavar="対応表", help="フォルダーの調査票を、この対応表でとりまとめる")
    group.add_argument("--tidy", action="store_true", help="集計や比較の前に、縦持ちに直す（クエリが2つになる）")
    group.add_argument("--connection-only", action="store_true", help="途中のクエリは接続だけにして、シートに出さない")


def _add_then(group: Any) -> None:
    group.add_argument("--row", default="", help="集計軸の列（例: 年代）")
    group.add_argument("--column", default="", help="設問の列（例: 満足度）")
    group.add_argument("--weight", default="", help="ウェイトの列")
    group.add_argument("--percent", choices=["row", "column", "total"], default="row", help="割合の分母")
    group.add_argument("--missing", choices=["show", "exclude"], default="show", help="無回答を示すか除くか")
    group.add_argument("--merge", default="", help="選択肢のまとめ（例: 満足度:満足計=満足|やや満足）")
    group.add_argument("--codebook", default="", metavar="SHEET", help="設問票のシート名、または設問票のファイル")
    group.add_argument("--before", default="", help="前後比較の、事前の列")
    group.add_argument("--after", default="", help="前後比較の、事後の列")
    for name, text in (("unit", "地区など"), ("time", "時点"), ("outcome", "成果"), ("treated", "実施を示す")):
        group.add_argument(f"--{name}", default="", help=f"差の差の、{text}の列")
    group.add_argument("--start", default="", help="差の差の、始めた時点")
    add_header(group)


def make(options: argparse.Namespace) -> Result:
    """Compile what the words ask for."""
    saved = saved_query(read_book(options.settings).sheets) if options.settings else None
    after = _asked(options)
    if saved and saved[0] not in (TIDY, JOIN):
        if after is not None:
            raise TableError("W960", words=f"--settings」「{after[0].label}")
        after, saved = saved, None
    made = _first(options, saved, after)
    if after is not None:
        made = then(made, *_resolved(options, *after))
    return book(connected_only(made) if options.connection_only else made, purpose_of(options))


def _asked(options: argparse.Namespace) -> tuple[Command[Any], Any] | None:
    """What to do with the table, as the words say; None: nothing more."""
    kinds = {words[0]: ask for words, ask in _ASKED.items() if any(getattr(options, word) for word in words)}
    if len(kinds) > 1:
        raise TableError("W960", words="」「".join(f"--{word}" for word in kinds))
    for ask in kinds.values():
        _settle(options)
        return ask(options, {"header_row": options.header_row - 1, "purpose": purpose_of(options)})
    return None


def _settle(options: argparse.Namespace) -> None:
    """Headings are looked for where the words speak of a list on one sheet; what is made first has its in row 1."""
    path, named = file_and_sheet(options.file[0])
    listed = len(options.file) == 1 and not (path.is_dir() or options.stack or options.tidy)
    settle(options, read_grid(path, named or options.sheet) if listed else None, _COLUMNS)


#: Options that name one column of the list.
_COLUMNS = ("row", "column", "weight", "before", "after", "unit", "time", "outcome", "treated")


def _counting(options: argparse.Namespace, common: dict[str, Any]) -> tuple[Command[Any], Any]:
    if not (options.row and options.column):
        raise CrosstabError("C318")
    settings = {name: getattr(options, name) for name in ("row", "column", "weight", "percent", "missing")}
    return CROSSTAB, CrosstabSettings(
        **settings, merges=options.merge, codebook_sheet=options.codebook, **common
    )  # fmt: skip


def _comparing(options: argparse.Namespace, common: dict[str, Any]) -> tuple[Command[Any], Any]:
    _require(options, ("before", "after"))
    return BEFORE_AFTER, BeforeAfterSettings(options.before, options.after, **common)


_DID = ("unit", "time", "outcome", "treated", "start")


def _differencing(options: argparse.Namespace, common: dict[str, Any]) -> tuple[Command[Any], Any]:
    _require(options, _DID[:4])
    return DID, DidSettings(**{name: getattr(options, name) for name in _DID}, **common)


def _require(options: argparse.Namespace, words: Sequence[str]) -> None:
    missing = [f"--{word}" for word in words if not getattr(options, word)]
    if missing:
        raise TableError("W961", words="」「".join(missing))


_ASKED: Mapping[tuple[str, ...], Callable[[argparse.Namespace, dict[str, Any]], tuple[Command[Any], Any]]] = {
    ("row", "column", "weight", "merge", "codebook"): _counting,
    ("before", "after"): _comparing,
    _DID: _differencing,
}


def _resolved(options: argparse.Namespace, command: Command[Any], settings: Any) -> tuple[Command[Any], Any]:
    return command, with_sheets(settings, lambda name: _named_sheet(options, name))


def _named_sheet(options: argparse.Namespace, name: str) -> Grid:
    """A sheet of the file of answers, or the first sheet of another file."""
    if Path(name).suffix.lower() in SUFFIXES:
        return read_grid(Path(name))
    return read_grid(file_and_sheet(options.file[0])[0], name)


def _first(options: argparse.Namespace, saved: Any, after: tuple[Command[Any], Any] | None) -> Made:
    """The table that is made, or the list that is there."""
    path, tidying = Path(options.file[0]), _tidying(options, saved)
    joining = len(options.file) > 1 or (saved is not None and saved[0] is JOIN)
    listing = after is not None and not options.tidy
    if options.from_file and (path.is_dir() or options.stack or joining or listing):
        raise TableError("W959")
    if options.map and not path.is_dir():
        raise TableError("W962")
    if path.is_dir():
        return _of_folder(options, path, StackSettings(tidying.recipes, tidying.keep_totals))
    if options.stack:
        return stacked(list(_matching(options)), StackSettings(tidying.recipes, tidying.keep_totals))
    if joining:
        return joined([_grid(text, options.sheet) for text in options.file], _joining(options, saved))
    grid = _grid(options.file[0], options.sheet or (_saved_sheet(options) if after else ""))
    if after is not None and listing:
        return listed(grid, getattr(after[1], "header_row", 0))
    return tidied(grid, replace(tidying, from_file=options.from_file))


def _tidying(options: argparse.Namespace, saved: Any) -> PowerQuerySettings:
    """How sheets are read: as an earlier result says, as a recipe says, or as is found."""
    keep = not options.drop_totals
    if saved is not None and saved[0] is TIDY:
        return PowerQuerySettings(saved[1].recipes, saved[1].candidate, keep)
    recipes = recipes_from(options.recipe) if options.recipe else ()
    return PowerQuerySettings(recipes, candidate_from(options.recipe), keep)


def _joining(options: argparse.Namespace, saved: Any) -> JoinSettings:
    if saved and saved[0] is JOIN:
        settings: JoinSettings = saved[1]
        return settings
    crosswalk = Crosswalk()
    for path in options.crosswalk:
        crosswalk |= crosswalk_from(read_book(path).sheets)
    return JoinSettings(by=tuple(options.by), crosswalk=crosswalk)


def _saved_sheet(options: argparse.Namespace) -> str:
    """The sheet an earlier result was made from."""
    if not options.settings:
        return ""
    return source_sheet_on(read_grid(options.settings, "設定"))


def _grid(text: str, sheet: str) -> Grid:
    path, named = file_and_sheet(text)
    return read_grid(path, named or sheet)


def _matching(options: argparse.Namespace) -> Iterator[Grid]:
    wanted = Recipe(sheet=options.sheet or "*")
    for text in options.file:
        path, named = file_and_sheet(text)
        yield from (
            grid for grid in read_book(path).sheets if (named or grid.name) == grid.name and wanted.matches(grid.name)
        )


def _of_folder(options: argparse.Namespace, folder: Path, settings: StackSettings) -> Made:
    if options.out is not None and options.out.resolve().is_relative_to(folder.resolve()):
        raise WriteError("W954", at=Place(options.out.name), folder=folder.resolve().name)
    paths = _workbooks(folder)
    if options.map:
        form = load_map(options.map)
        return collected(form, [_file(path, form.sheet) for path in paths])
    sheet = options.sheet or read_grid(paths[0]).name
    return folder_stacked([_file(path, sheet) for path in paths], sheet, settings)


def _workbooks(folder: Path) -> list[Path]:
    """The workbooks the query reads, in its order: by folder, then by name."""
    found = [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _SUFFIXES and not path.name.startswith("~$") and path.is_file()
    ]
    if not found:
        raise TableError("W956", at=Place(folder.resolve().name))
    return sorted(found, key=lambda path: ("\\".join((*path.relative_to(folder).parent.parts, "")), path.name))


def _file(path: Path, sheet: str) -> FolderFile:
    try:
        return FolderFile(path.name, read_grid(path, sheet))
    except ReadError:
        return FolderFile(path.name, None)
