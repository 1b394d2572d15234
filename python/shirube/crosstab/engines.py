"""Answers that stay where they are: pandas, Polars, Arrow, DuckDB and whatever else narwhals wraps.

The engine groups; what comes back is a small table, one row per combination of answers. From there on it is
coded and counted like a list of answers whose rows stand for many persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..codebook import Codebook
from ..errors import CrosstabError, TableError, nearest
from .coded import Coded, code

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["code_grouped", "columns_of", "group", "repeated"]

#: Combinations of answers brought back at most; more means that a column is no category.
MOST_GROUPS = 200_000
PERSONS, SUM, SQUARES = "__persons", "__sum", "__squares"
USED, KNOWN, LEAST = "__used", "__known", "__least"
LIGHTEST, HEAVIEST = "__lightest", "__heaviest"


def group(frame: Any, keys: Sequence[str], *, weight: str = "") -> pd.DataFrame:
    """Count every combination of answers on the engine that holds them.

    Parameters
    ----------
    frame
        A pandas, Polars (eager or lazy), Arrow, Dask or PySpark frame or a DuckDB relation, one row per person.
    keys
        Columns of answers.
    weight
        Column of weights (positive numbers, or 0 to leave a person out).

    Returns
    -------
    pandas.DataFrame
        `keys`, then persons, and under weights Σw, Σw² and the smallest and largest weight; sorted, so that every
        engine gives the same. Persons with weight 0 have rows of their own. Ordered categories (Enum of Polars)
        keep their order.

    Raises
    ------
    TableError
        SB-T101: a column is not there.
    CrosstabError
        SB-C101: no answers. SB-C319: narwhals is not installed. SB-C321: too many combinations. SB-C322: a weight
        is blank, negative or not a number.

    Examples
    --------
    >>> people = pd.DataFrame({"性別": ["男", "女", "男"], "答": ["はい", "はい", "はい"]})
    >>> group(people, ["性別", "答"]).to_numpy().tolist()
    [['女', 'はい', 1], ['男', 'はい', 2]]
    """
    try:
        import narwhals as nw
    except ImportError as error:
        raise CrosstabError("C319") from error
    lazy, by = nw.from_native(frame).lazy(), list(dict.fromkeys(keys))
    schema = lazy.collect_schema()
    for name in (*by, *([weight] if weight else [])):
        if name not in schema:
            raise TableError("T101", name=name, near=nearest(name, list(schema)))
    if weight and not schema[weight].is_numeric():
        raise CrosstabError("C322", name=weight, count="すべての")
    picked = lazy.select(*map(nw.col, by), *(_powers(nw, weight) if weight else ()))
    counted = picked.group_by(*by).agg(nw.len().alias(PERSONS), *(_sums(nw) if weight else ())).head(MOST_GROUPS + 1)
    small = pd.DataFrame(counted.collect().to_dict(as_series=False))
    if small.empty:
        raise CrosstabError("C101")
    if len(small) > MOST_GROUPS:
        raise CrosstabError("C321", names="、".join(by), most=f"{MOST_GROUPS:,}")
    if weight:
        small = _checked(nw, small, lazy, weight)
    small = small.sort_values(by, key=lambda column: column.map(str), kind="stable", ignore_index=True)
    steps = {key: kind.categories for key, kind in schema.items() if key in by and isinstance(kind, nw.Enum)}
    return small.astype({key: pd.CategoricalDtype(list(each), ordered=True) for key, each in steps.items()})


def repeated(coded: Coded, small: pd.DataFrame, *, weight: str = "") -> Coded:
    """Return the coded rows of `group` as the persons they stand for."""
    times = small[PERSONS].to_numpy(dtype=np.int64)
    if not weight:
        return replace(coded, times=times)
    weights, squares = (small[name].to_numpy(dtype=np.float64) for name in (SUM, SQUARES))
    extremes = float(small[LIGHTEST].min()), float(small[HEAVIEST].max())
    return replace(coded, times=times, weights=weights, squares=squares, weight_key=weight, extremes=extremes)


def columns_of(keys: Sequence[str], codebook: Codebook | None) -> tuple[str, ...]:
    """Return the columns that hold the answers: a multiple-answer question may have one for each option."""
    columns: list[str] = []
    for key in keys:
        question = codebook.question(key) if codebook is not None and key in codebook else None
        columns += question.columns if question is not None and question.columns else (key,)
    return tuple(dict.fromkeys(columns))


def code_grouped(frame: Any, keys: Sequence[str], codebook: Codebook | None = None, *, weight: str = "") -> Coded:
    """Code answers on any engine, as `code` does for a pandas frame; without a codebook in the order of the texts.

    Raises
    ------
    TableError, CrosstabError
        As `group` and `code`.

    Examples
    --------
    >>> from shirube.crosstab import CrosstabRequest, tabulate
    >>> people = pd.DataFrame({"性別": ["男", "女", "男"], "答": ["はい", "いいえ", "はい"]})
    >>> coded = code_grouped(people, ["性別", "答"])
    >>> tabulate(coded, CrosstabRequest("性別", "答")).base.tolist()
    [2, 1, 3]
    """
    small = group(frame, columns_of(keys, codebook), weight=weight)
    return repeated(code(small, keys, codebook), small, weight=weight)


def _powers(nw: Any, weight: str) -> list[nw.Expr]:
    number = nw.col(weight).cast(nw.Float64)
    used = nw.when(number > 0).then(number)
    return [number.alias(SUM), (number * number).alias(SQUARES), used.alias(USED)]


def _sums(nw: Any) -> list[nw.Expr]:
    return [
        nw.col(SUM).sum().alias(SUM),
        nw.col(SQUARES).sum().alias(SQUARES),
        nw.col(USED).count().alias(USED),
        nw.col(SUM).count().alias(KNOWN),
        nw.col(SUM).min().alias(LEAST),
        nw.col(USED).min().alias(LIGHTEST),
        nw.col(USED).max().alias(HEAVIEST),
    ]


def _checked(nw: Any, small: pd.DataFrame, lazy: nw.LazyFrame[Any], weight: str) -> pd.DataFrame:
    """Refuse unusable weights, and give persons with weight 0 rows of their own."""
    sums = small[[SUM, SQUARES]].to_numpy(dtype=np.float64)
    if not np.isfinite(sums).all() or (small[KNOWN] < small[PERSONS]).any() or (small[LEAST] < 0).any():
        raise CrosstabError("C322", name=weight, count=f"{_unusable(nw, lazy, weight):,}件の")
    if not sums.any():
        raise CrosstabError("C322", name=weight, count=f"{small[PERSONS].sum():,}件の")
    used, unused = small.copy(), small.copy()
    used[PERSONS], unused[PERSONS] = small[USED], small[PERSONS] - small[USED]
    unused[[SUM, SQUARES]] = 0.0
    both = pd.concat([used, unused], ignore_index=True)
    return both[both[PERSONS] > 0].drop(columns=[USED, KNOWN, LEAST])


def _unusable(nw: Any, lazy: nw.LazyFrame[Any], weight: str) -> int:
    number = nw.col(weight).cast(nw.Float64)
    # A comparison with nothing is neither true nor false: `otherwise` takes both.
    bad = nw.when(number.is_finite() & (number >= 0)).then(nw.lit(0)).otherwise(nw.lit(1))
    return int(lazy.select(bad.alias(USED)).select(nw.col(USED).sum()).collect().item())
