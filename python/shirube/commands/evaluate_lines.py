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
_FIELDS = {
    "before": "前の列",
    "after": "後の列",
    "paired": "同じ対象を2回測った",
    "kind": "値の種類",
    "outcome": "成果の列",
    "unit": "地区の列",
    "time": "時点の列",
    "treated": "実施の列",
    "start": "開始時点",
    "start_column": "開始時点の列",
    "exposure": "分母の列",
    "control": "比べる相手の列",
    "predictors": "成果に関わる値の列",
    "transition": "移行期間（時点の数）",
    "slope": "傾きの変化を見込む",
    "seasons": "季節の波を除く",
    "unit_label": "単位",
    "higher_is_better": "大きいほどよい",
    "selected_on_baseline": "事前の値で対象を選んだ",
    "chosen_by_outcome": "成果を見て選んだ（始めた）",
    "population_mean": "選ぶ前の平均",
    "population_sd": "選ぶ前の標準偏差",
    "reliability": "2回測ったときの相関",
    "cutoff": "線引きの値",
    "other_policies": "同時期の別の施策",
    "spillover": "比較地区への波及",
    "boundary_change": "合併・定義の変更",
    "definition_change": "合併・定義の変更",
    "threshold": "線引きで対象が決まった",
    "deep": "参考の計算も詳しく出す",
    "header_row": "見出しの行",
    "design": "方法",
    "n": "数",
    "other": "もう一方の数",
    "spread": "ばらつき",
    "memory": "引き継ぎの強さ",
    "target": "目標",
    "target_period": "目標の時期",
    "period": "時期の列",
    "value": "値の列",
    "chart": "管理図",
    "totals": "分母の列",
    "label": "項目の列",
    "present": "現状の列",
    "group": "年齢階級の列",
    "steps": "先へ進める回数",
    "width": "年齢階級の幅",
    "first_year": "後の調査の年",
    "aim": "目指す人口",
    "births": "生まれた数",
    "deaths": "亡くなった数",
    "survival": "生き残る割合の列",
    "cost": "費用の列",
    "effect": "成果の列",
    "low": "下限の列",
    "high": "上限の列",
    "stage": "段階の列",
    "text": "内容の列",
    "follows": "つながる元の列",
    "indicator": "指標の列",
    "baseline": "現状値の列",
    "key": "番号の列",
}
#: Where the same attribute means something else.
_OWN = {
    "BeforeAfterSettings": {"outcome": "成果の名前", "unit": "単位"},
    "KpiSettings": {"unit": "単位"},
    "GapSettings": {"unit": "単位", "target": "目標の列"},
    "CostSettings": {"unit": "単位", "label": "事業の列"},
    "MdeSettings": {"unit": "単位", "before": "実施前の時点", "after": "実施後の時点", "target": "見込む変化"},
    "LogicSettings": {"target": "目標値の列"},
}
_WORDS = {
    "continuous": "連続量", "binary": "はい・いいえ", "count": "件数",
    "xmr": "一つずつの値（XmR）", "p": "割合（p）", "c": "件数（c）",
}  # fmt: skip
_YES = {"はい": True, "いいえ": False}


def lines_of(settings: Any) -> tuple[Setting, ...]:
    """Return the lines a 設定 sheet keeps of some settings; the purpose is written there anyway."""
    kind = type(settings).__name__
    hints = get_type_hints(type(settings))
    return (
        Setting(COMMAND, LABELS[kind], _NOTE),
        *(
            Setting(f"{_PREFIX}{_label(kind, f.name)}", _shown(f.name, getattr(settings, f.name), hints[f.name]))
            for f in fields(settings)
            if f.name != "purpose"
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
    for field in fields(kind):
        name = _PURPOSE if field.name == "purpose" else f"{_PREFIX}{_label(kind.__name__, field.name)}"
        row, cell = said.get(name, (0, None))
        if cell is None or str(cell).strip() == "":
            continue
        try:
            values[field.name] = _parsed(field.name, cell, hints[field.name])
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


def _label(kind: str, name: str) -> str:
    return _OWN.get(kind, {}).get(name, _FIELDS[name])


def _shown(name: str, value: Any, hint: Any) -> Any:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, tuple):
        return "、".join(f"{v:.17g}" if isinstance(v, float) else str(v) for v in value)
    if name == "header_row":
        return value + 1
    return _WORDS.get(value, value) if get_origin(hint) is Literal else value


def _parsed(name: str, cell: Any, hint: Any) -> Any:
    text = str(cell).strip()
    options = [h for h in get_args(hint) if h is not type(None)] if get_origin(hint) is not Literal else []
    if get_origin(hint) is Literal:
        words = {_WORDS.get(word, word): word for word in get_args(hint)}
        return words[text]
    if hint is Purpose:
        return Purpose(text)
    if hint is bool or bool in options:
        return _YES[text]
    if get_origin(hint) is tuple:
        parts = [part.strip() for part in text.replace(",", "、").split("、") if part.strip()]
        return tuple(float(part) for part in parts) if get_args(hint)[0] is float else tuple(parts)
    if hint is int:
        number = float(text)
        if not number.is_integer():
            raise ValueError(text)
        return int(number) - (name == "header_row")
    if hint is float or float in options:
        return float(text)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else text
