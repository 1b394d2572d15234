"""Saved settings of an evaluation: what a 設定 sheet remembers of how a result was made, and the way back.

>>> from .evaluate import DidSettings
>>> lines = lines_of(DidSettings("地区", "年度", "件数", "実施", "2023年度", other_policies=False))
>>> sheet = Grid.from_rows([["項目", "値", "説明"], *([s.label, s.value, s.note] for s in lines)], name="設定")
>>> label, values = values_on(sheet, {"差の差": DidSettings})
>>> label, values.start, values.other_policies, values.spillover
('差の差', '2023年度', False, None)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ..errors import DesignError, Place
from ..grid import Grid, a1
from ..result import Purpose, Result, Setting
from .lines import HEADER, Line, lines, shown, value_of

__all__ = ["COMMAND", "LABELS", "lines_of", "remember", "source_sheet_on", "values_on"]

#: The line that says which command made the result, and what stands before every line to be read back.
COMMAND, _PREFIX = "命令", "指定："
_PURPOSE = "用途"
_NOTE = "この行を直して、同じ命令をもう一度実行できます。"

#: Name of the settings → what the command is called; kept here so that the commands need not import each other.
LABELS = {
    "BeforeAfterSettings": "前後を比べる",
    "DidSettings": "差の差",
    "ItsSettings": "時系列の前後",
    "SyntheticSettings": "合成した比較地区",
    "StaggeredSettings": "段階的な導入",
    "ChooseSettings": "方法を選ぶ",
    "MdeSettings": "見分けられる大きさ",
    "KpiSettings": "指標の確認",
    "GapSettings": "ギャップ分析",
    "PopulationSettings": "人口の見通し",
    "CostSettings": "費用対効果",
    "LogicSettings": "ロジックモデルの確認",
}
#: Name of the settings → the lines they have (see `lines`).
FORMS = {
    "BeforeAfterSettings": "before_after",
    "DidSettings": "did",
    "ItsSettings": "its",
    "SyntheticSettings": "synthetic",
    "StaggeredSettings": "staggered",
    "ChooseSettings": "choose",
    "MdeSettings": "mde",
    "KpiSettings": "kpi",
    "GapSettings": "gap",
    "PopulationSettings": "population",
    "CostSettings": "cost",
    "LogicSettings": "logic",
}
_YES = {"はい": True, "いいえ": False, "分からない": None}


def lines_of(settings: Any) -> tuple[Setting, ...]:
    """Return the lines a 設定 sheet keeps of some settings; the purpose is written there anyway."""
    known = _lines(type(settings))
    return (
        Setting(COMMAND, LABELS[type(settings).__name__], _NOTE),
        *(
            Setting(f"{_PREFIX}{line.label}", shown(line, getattr(settings, name)), line.help)
            for name, line in known.items()
            if name != "purpose"
        ),
    )


def remember(result: Result, settings: Any) -> Result:
    """Add the settings to what a result keeps of how it was made."""
    return replace(result, settings=(*result.settings, *lines_of(settings)))


def values_on(sheet: Grid, known: Mapping[str, type[Any]]) -> tuple[str, Any]:
    """Read which command a 設定 sheet is for and its settings; what the sheet leaves blank is as by default.

    Raises
    ------
    DesignError
        SB-S216: not the settings of one of the `known` commands. SB-S217, with the cell: a value that cannot be read.
    """
    said = _said(sheet)
    label = str(said.get(COMMAND, (0, ""))[1] or "").strip()
    if label not in known:
        raise DesignError("S216", at=Place(sheet.source, sheet.name), known="・".join(known))
    kind = known[label]
    hints, values = get_type_hints(kind), {}
    for attribute, line in _lines(kind).items():
        name = _PURPOSE if attribute == "purpose" else f"{_PREFIX}{line.label}"
        row, cell = said.get(name, (0, None))
        if cell is None or str(cell).strip() == "":
            continue
        try:
            values[attribute] = _parsed(line, cell, hints[attribute])
        except (ValueError, KeyError):
            place = Place(sheet.source, sheet.name, a1(row, 1))
            raise DesignError("S217", at=place, name=name, value=cell) from None
    return label, kind(**values)


def source_sheet_on(sheet: Grid) -> str:
    """Return the name of the sheet the numbers came from; empty where the 設定 sheet does not say."""
    return str(_said(sheet).get("出所シート", (0, ""))[1] or "")


def _said(sheet: Grid) -> dict[str, tuple[int, Any]]:
    said: dict[str, tuple[int, Any]] = {}
    for row, (label, value) in enumerate(sheet.values[:, :2].tolist() if sheet.shape[1] >= 2 else []):
        if label is not None:
            said.setdefault(str(label).strip(), (row, value))
    return said


def _lines(kind: type[Any]) -> dict[str, Line]:
    """The line of every attribute."""
    known = {line.name: line for line in (*lines(FORMS[kind.__name__]), HEADER)}
    return {field.name: known[field.name] for field in fields(kind)}


def _parsed(line: Line, cell: Any, hint: Any) -> Any:
    """Read a cell by the type of the attribute, so that a text stays as it was typed."""
    text = str(cell).strip()
    options = [h for h in get_args(hint) if h is not type(None)] if get_origin(hint) is not Literal else []
    if get_origin(hint) is Literal:
        return line.choices[text]
    if hint is Purpose:
        return Purpose(text)
    if hint is bool or bool in options:
        return _YES[text]
    if get_origin(hint) is tuple:
        parts = [part.strip() for part in text.replace(",", "、").split("、") if part.strip()]
        return tuple(float(part) for part in parts) if get_args(hint)[0] is float else tuple(parts)
    if hint is int:
        return value_of(line, text)
    if hint is float or float in options:
        return float(text)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else text
