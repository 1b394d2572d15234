"""Rows of a list that are made of its other rows (合計, 平均 …): they are no records, and are told, not counted.

>>> frame = observations(Grid.from_rows([["地区", "人数"], ["東", 1], ["西", 3], ["合計", 4]]))
>>> frame["地区"].tolist(), left_out(frame)
(['東', '西'], ('合計や平均の行（4行目「合計」）は、数えていません。',))
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from .grid import Grid
from .table import COLUMN_TOTAL, ROW_TOTAL, records

__all__ = ["count_left_out", "is_total_word", "left_out", "observations", "without_aggregates"]

_NOT_TOTAL = re.compile(r"(会|設|統|家|推|時|集|余|温度|生)計$|合計特殊出生率.*")
_TOTAL = re.compile(
    r"(?:総|合|小|累|再|延|通)?計|総数|総額|総量|(?:総計|合計|総数|小計|計)[(（].*[)）]|[(（]?(?:再掲|別掲再掲)[)）]?.*|"
    r"全国(?:計|平均)?|全市|全県|全体|全府省|.{1,8}(?:計|総数|総額)|総.{2,5}量|回答(?:者)?数|"
    r"Total.*|total.*|TOTAL|合\s*計.*",
)
#: Totals at the head of a table that may as well be the name of a thing measured (総排出量).
_QUANTITY = re.compile(r"総.{2,5}量|回答(?:者)?数")
_SPACE = re.compile(r"\s+")
#: Words for a row that sums up all the rows above, and how; an average is one only where the figures say so.
_MADE_BY: tuple[tuple[re.Pattern[str], Callable[[npt.NDArray[np.float64]], float]], ...] = (
    (re.compile(r"(?:全体|市|県|町|村|総|単純)?平均値?|(?i:mean|average)"), lambda above: float(np.mean(above))),
    (re.compile(r"最大値?|(?i:max)"), lambda above: float(np.max(above))),
    (re.compile(r"最小値?|(?i:min)"), lambda above: float(np.min(above))),
    (re.compile(r"中央値|(?i:median)"), lambda above: float(np.median(above))),
    (re.compile(r"標準偏差|(?i:sd|s\.d\.)"), lambda above: float(np.std(above, ddof=1))),
)
_NAMED = 3


def is_total_word(label: str) -> bool:
    """Tell whether a label is the word for a total.

    >>> is_total_word("総数"), is_total_word("東区計"), is_total_word("特別会計")
    (True, True, False)
    """
    return bool(_TOTAL.fullmatch(label)) and not _NOT_TOTAL.search(label)


def observations(grid: Grid, *, header_row: int = 0, unit: str = "") -> pd.DataFrame:
    """Read a list as `records`, without the rows that sum up others.

    Left out are rows marked as totals by 縦持ちに直す (合計行, 合計列); rows at the end of the list whose first text is
    a word for a total, or for an average whose figures are those of the rows above; and, with `unit`, every row whose
    unit is a word for a total (市計 among the districts).

    Parameters
    ----------
    header_row
        0-based row of the headings.
    unit
        Column of the units of a panel.

    Returns
    -------
    pandas.DataFrame
        As `records`; `left_out` says what is missing.

    Raises
    ------
    TableError
        SB-T102, T103: see `records`.
    """
    return without_aggregates(records(grid, header_row=header_row), unit=unit)


def without_aggregates(frame: pd.DataFrame, *, unit: str = "") -> pd.DataFrame:
    """As `observations`, for a list that was read already."""
    marked = _marked(frame)
    named = _at_the_end(frame)
    if unit in frame.columns:
        named |= np.array([_is_total(_SPACE.sub("", str(v))) for v in frame[unit]], dtype=bool)
    named &= ~marked
    gone = marked | named
    if not gone.any() or gone.all():
        return frame
    rows = frame.attrs.get("rows") or tuple(range(1, len(frame) + 1))
    kept = frame[~gone].reset_index(drop=True)
    labels = tuple((rows[i] + 1, _first_text(frame, i)) for i in np.flatnonzero(named).tolist())
    kept.attrs = {
        **frame.attrs,
        "rows": tuple(row for row, out in zip(rows, gone, strict=True) if not out),
        "left_out": (int(marked.sum()), labels),
    }
    return kept


def count_left_out(frame: pd.DataFrame) -> int:
    """How many rows `observations` left out."""
    marked, labels = frame.attrs.get("left_out", (0, ()))
    return int(marked) + len(labels)


def left_out(frame: pd.DataFrame) -> tuple[str, ...]:
    """Say which rows `observations` left out; nothing where it left none out."""
    marked, labels = frame.attrs.get("left_out", (0, ()))
    said = [f"「{ROW_TOTAL}」「{COLUMN_TOTAL}」の印のある{marked:,}行は、数えていません。"] if marked else []
    if labels:
        named = "、".join(f"{row}行目「{label}」" for row, label in labels[:_NAMED])
        more = f" ほか{len(labels) - _NAMED:,}行" if len(labels) > _NAMED else ""
        said.append(f"合計や平均の行（{named}{more}）は、数えていません。")
    return tuple(said)


def _marked(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(frame), dtype=bool)
    for name in (ROW_TOTAL, COLUMN_TOTAL):
        if name in frame.columns:
            found |= np.array([value is True or str(value).upper() == "TRUE" for value in frame[name]], dtype=bool)
    return found


def _at_the_end(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(frame), dtype=bool)
    for i in range(len(frame) - 1, 0, -1):
        label = _SPACE.sub("", _first_text(frame, i))
        if not (_sums_up(label) and (_is_total(label) or _made_of_the_rest(frame, i, label))):
            break
        found[i] = True
    return found


def _first_text(frame: pd.DataFrame, row: int) -> str:
    return next((value for value in frame.iloc[row] if isinstance(value, str) and value.strip()), "")


def _made_of_the_rest(frame: pd.DataFrame, row: int, label: str) -> bool:
    """Whether a row named 平均, 最大 … holds that of the rows above, in every column of numbers and not by chance."""
    made = next((how for word, how in _MADE_BY if word.fullmatch(label)), None)
    if made is None:
        return False
    telling = False
    others = [i for i in range(row) if not _sums_up(_SPACE.sub("", _first_text(frame, i)))]
    for name in frame.columns:
        values = frame[name].tolist()
        own = values[row]
        if not _is_number(own):
            continue
        above = [float(values[i]) for i in others if _is_number(values[i])]
        if len(above) < 2 or abs(made(np.array(above)) - own) > _slack(own):
            return False
        telling |= len(set(above)) > 1
    return telling


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _is_total(label: str) -> bool:
    return is_total_word(label) and not _QUANTITY.fullmatch(label)


def _sums_up(label: str) -> bool:
    return _is_total(label) or any(word.fullmatch(label) for word, _ in _MADE_BY)


def _slack(value: float) -> float:
    """Half of the last printed digit."""
    text = repr(float(value))
    digits = len(text.partition(".")[2]) if "e" not in text and not float(value).is_integer() else 0
    return 0.5 * 10.0 ** -min(digits, 9) + 1e-9 * max(1.0, abs(value))
