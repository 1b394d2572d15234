"""地区を組に分ける、地区プロフィール: a table of districts × indicators, grouped or one page each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from ..districts import ClusterRequest, Columns, Districts, cluster, districts_from_rows, profiles
from ..districts.report_cluster import cluster_report
from ..districts.report_profile import profile_report
from ..errors import Place
from ..grid import Grid, Kind
from ..result import Purpose, Result, Setting
from ..table import TidyTable, records
from .base import Command
from .join_tables import table_of
from .provenance import of_grid

__all__ = ["CLUSTER", "PROFILES", "ClusterSettings", "ProfilesSettings", "cluster_districts", "profile_districts"]

#: A heading is looked for in so many rows, below titles and hints.
_HEAD_ROWS = 20
_LABELS = {
    "unit": "地区の列",
    "indicator": "指標の列",
    "value": "値の列",
    "only": "使う指標",
    "without": "使わない指標",
    "per": "割る列",
    "groups": "組の数",
    "most": "組の数の上限",
    "threshold": "伏せる人数の下限",
    "header_row": "見出しの行",
}


@dataclass(frozen=True)
class _TableSettings:
    """Where the table stands and which of its columns are used; empty: found (see `districts.Columns`).

    Attributes
    ----------
    header_row
        1-based row of the headings; 0: found.
    """

    unit: str = ""
    indicator: str = ""
    value: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    per: str = ""
    header_row: int = 0


@dataclass(frozen=True)
class ClusterSettings(_TableSettings):
    """How to group: `groups` 0 chooses their number, up to `most`."""

    groups: int = 0
    most: int = 6
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True)
class ProfilesSettings(_TableSettings):
    """One page per district; for 公表 counts of 1 up to `threshold` less one are hidden."""

    threshold: int = 10
    purpose: Purpose = Purpose.INTERNAL


def cluster_districts(grid: Grid, settings: ClusterSettings = ClusterSettings()) -> Result:
    """Group the districts of a sheet that are alike.

    Raises
    ------
    TableError
        As `districts_from_rows` and `cluster`.
    """
    request = ClusterRequest(
        districts_on(grid, settings), settings.groups, max(settings.most, 2), at=Place(grid.source, grid.name)
    )
    made = cluster_report(cluster(request), of_grid(grid), settings.purpose)
    return replace(made, settings=_lines(CLUSTER.label, settings))


def profile_districts(grid: Grid, settings: ProfilesSettings = ProfilesSettings()) -> Result:
    """Make one A4 per district, the overview first.

    Raises
    ------
    TableError
        As `districts_from_rows` and `profiles`.
    """
    below = settings.threshold if settings.purpose is Purpose.PUBLIC else 0
    found = profiles(districts_on(grid, settings), below=below, at=Place(grid.source, grid.name))
    made = profile_report(found, of_grid(grid), settings.purpose)
    return replace(made, settings=_lines(PROFILES.label, settings))


def districts_on(grid: Grid, settings: _TableSettings) -> Districts:
    """Read the districts of a sheet: a list where it is one, else the table that 縦持ちに直す finds on it."""
    names = {field.name for field in fields(Columns)}
    columns = Columns(**{name: getattr(settings, name) for name in names})
    head = settings.header_row - 1 if settings.header_row else _head_of(grid)
    if head is not None:
        return districts_from_rows(records(grid, header_row=head), columns)
    return districts_from_rows(_long(table_of(grid)), columns)


def _head_of(grid: Grid) -> int | None:
    """First row that names every column used from there on, by different texts."""
    filled = grid.kinds != Kind.BLANK
    for row in range(min(_HEAD_ROWS, grid.shape[0] - 1)):
        used = filled[row:].any(axis=0)
        kinds = grid.kinds[row][used]
        names = [str(v) for v in grid.values[row][used]]
        if len(names) > 1 and (kinds == Kind.TEXT).all() and len(set(names)) == len(names):
            return row
    return None


def _long(table: TidyTable) -> pd.DataFrame:
    """One row per district and indicator: what else tells the rows apart names the indicator."""
    frame = table.frame
    unit = max(table.dimensions, key=lambda name: _fineness(frame[name]))
    rest = [name for name in table.dimensions if name != unit and _varies_within(frame, name, unit)]
    labels = ["・".join(str(v).strip() for v in row if v is not None and str(v).strip()) for row in
              frame[rest].itertuples(index=False)]  # fmt: skip
    made = pd.DataFrame({unit: frame[unit], "指標": labels or table.title, "値": frame[table.measures[0]]})
    made = made.reset_index(drop=True)
    made.attrs = {"source": table.source, "sheet": table.sheet}
    return made


def _fineness(values: Any) -> int:
    return len(set(values))


def _varies_within(frame: pd.DataFrame, name: str, unit: str) -> bool:
    return bool((frame.groupby(unit)[name].nunique(dropna=False) > 1).any())


def _lines(label: str, settings: _TableSettings) -> tuple[Setting, ...]:
    shown: Sequence[tuple[str, Any]] = [
        (_LABELS[f.name], getattr(settings, f.name)) for f in fields(settings) if f.name in _LABELS
    ]
    texts = [(name, "、".join(v) if isinstance(v, tuple) else v) for name, v in shown]
    return (Setting("命令", label), *(Setting(name, v if v not in (0, "") else "自動", "") for name, v in texts))


CLUSTER = Command("cluster", "地区を組に分ける", ClusterSettings, cluster_districts)
PROFILES = Command("district_profiles", "地区プロフィール", ProfilesSettings, profile_districts)
