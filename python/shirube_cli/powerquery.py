"""``shirube powerquery BOOK``: a workbook whose query redoes the conversion; or the queries a workbook holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.powerquery import PowerQuerySettings, powerquery
from shirube.commands.powerquery_judge import Returned, judge
from shirube.errors import Place, ReadError
from shirube.office.queries import Held, queries_of
from shirube.office.read import read_book, read_grid
from shirube.office.write.save import new_file
from shirube.powerquery import recognise
from shirube.result import Level
from shirube.tidy import write_recipes

from .common import add_output, candidate_from, make_folder, purpose_of, recipes_from, save

NAME = "powerquery"
HELP = "表を直す手順を、Excel の Power Query のクエリにする（Python のない PC で更新できる）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="BOOK")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument("--recipe", type=Path, help="レシピ（YAML か、直した「設定」シートのあるブック）に従う")
    parser.add_argument("--drop-totals", action="store_true", help="合計の行と列を除く")
    parser.add_argument(
        "--from-file",
        action="store_true",
        help="元のシートを写さず、元のファイルを読むクエリにする（場所は設定シートに書く）",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="ブックの中のクエリを並べる")
    what.add_argument("--extract", type=Path, metavar="DIR", help="ブックの中のクエリを .pq のファイルに取り出す")
    what.add_argument("--check", action="store_true", help="ブックの中のクエリが揃っているか確かめる")
    what.add_argument(
        "--judge", action="store_true", help="Excel で更新して戻ってきたブックを判定する（渡したブックは --handed）"
    )
    what.add_argument("--to-recipe", type=Path, metavar="YAML", help="しるべが作ったクエリを、レシピに戻す")
    parser.add_argument("--handed", type=Path, metavar="BOOK", help="渡したときのブック（元データが変わったかを見る）")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Make a workbook with queries, or look at the queries of one."""
    if options.list or options.extract or options.check or options.to_recipe:
        return _look(options, queries_of(options.file))
    if options.judge:
        return _judge(options)
    grid = read_grid(options.file, options.sheet)
    settings = PowerQuerySettings(
        recipes=recipes_from(options.recipe) if options.recipe else (),
        candidate=candidate_from(options.recipe),
        keep_totals=not options.drop_totals,
        from_file=options.from_file,
        purpose=purpose_of(options),
    )
    save([powerquery(grid, settings)], options, options.file, "クエリ")
    return 0


def _judge(options: argparse.Namespace) -> int:
    held = queries_of(options.file)
    queries = {query.name: (query.text, query.table) for query in held.queries}
    sheets = {grid.name: grid for grid in read_book(options.file).sheets}
    before = {grid.name: grid for grid in read_book(options.handed).sheets} if options.handed else None
    lights = judge(Returned(queries, sheets, [t.sentence for t in held.troubles]), before=before)
    for light in lights:
        print(f"{light.level.value} {light.label}：{light.word}　{light.reason}")
    return 2 if any(light.level is Level.BAD for light in lights) else 0


def _look(options: argparse.Namespace, held: Held) -> int:
    if options.check:
        return _check(options, held)
    if not held.queries:
        raise ReadError("P205", at=Place(options.file.name))
    if options.list:
        for query in held.queries:
            where = f"表「{query.table}」に読み込む" if query.table else "接続だけ"
            print(f"{query.name}　{where}　{query.text.count(chr(10)) + 1}行　{_maker(query.text)}")
    if options.extract:
        folder = make_folder(options.extract)
        for query in held.queries:
            target = folder / f"{_file_name(query.name)}.pq"
            with new_file(target, replace=options.replace) as temporary:
                temporary.write_text(query.text + "\n", encoding="utf-8")
            print(f"書き出しました: {target}")
    if options.to_recipe:
        return _to_recipe(options, held)
    return 0


def _maker(text: str) -> str:
    found = recognise(text)
    if found is None:
        return "しるべ以外が作ったもの"
    return "しるべが作り、後から直されたもの" if found.edited else "しるべが作ったもの"


def _file_name(name: str) -> str:
    return "".join("_" if char in '<>:"/\\|?*' else char for char in name)


def _check(options: argparse.Namespace, held: Held) -> int:
    for trouble in held.troubles:
        print(f"{trouble.what}：{trouble.sentence}{trouble.fix}")
    if not held.troubles:
        print(f"クエリ{len(held.queries)}つは揃っています。" if held.queries else "クエリのないブックです。")
    return 2 if held.troubles else 0


def _to_recipe(options: argparse.Namespace, held: Held) -> int:
    found = [recognised for query in held.queries if (recognised := recognise(query.text))]
    if not found:
        raise ReadError("P206", at=Place(options.file.name))
    with new_file(options.to_recipe, replace=options.replace) as temporary:
        temporary.write_text(write_recipes([recipe for one in found for recipe in one.recipes]), encoding="utf-8")
    print(f"レシピを保存しました: {options.to_recipe}")
    if any(one.edited for one in found):
        print("クエリの文が後から直されています。レシピは「設定」の値から戻したもので、文の直しは入っていません。")
    return 0
