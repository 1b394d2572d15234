"""設定シート: 項目・値・説明の3列。The first press of a button makes it, the next one reads it.

A sheet instead of a dialog: it is visible, printable, kept with the workbook and read again next year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shirube.errors import Place, ValueFormatError
from shirube.result import Purpose

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["FORMS", "Field", "Form", "create", "parse", "read", "rows"]

HEAD = ("項目", "値", "説明")
TARGET = "対象のシート"
YES_NO_UNKNOWN: Mapping[str, Any] = {"はい": True, "いいえ": False, "分からない": None}


@dataclass(frozen=True)
class Field:
    """One line: name of the settings' attribute, 項目, 説明, the words it takes (any text when empty), the first."""

    name: str
    label: str
    help: str
    choices: Mapping[str, Any] = field(default_factory=dict)
    initial: str = ""
    required: bool = False


@dataclass(frozen=True)
class Form:
    """The settings of one command: name of the sheet, its lines."""

    sheet: str
    fields: tuple[Field, ...]


PERCENT = {"行": "row", "列": "column", "全体": "total"}
PURPOSE = {purpose.value: purpose for purpose in Purpose}
MISSING = {"示す": "show", "除く": "exclude"}
KIND = {"量": "continuous", "有無": "binary", "件数": "count"}
_BETTER = Field("higher_is_better", "大きいほど良い", "はい・いいえ・分からない", YES_NO_UNKNOWN, "分からない")

FORMS: Mapping[str, Form] = {
    "crosstab": Form(
        "設定_クロス集計",
        (
            Field("row", "表側の列", "左に並べる列の名前（例: 年代）", required=True),
            Field("column", "表頭の列", "上に並べる列の名前（例: 満足度）", required=True),
            Field("weight", "ウェイトの列", "使わないときは空欄"),
            Field("percent", "割合の向き", "行・列・全体", PERCENT, "行"),
            Field("missing", "無回答", "示す・除く", MISSING, "示す"),
            Field("outer", "外側の列", "三重クロスにするときの外側の列（例: 性別）"),
            Field("stratum", "そろえる列", "構成をそろえて比べる属性の列（例: 年代）"),
            Field("where", "対象", "絞るときだけ。例: 問1=利用した|ときどき利用する"),
            Field("bands", "数値の区切り", "例: 年齢=20|40|65"),
            Field("merges", "選択肢のまとめ", "例: 満足度:満足計=満足|やや満足"),
            Field("summary", "平均点などを添える", "はい・いいえ", {"はい": True, "いいえ": False}, "いいえ"),
            Field("purpose", "用途", "庁内検討・公表（公表では10人未満を伏せます）", PURPOSE, "庁内検討"),
        ),
    ),
    "before_after": Form(
        "設定_前後比較",
        (
            Field("before", "前の列", "実施前の値の列の名前", required=True),
            Field("after", "後の列", "実施後の値の列の名前", required=True),
            Field(
                "paired", "同じ相手か", "同じ人・同じ所を2回測ったなら はい", {"はい": True, "いいえ": False}, "はい"
            ),
            Field("kind", "値の種類", "量・有無（1か0）・件数", KIND, "量"),
            Field("unit", "単位", "円、分、件など（空欄でもかまいません）"),
            _BETTER,
        ),
    ),
    "did": Form(
        "設定_差の差",
        (
            Field("unit", "単位の列", "地区など、比べる単位の列の名前", required=True),
            Field("time", "期間の列", "年度などの列の名前", required=True),
            Field("outcome", "成果の列", "成果の数値の列の名前", required=True),
            Field("treated", "実施の列", "実施した所を1、していない所を0とした列の名前", required=True),
            Field("start", "開始時点", "実施を始めた時点（期間の列にある値）", required=True),
            Field("unit_label", "成果の単位", "円、分、件など（空欄でもかまいません）"),
            _BETTER,
        ),
    ),
}


def rows(form: Form, target: str) -> list[list[str]]:
    """Return the cells of a new settings sheet.

    >>> rows(FORMS["crosstab"], "回答")[1:3]
    [['対象のシート', '回答', '集計する表のあるシートの名前'], ['表側の列', '', '左に並べる列の名前（例: 年代）']]
    """
    lines = [[*HEAD], [TARGET, target, "集計する表のあるシートの名前"]]
    return lines + [[f.label, f.initial, f.help] for f in form.fields]


def parse(form: Form, cells: Sequence[Sequence[Any]]) -> tuple[str, dict[str, Any]]:
    """Return the target sheet and the settings that the cells of a settings sheet say.

    Raises
    ------
    ValueFormatError
        SB-V293: a required line is blank or gone. SB-V296: a word that is not one of the choices.
    """
    said = {str(row[0]).strip(): _text(row[1]) for row in cells if len(row) > 1 and row[0] is not None}
    target = said.get(TARGET, "")
    if not target:
        raise ValueFormatError("V293", at=Place(sheet=form.sheet), what=TARGET)
    values = {}
    for line in form.fields:
        word = said.get(line.label, "") or line.initial
        if line.required and not word:
            raise ValueFormatError("V293", at=Place(sheet=form.sheet), what=line.label)
        if line.choices and word not in line.choices:
            choices = "・".join(line.choices)
            raise ValueFormatError("V296", at=Place(sheet=form.sheet), what=line.label, text=word, choices=choices)
        values[line.name] = line.choices[word] if line.choices else word
    return target, values


def create(book: xw.Book, form: Form) -> None:
    """Add the settings sheet behind the last sheet and show it."""
    target = book.sheets.active.name
    sheet = book.sheets.add(form.sheet, after=book.sheets[-1])
    sheet.range("A1").options(ndim=2).value = rows(form, target)
    sheet.range("A1").expand().columns.autofit()
    sheet.activate()


def read(book: xw.Book, form: Form) -> tuple[str, dict[str, Any]]:
    """Read the settings sheet (see `parse`)."""
    cells = book.sheets[form.sheet].range((1, 1), (len(form.fields) + 20, 2)).options(ndim=2).value
    target, values = parse(form, cells)
    if target not in [sheet.name for sheet in book.sheets]:
        raise ValueFormatError("V297", at=Place(sheet=form.sheet), sheet=target)
    return target, values


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
