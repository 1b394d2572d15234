"""``shirube forms map|stamp|paper|collect``: survey forms come back as one table."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shirube.commands.forms_collect import CollectSettings, forms_collect
from shirube.commands.forms_map import MapSettings, forms_map, forms_paper, proposed
from shirube.commands.forms_report import ANSWERS_SHEET, EXCEPTIONS_SHEET
from shirube.errors import FormError, Place, ReadError, TableError
from shirube.forms.assemble import require_editions
from shirube.forms.copies import Collected
from shirube.forms.form_map import FormMap
from shirube.forms.line import Line, line_from_row
from shirube.forms.map_sheet import map_from_sheets
from shirube.forms.map_text import read_map, write_map
from shirube.forms.master import read_master
from shirube.forms.paper import read_entries
from shirube.forms.receipts import read_receipts
from shirube.forms.stamp import stamp_names
from shirube.office.form_folder import collect_folder, form_files, journal_path
from shirube.office.read import read_book, read_grid
from shirube.office.read.form import read_form
from shirube.office.write.save import new_file
from shirube.office.write.stamp import write_stamped
from shirube.table import records

from .common import add_output, free_path, purpose_of, save, write
from .tidy import relative_link

NAME = "forms"
HELP = "調査票の様式を読み取り、返ってきたファイルを1つの表にする"
EXAMPLE = "shirube forms collect 返信 --map 対応表.xlsx --master 名簿.xlsx --out 結果.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the four steps."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="map|stamp|paper|collect")
    step = steps.add_parser("map", help="空の様式から対応表を作る")
    step.add_argument("file", type=Path, metavar="空の様式", help="だれも書いていない様式のブック")
    step.add_argument("--form", default="", help="様式の名前（どの版にも共通。省くと表題）")
    step.add_argument("--version", default="1", help="版の名前（既定: 1）")
    step.add_argument("--sheet", default="", help="シート名（省くと記入欄の一番多いシート）")
    step.add_argument("--yaml", type=Path, help="対応表を YAML でも書き出す")
    add_output(step)
    step = steps.add_parser("stamp", help="空の様式に、見た目を変えずに印を付けた写しを作る")
    step.add_argument("file", type=Path, metavar="空の様式", help="だれも書いていない様式のブック")
    step.add_argument("--map", type=Path, required=True, metavar="対応表", help="forms map で作り、直した対応表")
    add_output(step)
    step = steps.add_parser("paper", help="紙・FAX・電話の回答を入力するブックを作る")
    step.add_argument("map", type=Path, metavar="対応表", help="forms map で作り、直した対応表")
    add_output(step)
    _collect_arguments(steps.add_parser("collect", help="フォルダーの回答を1つの表にする"))


def _collect_arguments(step: argparse.ArgumentParser) -> None:
    step.add_argument("folder", type=Path, metavar="FOLDER", help="返ってきたファイルのあるフォルダー")
    step.add_argument("--map", type=Path, nargs="+", required=True, metavar="対応表", help="今の版を先に、古い版を後に")
    step.add_argument("--corrections", type=Path, metavar="前の結果", help="訂正を書き込んだ、前の結果のブック")
    step.add_argument("--receipts", type=Path, metavar="受領簿", help="ファイル・受領日・備考の表")
    step.add_argument("--master", type=Path, metavar="名簿", help="コード・名前・区分の表（回答率と督促）")
    step.add_argument("--entries", type=Path, metavar="入力表", help="紙・FAX入力のブック")
    step.add_argument("--previous", type=Path, metavar="前回", help="前の月の結果（続きに足し、変化を点検する）")
    step.add_argument("--period", default="", help="様式に対象月の欄がないときの対象月（例: 2024-05）")
    step.add_argument("--password", action="store_true", help="保護されたファイルのパスワードを聞く（記録しない）")
    add_output(step)


def run(options: argparse.Namespace) -> int:
    """Run one of the steps."""
    steps = {"map": _map, "stamp": _stamp, "paper": _paper, "collect": _collect}
    return steps[options.step](options)


def _map(options: argparse.Namespace) -> int:
    file = read_form(options.file)
    settings = MapSettings(options.form, options.version, options.sheet)
    result = forms_map(file, settings)
    print("\n".join(result.conclusion))
    save([result], options, options.file, "対応表")
    if options.yaml:
        with new_file(options.yaml, replace=options.replace) as temporary:
            temporary.write_text(write_map(proposed(file, settings)), encoding="utf-8")
        print(f"書き出しました: {options.yaml}")
    return 0


def _stamp(options: argparse.Namespace) -> int:
    source: Path = options.file
    path = options.out or free_path(source.with_name(f"{source.stem}_配布用{source.suffix}"))
    print(f"書き出しました: {write_stamped(source, stamp_names(load_map(options.map)), path, replace=options.replace)}")
    return 0


def _paper(options: argparse.Namespace) -> int:
    save([forms_paper(load_map(options.map))], options, options.map, "紙・FAX入力")
    return 0


def load_map(path: Path) -> FormMap:
    """Read a map from YAML, or from the workbook a person corrected."""
    if not path.is_file():
        raise ReadError("R101", at=Place(path.name))
    if path.suffix.lower() in (".yaml", ".yml"):
        return read_map(path.read_text(encoding="utf-8"))
    return map_from_sheets({grid.name: grid for grid in read_book(path, styles=False).sheets}, path.name)


def _collect(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    maps = tuple(load_map(path) for path in options.map)
    require_editions(maps)
    output: Path = options.out or folder.resolve().with_name(f"{folder.resolve().name}_とりまとめ.xlsx")
    settings = _settings(options, maps, output)
    password = getpass.getpass("パスワード: ") if options.password else ""
    journal = journal_path(output)
    files = form_files(folder, [p for p in (output, journal, *_given(options)) if p])
    collected = list(collect_folder(folder, files, maps, journal, password=password, progress=_progress))
    collected += _entries(options.entries, maps[0])
    result = forms_collect(collected, settings)
    print("\n".join(result.conclusion))
    print(f"書き出しました: {write([result], output, replace=options.replace)}")
    journal.unlink(missing_ok=True)
    return 0


def _given(options: argparse.Namespace) -> list[Path | None]:
    """Files of the office that may stand among the replies."""
    return [options.master, options.entries, options.previous, options.receipts, options.corrections, *options.map]


def _settings(options: argparse.Namespace, maps: tuple[FormMap, ...], output: Path) -> CollectSettings:
    """What the round is put together from. An output that is replaced gives back what people typed into it."""
    typed: list[Line] = []
    for path in dict.fromkeys(p for p in (options.corrections, output if options.replace else None) if p):
        if path.is_file() or path == options.corrections:
            typed += typed_lines(path)
    return CollectSettings(
        maps,
        _once(typed),
        read_receipts(read_grid(options.receipts)) if options.receipts else (),
        read_master(read_grid(options.master), maps[0]) if options.master else (),
        tuple(_rows(options.previous, ANSWERS_SHEET)) if options.previous else (),
        {block: tuple(_rows(options.previous, block)) for block in _blocks(maps)} if options.previous else {},
        options.period,
        folder=relative_link(options.folder, output.parent),
        purpose=purpose_of(options),
    )


def _blocks(maps: tuple[FormMap, ...]) -> list[str]:
    return list(dict.fromkeys(block.key for form in maps for block in form.blocks))


def _once(lines: list[Line]) -> tuple[Line, ...]:
    """One row per exception; what someone typed goes before an empty copy of the row."""
    kept: dict[str, Line] = {}
    for line in lines:
        key = line.key or repr(line)
        if line.typed or key not in kept:
            kept[key] = line
    return tuple(kept.values())


def typed_lines(path: Path) -> list[Line]:
    """Read the exceptions sheet of an earlier output."""
    return [line_from_row(row) for row in _rows(path, EXCEPTIONS_SHEET)]


def _rows(path: Path, sheet: str) -> list[Mapping[str, Any]]:
    try:
        grid = read_grid(path, sheet, styles=False)
    except ReadError as error:
        if error.key != "R113":
            raise
        raise FormError("F411", at=Place(path.name), sheet=sheet) from error
    try:
        return [{str(k): v for k, v in row.items()} for row in records(grid).to_dict("records")]
    except TableError as error:
        if error.key == "T102":  # no rows below the head
            return []
        raise


def _entries(path: Path | None, form: FormMap) -> tuple[Collected, ...]:
    if path is None:
        return ()
    return read_entries({grid.name: grid for grid in read_book(path, styles=False).sheets}, form, path.name)


def _progress(done: int, of: int, name: str) -> None:
    end = "\n" if done == of else "\r"
    if sys.stdout.isatty():
        print(f"{done}/{of} {name[:60]:<60}", end=end, flush=True)
    elif done == 1 or done % 50 == 0 or done == of:
        print(f"{done}/{of} {name}", flush=True)
