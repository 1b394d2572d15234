"""``shirube powerquery BOOK``: a workbook whose query redoes the conversion; or the queries a workbook holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.powerquery_judge import Returned, judge
from shirube.errors import Place, ReadError, WriteError
from shirube.office.queries import Held, queries_of
from shirube.office.read import read_book
from shirube.office.write.save import new_file
from shirube.powerquery import edited, recognise
from shirube.result import Level
from shirube.tidy import write_recipes

from .common import add_output, file_and_sheet, make_folder, save
from .powerquery_make import add_making, make

NAME = "powerquery"
HELP = "表を直す・積み重ねる・突き合わせる・集計する手順を、Power Query のクエリにする（Python のない PC で更新できる）"
EXAMPLE = "shirube powerquery 社会増減.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "file",
        nargs="+",
        metavar="BOOK|FOLDER",
        help="元のブック。フォルダーなら積み重ね、2つなら突き合わせ（ブック:シート）",
    )
    add_making(parser)
    look = parser.add_argument_group("ブックの中のクエリを見る")
    what = look.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="ブックの中のクエリを並べる")
    what.add_argument("--extract", type=Path, metavar="DIR", help="ブックの中のクエリを .pq のファイルに取り出す")
    what.add_argument("--check", action="store_true", help="ブックの中のクエリが揃っているか確かめる")
    what.add_argument(
        "--judge", action="store_true", help="Excel で更新して戻ってきたブックを判定する（渡したブックは --handed）"
    )
    what.add_argument("--to-recipe", type=Path, metavar="YAML", help="しるべが作ったクエリを、レシピに戻す")
    look.add_argument("--handed", type=Path, metavar="BOOK", help="渡したときのブック（元データが変わったかを見る）")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Make a workbook with queries, or look at the queries of one."""
    looking = options.list or options.extract or options.check or options.to_recipe
    if looking or options.judge:
        if len(options.file) > 1:
            raise ReadError("W955", at=Place(Path(options.file[1]).name))
        options.file = Path(options.file[0])
        return _look(options, queries_of(options.file)) if looking else _judge(options)
    _require_ours(options)
    result = make(options)
    save([result], options, file_and_sheet(options.file[0])[0], "クエリ")
    return 0


def _require_ours(options: argparse.Namespace) -> None:
    """Queries that somebody else made, or changed, are never replaced."""
    if options.out is None or not options.replace or not options.out.is_file():
        return
    theirs = [query.name for query in queries_of(options.out).queries if edited(query.text) is not False]
    if theirs:
        raise WriteError("W953", at=Place(options.out.name), names="」「".join(theirs))


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
    changed = edited(text)
    if changed is None:
        return "しるべ以外が作ったもの"
    return "しるべが作り、後から直されたもの" if changed else "しるべが作ったもの"


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
        ours = any(edited(query.text) is not None for query in held.queries)
        raise ReadError("W963" if ours else "P206", at=Place(options.file.name))
    with new_file(options.to_recipe, replace=options.replace) as temporary:
        temporary.write_text(write_recipes([recipe for one in found for recipe in one.recipes]), encoding="utf-8")
    print(f"レシピを保存しました: {options.to_recipe}")
    if any(one.edited for one in found):
        print("クエリの文が後から直されています。レシピは「設定」の値から戻したもので、文の直しは入っていません。")
    return 0
