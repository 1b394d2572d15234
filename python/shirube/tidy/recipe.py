"""`Recipe`: a declarative description of one table, small enough to read and to save on a 設定 sheet.

Places are anchored by text first and by address second, so a recipe survives added rows, added columns before it and
next year's edition of the sheet.

>>> recipe = Recipe(anchor=Anchor("地区", "A2", "A2"), header=Header(rows=1), stub=Stub(columns=1))
>>> Recipe.from_dict(recipe.to_dict()) == recipe
True
>>> Recipe.from_settings(recipe.to_settings()) == recipe
True
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import TableError
from ..result import Setting
from .recipe_steps import STEP_LABEL, STEP_NOTE, step_dict, step_line, step_of_dict, step_of_line
from .settings_text import escape, split, unescape
from .steps import Step

__all__ = ["Anchor", "Context", "Groups", "Header", "Recipe", "Stub", "Totals", "Values"]

VERSION = 1


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the table starts: its first header text and that text's address, and the address of its top-left corner.

    The text is looked for first; the corner moves with it. When the text is gone, ``cell`` holds.
    """

    text: str = ""
    text_cell: str = "A1"
    cell: str = "A1"


@dataclass(frozen=True, slots=True)
class Header:
    """表頭: number of rows; a name for each tier (empty: after what its labels are, such as 性別; see `names`)."""

    rows: int = 1
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stub:
    """表側: number of columns; a name for each level (empty: the text over its column, else after its labels)."""

    columns: int = 1
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """帯見出し: whether rows with a label and no values give a level to the rows below."""

    read: bool = True


@dataclass(frozen=True, slots=True)
class Totals:
    """Whether aggregate rows and columns stay (flagged) or go (listed as dropped): ``keep`` or ``drop``."""

    rows: str = "keep"
    columns: str = "keep"


@dataclass(frozen=True, slots=True)
class Context:
    """What stands outside the table. Empty fields are read from the sheet again."""

    title: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """Name of the value column, and symbols with their meaning where they differ from the usual ones."""

    name: str = "値"
    symbols: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one table is read.

    Attributes
    ----------
    sheet
        Pattern of the sheet name (``*`` matches anything).
    form
        ``crosstab``: header × row labels; ``records``: already one row per record, left alone.
    width, height
        Columns and rows of the table, header included; 0 means as far as the table goes.
    types
        Pairs (column, type), such as ``("年度", "年度")``: see `shirube.tidy.types`.
    union
        Tables whose recipes name the same union become one: see `shirube.tidy.unite`.
    wide
        Dimension that is also spread over columns, for people: see `shirube.tidy.widen`.
    fingerprint
        `Grid.fingerprint` of the sheet the recipe was made from; finds it again for a sheet of the same layout.
    steps
        What is done to a list (``records``), in order: see `shirube.tidy.steps`.
    """

    version: int = VERSION
    sheet: str = "*"
    form: str = "crosstab"
    anchor: Anchor = field(default_factory=Anchor)
    width: int = 0
    height: int = 0
    header: Header = field(default_factory=Header)
    stub: Stub = field(default_factory=Stub)
    groups: Groups = field(default_factory=Groups)
    totals: Totals = field(default_factory=Totals)
    context: Context = field(default_factory=Context)
    values: Values = field(default_factory=Values)
    types: tuple[tuple[str, str], ...] = ()
    union: str = ""
    wide: str = ""
    steps: tuple[Step, ...] = ()
    fingerprint: str = ""

    def matches(self, sheet: str) -> bool:
        """Tell whether a sheet's name fits the pattern (``*`` any text, ``?`` one letter).

        >>> Recipe(sheet="第*表").matches("第12表"), Recipe(sheet="[速報]").matches("[速報]")
        (True, True)
        """
        pattern = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in self.sheet)
        return re.fullmatch(pattern, sheet, re.DOTALL) is not None

    def to_dict(self) -> dict[str, Any]:
        """The recipe as plain dictionaries and lists."""
        document = {key: _plain(value) for key, value in dataclasses.asdict(self).items()}
        return document | {"steps": [_plain(step_dict(step)) for step in self.steps]}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Recipe:
        """Read a recipe from plain dictionaries; what is left out keeps its default.

        Raises
        ------
        TableError
            SB-T201: a field that does not exist. SB-T202: a version this program does not know. SB-T203: a value
            that does not fit its field.
        """
        version = document.get("version", VERSION)
        if version != VERSION:
            raise TableError("T202", version=version)
        built: Recipe = _build(cls, document, "")
        return built

    def to_settings(self) -> tuple[Setting, ...]:
        """The recipe as lines of a 設定 sheet (項目, 値, 説明)."""
        return (
            *(Setting(label, _to_cell(_get(self, path)), note) for path, label, note in _SETTINGS),
            *(Setting(f"{STEP_LABEL}{i}", step_line(step), STEP_NOTE) for i, step in enumerate(self.steps, 1)),
        )

    @classmethod
    def from_settings(cls, rows: Iterable[Setting]) -> Recipe:
        """Read the lines back; ``from_settings(to_settings(r)) == r``.

        Raises
        ------
        TableError
            SB-T201: an unknown 項目. SB-T203: a value that does not fit.
        """
        paths = {label: path for path, label, _ in _SETTINGS}
        document: dict[str, Any] = {}
        for row in rows:
            if re.fullmatch(rf"{STEP_LABEL}\d+", row.label):
                if row.value is not None and str(row.value).strip():
                    document.setdefault("steps", []).append(step_dict(step_of_line(str(row.value))))
                continue
            if row.label not in paths:
                raise TableError("T201", name=row.label)
            _put(document, paths[row.label], row.value, row.label)
        return cls.from_dict(document)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


_PARTS = {
    "anchor": Anchor, "header": Header, "stub": Stub, "groups": Groups, "totals": Totals, "context": Context,
    "values": Values,
}  # fmt: skip
_CHOICES = {"form": ("crosstab", "records"), "totals.rows": ("keep", "drop"), "totals.columns": ("keep", "drop")}


def _build(cls: type[Any], document: Mapping[str, Any], prefix: str) -> Any:
    known = {f.name: f for f in dataclasses.fields(cls)}
    kept: dict[str, Any] = {}
    for key, value in document.items():
        path = f"{prefix}{key}"
        if key not in known:
            raise TableError("T201", name=path)
        if path == "steps":
            if not isinstance(value, list | tuple):
                raise TableError("T203", name=path, value=value)
            kept[key] = tuple(step_of_dict(item) for item in value)
        elif path in _PARTS:
            if not isinstance(value, Mapping):
                raise TableError("T203", name=path, value=value)
            kept[key] = _build(_PARTS[path], value, f"{path}.")
        else:
            kept[key] = _checked(path, value, known[key].type)
    return cls(**kept)


def _checked(path: str, value: Any, kind: Any) -> Any:
    """Return the value as its field holds it."""
    ok: bool
    if kind == "int":
        ok = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    elif kind == "bool":
        ok = isinstance(value, bool)
    elif kind == "str":
        ok = isinstance(value, str) and value in _CHOICES.get(path, (value,))
    else:
        ok = isinstance(value, list | tuple)
        if ok and "tuple[tuple" in kind:
            ok = all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in value)
            value = tuple((str(a), str(b)) for a, b in value) if ok else value
        elif ok:
            value = tuple(str(item) for item in value)
    if not ok:
        raise TableError("T203", name=path, value=value)
    return value


_SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("version", "版", "この設定の書き方の版です。変えないでください。"),
    ("sheet", "シート", "対象のシート名。* は任意の文字列に当たります。"),
    ("form", "形", "見出しが縦横にある表は「集計表」、1行1件の一覧は「一覧」。一覧は形を変えません。"),
    ("anchor.text", "左上の文字", "見出しの最初の文字。行が増えても、この文字を頼りに表を探します。"),
    ("anchor.text_cell", "左上の文字のセル", "左上の文字があった番地です。"),
    ("anchor.cell", "左上のセル", "表の左上の番地。左上の文字が動けば、一緒に動きます。"),
    ("width", "列の数", "表の列の数。0 は自動です。"),
    ("height", "行の数", "見出しを含む表の行の数。0 は自動です。"),
    ("header.rows", "見出しの行数", "列の見出し（表頭）が何行あるか。"),
    (
        "header.names",
        "列見出しの名前",
        "段ごとの項目名を「、」で区切ります。空なら見出しの中身から付けます（性別、年度、項目 など）。",
    ),
    ("stub.columns", "行見出しの列数", "行の見出し（表側）が何列あるか。"),
    ("stub.names", "行見出しの名前", "列ごとの項目名を「、」で区切ります。空なら左上の見出しか中身から付けます。"),
    ("groups.read", "帯見出し", "値のない見出しだけの行を、下の行の上位区分として読むなら「はい」。"),
    ("totals.rows", "合計行", "「残す」なら印を付けて残し、「除く」なら取り除いて一覧にします。"),
    ("totals.columns", "合計列", "「残す」なら印を付けて残し、「除く」なら取り除いて一覧にします。"),
    ("context.title", "表題", "空ならシートから読みます。"),
    ("context.unit", "単位", "空ならシートから読みます。"),
    ("values.name", "値の列名", "値を入れる列の名前。"),
    ("values.symbols", "記号", "「記号＝意味」を「、」で区切ります。例: x＝秘匿、…＝不詳。空なら標準の読み方です。"),
    ("types", "型", "「列の名前＝型」を「、」で区切ります。型は 文字・数・日付・年・年度。例: 調査日＝日付。"),
    ("union", "つなぐ表", "同じ名前を書いた表を、1つの表につなぎます。ページに合わせて折り返した表に使います。"),
    ("wide", "横に並べる項目", "この項目の値を列に並べた表も作ります。空なら作りません。"),
    ("fingerprint", "様式の印", "同じ様式のシートを見分ける印です。変えないでください。"),
)
_WORDS = {"crosstab": "集計表", "records": "一覧", "keep": "残す", "drop": "除く", True: "はい", False: "いいえ"}
_MEANINGS = {"form": ("crosstab", "records"), "totals.rows": ("keep", "drop"), "totals.columns": ("keep", "drop")}


def _get(recipe: Recipe, path: str) -> Any:
    value: Any = recipe
    for part in path.split("."):
        value = getattr(value, part)
    return (path, value)


def _to_cell(pair: tuple[str, Any]) -> Any:
    path, value = pair
    if path in _MEANINGS or isinstance(value, bool):
        return _WORDS[value]
    if not isinstance(value, tuple):
        return value
    return "、".join(
        "＝".join(escape(part) for part in item) if isinstance(item, tuple) else escape(item) for item in value
    )


def _put(document: dict[str, Any], path: str, value: Any, label: str) -> None:
    *parents, name = path.split(".")
    for part in parents:
        document = document.setdefault(part, {})
    document[name] = _from_cell(path, value, label)


def _from_cell(path: str, value: Any, label: str) -> Any:
    """Read a 設定 cell: what a person may have typed into it, back to what the field holds."""
    kind = _kind(path)
    if path in _MEANINGS or kind == "bool":
        choices = _MEANINGS.get(path, (True, False))
        found = next((choice for choice in choices if _WORDS[choice] == value), None)
        if found is None:
            raise TableError("T203", name=label, value=value)
        return found
    if kind == "int":
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise TableError("T203", name=label, value=value)
        return int(value)
    text = "" if value is None else str(value)
    if kind == "str":
        return text
    items = split(text, "、") if text else []
    if "tuple[tuple" not in kind:
        return [unescape(item) for item in items]
    pairs = [[unescape(part) for part in split(item, "＝")] for item in items]
    if any(len(pair) != 2 for pair in pairs):
        raise TableError("T203", name=label, value=value)
    return pairs


def _kind(path: str) -> str:
    cls: Any = Recipe
    *parents, name = path.split(".")
    for part in parents:
        cls = _PARTS[part]
    return str(next(f.type for f in dataclasses.fields(cls) if f.name == name))
