"""A form map as a workbook people read and correct: 様式の項目, 様式の見出し and 設定; and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ..errors import FormError, Place, TableError
from ..grid import Grid, a1
from ..result import Column, DataSheet, Figure, Format, Result, Setting, Table
from ..table import records
from .answer import SEPARATOR
from .form_map import Block, FormMap, ItemKind, Printed
from .map_text import ITEM_COLUMNS, item_from_row, item_to_row, require_sound

__all__ = ["ITEMS_SHEET", "PRINTED_SHEET", "SETTINGS_SHEET", "map_from_sheets", "map_report"]

ITEMS_SHEET, PRINTED_SHEET, SETTINGS_SHEET = "様式の項目", "様式の見出し", "設定"
_NOTES = {
    "様式": "どの版にも共通の名前",
    "様式の版": "この版の名前。様式を変えたら、変えて別の対応表にする",
    "表題": "",
    "シート": "空の様式のシート名（集めるときはシート名に頼らない）",
    "コードの項目": "機関を見分けるコードの項目。無ければ空白",
    "名前の項目": "機関の名前の項目。無ければ空白",
    "対象月の項目": "何月分の回答かを書く項目。無ければ空白",
    "繰り返し": "様式の中の表。名前＝セルの範囲＝1件の行数",
    "ほかのシート": "記入例など、様式と一緒に返ってくるシートの目印",
    "図形とコメント": "空の様式にもともとある、図形やコメントの文字",
}
_FORMATS = {"下限": Format.NUMBER, "上限": Format.NUMBER}


def map_report(form: FormMap, others: Sequence[tuple[str, int]] = ()) -> Result:
    """Show a proposed map: how many boxes of which kind, what to check, and the sheets to correct.

    Parameters
    ----------
    others
        Other sheets of the blank that have blank boxes, and how many.
    """
    kinds = {kind: [i for i in form.items if i.kind is kind] for kind in ItemKind}
    counted = tuple((kind.value, len(items), _examples(items)) for kind, items in kinds.items() if items)
    summary = Table(
        "kinds",
        "見つけた欄",
        (Column("k", "種類"), Column("n", "数", Format.COUNT), Column("e", "例", width=60)),
        counted,
    )
    required = sum(item.required for item in form.items)
    return Result(
        title=f"様式の対応表：{form.title or form.form}",
        question="空の様式から、どのセルに何を書くのかを読み取りました。",
        conclusion=(
            f"記入する欄を{len(form.items)}個見つけました（うち必須{required}個、繰り返しの表{len(form.blocks)}つ）。",
            f"「{ITEMS_SHEET}」シートを見て、名前・種類・必須を直してから、回答を集めてください。",
        ),
        figures=(
            Figure("記入欄", f"{len(form.items)}個", "1個が、できる表の1列になる"),
            Figure("見出し", f"{len(form.printed)}個", "欄が動いても、見出しをたどって読む"),
        ),
        tables=(summary,),
        says=(
            "名前を変えると、できる表の列の名前が変わります。",
            f"種類を「{ItemKind.IGNORED.value}」にするか行を消すと、その欄は読みません。",
            "選択肢は「；」で区切ります。必須にする欄は「必須」に○を付けます。",
        ),
        notes=tuple(
            f"シート「{name}」にも記入する欄が{count}個あります。"
            "回答してもらうシートなら、--sheet で選んで別の対応表を作ってください。"
            for name, count in others
        ),
        data=(_items_sheet(form), _printed_sheet(form)),
        settings=_settings(form),
    )


def _examples(items: list) -> str:  # type: ignore[type-arg]
    return "、".join(item.key for item in items[:5]) + (" ほか" if len(items) > 5 else "")


def _items_sheet(form: FormMap) -> DataSheet:
    columns = tuple(Column(name, name, _FORMATS.get(name, Format.CODE)) for name in ITEM_COLUMNS)
    rows = tuple(tuple(item_to_row(item).values()) for item in form.items)
    return DataSheet(ITEMS_SHEET, Table("items", ITEMS_SHEET, columns, rows))


def _printed_sheet(form: FormMap) -> DataSheet:
    columns = (Column("cell", "セル"), Column("text", "文字", Format.CODE, width=60))
    rows = tuple((printed.cell, printed.text) for printed in form.printed)
    return DataSheet(PRINTED_SHEET, Table("printed", PRINTED_SHEET, columns, rows))


def _settings(form: FormMap) -> tuple[Setting, ...]:
    values = {
        "様式": form.form, "様式の版": form.version, "表題": form.title, "シート": form.sheet,
        "コードの項目": form.code, "名前の項目": form.name, "対象月の項目": form.period,
        "繰り返し": SEPARATOR.join(f"{b.key}＝{b.cell}＝{b.step}行" for b in form.blocks),
        "ほかのシート": SEPARATOR.join(form.companions),
        "図形とコメント": SEPARATOR.join(form.remarks),
    }  # fmt: skip
    return tuple(Setting(label, value, _NOTES[label]) for label, value in values.items())


def map_from_sheets(sheets: Mapping[str, Grid], file: str = "") -> FormMap:
    """Read a map back from the workbook that shows it.

    Parameters
    ----------
    sheets
        The three sheets by name, as a person left them.

    Raises
    ------
    FormError
        SB-F403: a sheet or a column is missing. SB-F404, F405: with the cell.
    """
    for name in (ITEMS_SHEET, PRINTED_SHEET, SETTINGS_SHEET):
        if name not in sheets:
            raise FormError("F403", at=Place(file), reason=f"「{name}」シートがありません")
    said: dict[str, str] = {}
    for label, value in sheets[SETTINGS_SHEET].values[1:, :2].tolist():
        # The lines below are those of every 設定 sheet; the first of a name counts.
        said.setdefault(str(label or "").strip(), "" if value is None else str(value).strip())
    items, printed = _records(sheets[ITEMS_SHEET], ITEM_COLUMNS[:3]), _records(sheets[PRINTED_SHEET], ("セル", "文字"))
    rows = items.attrs["rows"]
    try:
        blocks = tuple(_block(part) for part in said.get("繰り返し", "").split(SEPARATOR) if part.strip())
    except ValueError:
        raise FormError(
            "F403", at=Place(file, SETTINGS_SHEET), reason="繰り返しは「名前＝A5:D12＝1行」と書きます"
        ) from None
    form = FormMap(
        said.get("様式", ""), said.get("様式の版", "") or "1", said.get("表題", ""), said.get("シート", ""),
        tuple(Printed(str(line["セル"]), str(line["文字"])) for line in printed.to_dict("records")),
        tuple(
            item_from_row({str(k): v for k, v in line.items()}, Place(file, ITEMS_SHEET, a1(rows[i], 0)))
            for i, line in enumerate(items.to_dict("records"))
        ),
        blocks,
        said.get("コードの項目", ""), said.get("名前の項目", ""), said.get("対象月の項目", ""),
        *(
            tuple(part.strip() for part in said.get(name, "").split(SEPARATOR) if part.strip())
            for name in ("ほかのシート", "図形とコメント")
        ),
    )  # fmt: skip
    return require_sound(form, Place(file, ITEMS_SHEET))


def _block(text: str) -> Block:
    name, cell, step = (part.strip() for part in text.rsplit("＝", 2))
    return Block(name, cell, int(step.removesuffix("行")))


def _records(grid: Grid, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        frame = records(grid)
    except TableError as error:
        raise FormError("F403", at=Place(grid.source, grid.name), reason="表がありません") from error
    for name in columns:
        if name not in frame:
            raise FormError("F403", at=Place(grid.source, grid.name), reason=f"列「{name}」がありません")
    return frame
