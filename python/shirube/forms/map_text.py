"""A form map as YAML text, and the words its parts are written with on paper, sheet and file alike.

>>> from shirube.forms.form_map import FormMap, Item, ItemKind
>>> form = FormMap("調査", items=(Item("電話", ItemKind.CODE, "C5:F5", labels=("B5",), required=True),))
>>> read_map(write_map(form)) == form
True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import FormError, Place
from ..errors import ValueFormatError as BadAddressError
from ..grid import parse_a1
from .answer import SEPARATOR
from .form_map import Block, FormMap, Item, ItemKind, Printed

__all__ = ["ITEM_COLUMNS", "item_from_row", "item_to_row", "read_map", "require_sound", "write_map"]

#: One column per field of an item, in the order of the sheet people correct.
ITEM_COLUMNS = (
    "項目", "種類", "セル", "必須", "単位", "選択肢", "下限", "上限", "繰り返し", "見出しのセル",
    "選択肢のセル", "印字",
)  # fmt: skip
_HEAD = {"様式": "form", "版": "version", "表題": "title", "シート": "sheet"}
_WHO = {"コードの項目": "code", "名前の項目": "name", "対象月の項目": "period"}
_NO = frozenset({"", "0", "なし", "いいえ", "×", "FALSE"})


def item_to_row(item: Item) -> dict[str, Any]:
    """Return the fields of an item under the names of `ITEM_COLUMNS`."""
    return dict(
        zip(
            ITEM_COLUMNS,
            (
                item.key, item.kind.value, item.cell, "○" if item.required else "", item.unit,
                SEPARATOR.join(item.options), item.low, item.high, item.block, SEPARATOR.join(item.labels),
                SEPARATOR.join(item.option_cells), item.inside,
            ),
            strict=True,
        )
    )  # fmt: skip


def item_from_row(row: Mapping[str, Any], at: Place | None = None) -> Item:
    """Read an item from a row of the sheet, or of YAML.

    Raises
    ------
    FormError
        SB-F403: no name, or a cell that is no address. SB-F405: an unknown kind.
    """
    words = {name: _text(row.get(name)) for name in ITEM_COLUMNS}
    if not words["項目"]:
        raise FormError("F403", at=at, reason="項目の名前が空白です")
    try:
        kind = ItemKind(words["種類"] or ItemKind.TEXT.value)
    except ValueError:
        raise FormError("F405", at=at, text=words["種類"], known="、".join(k.value for k in ItemKind)) from None
    cells = (words["セル"], *_parts(words["見出しのセル"]), *_parts(words["選択肢のセル"]))
    _require_addresses(cells, at)
    inside = row.get("印字")
    return Item(
        words["項目"],
        kind,
        words["セル"],
        labels=_parts(words["見出しのセル"]),
        unit=words["単位"],
        required=words["必須"] not in _NO,
        options=_parts(words["選択肢"]),
        option_cells=_parts(words["選択肢のセル"]),
        low=_number(row.get("下限"), at),
        high=_number(row.get("上限"), at),
        block=words["繰り返し"],
        inside="" if inside is None else str(inside),
    )


def write_map(form: FormMap) -> str:
    """Return a map as YAML text."""
    import yaml

    said: dict[str, Any] = {name: getattr(form, field) for name, field in (_HEAD | _WHO).items()}
    said["繰り返し"] = [{"名前": b.key, "セル": b.cell, "1件の行数": b.step} for b in form.blocks]
    said["項目"] = [{k: v for k, v in item_to_row(item).items() if v not in ("", None)} for item in form.items]
    said["見出し"] = [{"セル": printed.cell, "文字": printed.text} for printed in form.printed]
    said["ほかのシート"] = list(form.companions)
    said["図形とコメント"] = list(form.remarks)
    return str(yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=120))


def read_map(text: str) -> FormMap:
    """Read a map from YAML text.

    Raises
    ------
    FormError
        SB-F403: not YAML, or no map in it. SB-F404, F405: see `require_sound`, `item_from_row`.
    """
    import yaml

    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise FormError("F403", reason="YAML の書き方が違います") from error
    if not isinstance(said, Mapping) or not all(isinstance(said.get(k), list) for k in ("項目", "見出し")):
        raise FormError("F403", reason="「項目」と「見出し」がありません")
    try:
        form = FormMap(
            **{field: _text(said.get(name)) for name, field in (_HEAD | _WHO).items()},
            blocks=tuple(
                Block(_text(b["名前"]), _text(b["セル"]), int(b.get("1件の行数", 1)))
                for b in said.get("繰り返し") or ()
            ),
            items=tuple(item_from_row(row) for row in said["項目"]),
            printed=tuple(Printed(_text(p["セル"]), str(p["文字"])) for p in said["見出し"]),
            companions=tuple(map(str, said.get("ほかのシート") or ())),
            remarks=tuple(map(str, said.get("図形とコメント") or ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FormError("F403", reason=f"足りない項目があります: {error}") from error
    return require_sound(form)


def require_sound(form: FormMap, at: Place | None = None) -> FormMap:
    """Return the map, if its names are unique and it has items.

    Raises
    ------
    FormError
        SB-F403: no items, a bad address, or a block that does not exist. SB-F404: two items share a name.
    """
    if not form.items or not form.form:
        raise FormError("F403", at=at, reason="項目か様式の名前がありません")
    _require_addresses([p.cell for p in form.printed] + [b.cell for b in form.blocks], at)
    seen: set[tuple[str, str]] = set()
    blocks = {block.key for block in form.blocks}
    for item in form.items:
        if item.block and item.block not in blocks:
            raise FormError("F403", at=at, reason=f"繰り返し「{item.block}」がありません")
        if (item.block, item.key) in seen:
            raise FormError("F404", at=at, name=item.key)
        seen.add((item.block, item.key))
    return form


def _require_addresses(cells: list[str] | tuple[str, ...], at: Place | None) -> None:
    for cell in cells:
        try:
            parse_a1(cell)
        except BadAddressError as error:
            raise FormError("F403", at=at, reason=f"「{cell}」はセルの番地ではありません") from error


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in (p.strip() for p in text.split(SEPARATOR)) if part)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _number(value: Any, at: Place | None) -> float | None:
    if value is None or value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise FormError("F403", at=at, reason=f"下限・上限「{value}」は数ではありません") from None
