"""Steps of a recipe as plain dictionaries (YAML) and as readable lines of a 設定 sheet.

>>> from shirube.tidy.steps import Unpivot
>>> step = Unpivot(Column("2022年度", 3), name="年度")
>>> step_line(step)
'縦に並べる：はじめの列＝2022年度［3］、終わりの次の列＝、項目の列名＝年度、値の列名＝値'
>>> step_of_line(step_line(step)) == step == step_of_dict(step_dict(step))
True
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from ..errors import TableError
from .settings_text import escape, split, unescape
from .steps import VERBS, Column, Step

__all__ = ["STEP_LABEL", "STEP_NOTE", "step_dict", "step_line", "step_of_dict", "step_of_line"]

STEP_LABEL = "手順"
STEP_NOTE = "一覧に上から順に行う操作。列は「見出し［何列目］」で書き、見出しが見つからないときだけ番号を使います。"

#: Verb → (word, field → word).
_WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "fill_down": ("下に埋める", {"columns": "列"}),
    "group_rows": ("見出し行を列にする", {"name": "列の名前"}),
    "unpivot": (
        "縦に並べる",
        {"first": "はじめの列", "until": "終わりの次の列", "name": "項目の列名", "value": "値の列名"},
    ),
    "unpivot_groups": (
        "組ごとに縦に並べる",
        {"first": "はじめの列", "until": "終わりの次の列", "measures": "値の名前", "name": "項目の列名"},
    ),
    "pivot_blocks": ("名前と値の組を1行にする", {"rows": "1件の行数"}),
    "transpose": ("行と列を入れ替える", {"name": "最初の列の名前"}),
    "split_cells": ("1セルの値を分ける", {"column": "列", "separators": "区切り"}),
}
_VERB_OF = {word: verb for verb, (word, _) in _WORDS.items()}
_COLUMN = re.compile(r"(?P<text>.*?)(?:［(?P<position>\d+)］)?", re.DOTALL)


def step_dict(step: Step) -> dict[str, Any]:
    """The step as a dictionary of plain values."""
    return {"verb": step.verb, **dataclasses.asdict(step)}


def step_of_dict(document: Any) -> Step:
    """Read a step from a dictionary.

    Raises
    ------
    TableError
        SB-T305: no such verb or field. SB-T203: a value that does not fit.
    """
    if not isinstance(document, Mapping) or document.get("verb") not in VERBS:
        raise TableError("T305", text=str(document))
    verb = VERBS[document["verb"]]
    fields = {field.name: str(field.type) for field in dataclasses.fields(verb)}
    kept: dict[str, Any] = {}
    for key, value in document.items():
        if key == "verb":
            continue
        if key not in fields:
            raise TableError("T305", text=f"{document['verb']}.{key}")
        kept[key] = _checked(f"{document['verb']}.{key}", value, fields[key])
    try:
        return verb(**kept)
    except TypeError as error:
        raise TableError("T305", text=str(document["verb"])) from error


def _checked(name: str, value: Any, kind: str) -> Any:
    try:
        if kind == "Column":
            return _column(value)
        if kind == "tuple[Column, ...]":
            return tuple(_column(item) for item in value)
        if kind == "tuple[str, ...]":
            if isinstance(value, str) or not all(isinstance(item, str) for item in value):
                raise TypeError
            return tuple(value)
        if kind == "int" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if kind == "str" and isinstance(value, str):
            return value
    except (TypeError, KeyError, ValueError) as error:
        raise TableError("T203", name=name, value=value) from error
    raise TableError("T203", name=name, value=value)


def _column(value: Any) -> Column:
    text, position = value["text"], value["position"]
    if not isinstance(text, str) or not isinstance(position, int) or position < 0:
        raise TypeError
    return Column(text, position)


def step_line(step: Step) -> str:
    """The step as one line that a person can read and correct."""
    word, labels = _WORDS[step.verb]
    parts = [f"{label}＝{_value_text(getattr(step, field))}" for field, label in labels.items()]
    return f"{word}：{'、'.join(parts)}"


def _value_text(value: Any) -> str:
    if isinstance(value, tuple):
        return "／".join(_value_text(item) for item in value)
    if isinstance(value, Column):
        return f"{escape(value.text) if value.text else ''}［{value.position}］" if value else ""
    return str(value) if isinstance(value, int) else (escape(value) if value else "")


def step_of_line(text: str) -> Step:
    """Read a line back.

    Raises
    ------
    TableError
        SB-T305: not a step.
    """
    word, _, rest = text.partition("：")
    verb = _VERB_OF.get(word.strip())
    if verb is None:
        raise TableError("T305", text=text)
    fields = {label: field for field, label in _WORDS[verb][1].items()}
    kinds = {field.name: str(field.type) for field in dataclasses.fields(VERBS[verb])}
    kept: dict[str, Any] = {}
    for part in filter(None, split(rest, "、")):
        label, *value = split(part, "＝")
        if label not in fields or len(value) != 1:
            raise TableError("T305", text=text)
        kept[fields[label]] = _read(value[0], kinds[fields[label]], text)
    try:
        return VERBS[verb](**kept)
    except TypeError as error:
        raise TableError("T305", text=text) from error


def _read(value: str, kind: str, line: str) -> Any:
    if kind.startswith("tuple"):
        inner = "Column" if "Column" in kind else "str"
        return tuple(_read(item, inner, line) for item in split(value, "／")) if value else ()
    if kind == "Column":
        match = _COLUMN.fullmatch(value)
        text, position = (match["text"], match["position"]) if match else (value, None)
        return Column(unescape(text) if text else "", int(position or 0))
    if kind == "int":
        if not value.strip().isdigit():
            raise TableError("T305", text=line)
        return int(value)
    return unescape(value) if value else ""
