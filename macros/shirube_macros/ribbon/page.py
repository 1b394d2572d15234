"""``docs/ribbon.md``: every button, what it asks and what comes out, from the tables the ribbon runs on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from shirube.commands.lines import Line, lines

from . import Button, Group

__all__ = ["page"]

HEAD = """# リボン「しるべ」

<!-- udfs/shirube_udfs/ribbon.toml と python/shirube/commands/settings.toml から作ったページ。直すときは元を直し、
python -m shirube_macros.ribbon で作り直す。 -->

左から、仕事の順に並んでいます。キーボードでは Alt → SB のあと、表の2文字で押せます。

## 押すと何が起きるか

1. **聞くこと**は、範囲・見出しの行・結果の置き場所だけです。いま選んでいる範囲（1つのセルだけなら、シート全体）が
   対象になり、押した直後の確認で示されます。最初の確認では、Excel の「元に戻す」（Ctrl+Z）では、それより前の操作に
   戻れなくなることを、一度だけ伝えます。
2. それ以外の設定は、**設定シート**（「設定_」で始まる名前）に書きます。はじめて押すと作られ、次からは読まれます。
   来年度も、そのまま使えます。書くことが無いボタンは、はじめから動きます。
3. 書き込むのは**新しいシートだけ**です（［仕上げる］の［値に固める］［ブックを固める］［結果を広げる］を除きます）。
   置き場所を「新しいブック」にすると、開いているブックに足すのは、設定シートと操作記録だけです。
4. 作ったシートは「**操作記録**」に1行ずつ残ります。［元に戻す］は、最後に作ったシートを取り除きます。
   作ったあとに値が書き換えられたシートは消さず、名前を変えて残してよいかを聞きます。
5. 途中でやめるには Esc を押します。止まるのは、シートの読み込み・計算・書き出しの区切りと、
   ［調査票を集める］のファイルごと、［一括集計］の50表ごとです（いくつ目かがステータスバーに出ます）。ほかの計算の途中では、その計算が終わるまで止まりません。
   止めたとき、ブックは押す前のままです。
6. 途中で失敗したときも、ブックは押す前のままです。何が起きたかと、次の一手が出ます。

## 引き継ぎと次の年

設定シートの下の7行（何を作るか、元のファイルと入手先、実施する月、担当課、知っておくこと、対応表の場所、仮IDの鍵の場所）に
書いたことは、［引継書を作る］で A4 1枚にまとまります。

![引継書の例](gallery/handover.png)

［次年度版を作る］は、ブックを写して年度を1年進めます。書き方（令和6年度、R6、２０２４年度、横に並ぶ「4年度・5年度・6年度」）は
そのままで、元号が変わる年は新しい元号になります。年と年度は別のものとして扱います。設定シートが読むシートと、今年度の名前が付いた表の値を空にし
（式・見出し・項目は残る）、ボタンで作ったシートを除きます。ボタンで使っていない一覧（受付簿など）や、表として読めないシートに
今年度の数が残るときは、値も年度もそのままにして一覧に書きます（新しい年度の見出しの下に、前の年度の数が残ることはありません）。
文の中の年、日付のセル、式の中の年、国勢調査のような決まった年の
名前、政策を始めた時点は進めず、一覧に理由を書きます。

![次年度版の一覧の例](gallery/next-year.png)

命令行では `shirube handover ブック.xlsx`、`shirube next-year ブック.xlsx [--year 令和6年度]` です。

## 動かないとき

ブックの構成が保護されているとき（［校閲］→［ブックの保護］）は、シートを足せないので、その旨を出して止まります。
読み取り専用で開いたブックや、まだ保存していないブックでも使えます。"""


def page(groups: Sequence[Group]) -> str:
    """Return the page."""
    files = resources.files("shirube_udfs")
    entries = {
        entry["name"]: entry
        for group in tomllib.loads(files.joinpath("ribbon.toml").read_text(encoding="utf-8"))["group"]
        for entry in group["button"]
    }
    out = [HEAD, ""]
    for group in groups:
        out += [f"## {group.label}", ""]
        for button in group.buttons:
            out += _section(button, entries[button.name])
    return "\n".join(out)


def _section(button: Button, entry: Mapping[str, Any]) -> list[str]:
    place = f"［{button.menu}］→" if button.menu else ""
    out = [f"### {button.label}", "", f"- 場所: {place}［{button.label}］（Alt SB {button.keytip}）"]
    out += [f"- 出るもの: {button.screentip}", f"- {button.told}", ""]
    fields = lines(button.name)
    if fields:
        out += ["| 設定シートの項目 | はじめの値 | 説明 |", "|---|---|---|"]
        out += [_row(field) for field in fields]
        out += [""]
    return out


def _row(line: Line) -> str:
    notes = [word for word, said in (("必ず書く", line.required), ("書き足すと効く", not line.asked)) if said]
    label = f"{line.label}（{'、'.join(notes)}）" if notes else line.label
    return f"| {label} | {line.initial} | {line.help.replace('|', '&#124;')} |"
