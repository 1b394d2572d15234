"""`Districts`: one value of every indicator for every district, and what each is compared with.

>>> import numpy as np
>>> rate = Indicator("高齢化率", np.array([30.0, 20.0]), hits=np.array([300.0, 50.0]), base=np.array([1000.0, 250.0]))
>>> round(rate.compared_with, 6), rate.compared_how
(28.0, '市全体（分子の計÷分母の計）')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .shown import decimals_of

__all__ = ["Districts", "Indicator", "is_rate_name", "is_size"]

FloatArray = npt.NDArray[np.float64]

_RATE = re.compile(r"率|割合|平均|指数|当たり|あたり|密度|構成比|順位|偏差|比$|[%％]")
_SIZE = re.compile(r"人口|(数|者|人|員|額|量|世帯|面積|[（(](人|件|世帯|戸|km2|㎢|ha|円|千円|t)[)）])$")
_LARGE = 1000
_UNIT = re.compile(r"(?<=.)[（(]([^（()）]{1,4})[)）]$")
#: A total row holds sums when it is this near to the sum of the districts.
_SUM_WITHIN = 0.01


def is_rate_name(name: str) -> bool:
    """Tell whether a name speaks of a rate or a mean.

    >>> is_rate_name("高齢化率"), is_rate_name("人口密度"), is_rate_name("人口")
    (True, True, False)
    """
    return _RATE.search(name) is not None


def is_size(name: str, values: FloatArray) -> bool:
    """Tell whether values look like amounts that grow with the size of a district (実数).

    >>> is_size("相談件数", np.array([12.0, 40.0])), is_size("世帯人員（平均）", np.array([2.0, 3.0]))
    (True, False)
    """
    known = values[np.isfinite(values)]
    if is_rate_name(name) or not known.size or (known < 0).any() or (known != np.floor(known)).any():
        return False
    return any(_SIZE.search(part) for part in name.split("・")) or float(known.max()) >= _LARGE


@dataclass(frozen=True, eq=False)
class Indicator:
    """One indicator.

    Attributes
    ----------
    name
        As the table calls it.
    values
        Shape (districts,); NaN where the table has none.
    hits, base, scale
        Numerators, denominators and multiplier where the table gives them: value = hits ÷ base × scale.
    total
        Value of the table's own row for the whole city.
    """

    name: str
    values: FloatArray
    hits: FloatArray | None = None
    base: FloatArray | None = None
    scale: float = 100.0
    total: float | None = None

    def of(self, keep: npt.NDArray[np.bool_]) -> Indicator:
        """The indicator for some of the districts."""
        hits, base = (None if part is None else part[keep] for part in (self.hits, self.base))
        return replace(self, values=self.values[keep], hits=hits, base=base)

    @property
    def label(self) -> str:
        """The name without its unit."""
        return _UNIT.sub("", self.name)

    @property
    def unit(self) -> str:
        """The unit in brackets at the end of the name; empty where there is none."""
        found = _UNIT.search(self.name)
        return found[1] if found else ""

    @property
    def decimals(self) -> int:
        """Decimals its values are shown with."""
        if self.hits is not None:
            return 1 if self.scale >= 100 else 2
        return decimals_of(self.values)

    @property
    def is_size(self) -> bool:
        """Whether the values grow with the size of the district."""
        return self.hits is None and is_size(self.name, self.values)

    @property
    def compared_with(self) -> float:
        """What a district is compared with; NaN when no district has a value."""
        return self._compared()[0]

    @property
    def compared_how(self) -> str:
        """Where `compared_with` comes from, in words."""
        return self._compared()[1]

    @property
    def of_city(self) -> bool:
        """Whether `compared_with` is the value of the whole city rather than the mean of its districts."""
        return self.compared_how.startswith("市全体")

    def _compared(self) -> tuple[float, str]:
        known = np.isfinite(self.values)
        if self.hits is not None and self.base is not None:
            used = np.isfinite(self.hits) & np.isfinite(self.base)
            if self.base[used].sum() > 0:
                return float(self.hits[used].sum() / self.base[used].sum() * self.scale), "市全体（分子の計÷分母の計）"
        if not known.any():
            return float("nan"), ""
        if self.total is not None and not self._is_sum(self.total):
            return self.total, "市全体（表の計の行）"
        return float(self.values[known].mean()), "地区の平均"

    def _is_sum(self, total: float) -> bool:
        whole = float(np.nansum(self.values))
        return abs(total - whole) <= _SUM_WITHIN * max(abs(whole), 1.0)


@dataclass(frozen=True, eq=False)
class Districts:
    """A table of districts.

    Attributes
    ----------
    names
        Districts in the order of the table.
    indicators
        In the order of the table.
    left_out
        What of the table is not in here, one Japanese sentence each.
    """

    names: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    left_out: tuple[str, ...] = ()

    @property
    def matrix(self) -> FloatArray:
        """Values, shape (districts, indicators)."""
        return np.column_stack([one.values for one in self.indicators])
