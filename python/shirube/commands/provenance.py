"""Says where a command's numbers come from, without personal names or folders."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from .. import __version__
from ..grid import Grid
from ..result import Provenance, Result

__all__ = ["of_file", "of_grid", "stamped"]


def of_grid(grid: Grid) -> Provenance:
    """Provenance of a result made from one sheet."""
    return Provenance(file=grid.source, sheet=grid.name, version=f"しるべ {__version__}")


def of_file(name: str) -> Provenance:
    """Provenance of a result made from a file without sheets."""
    return Provenance(file=name, version=f"しるべ {__version__}")


def stamped(result: Result, now: dt.datetime) -> Result:
    """Put the time of making on a result. The front end brings the clock; commands have none."""
    made = replace(result.provenance, made_at=now.replace(microsecond=0))
    return replace(result, provenance=made, parts=tuple(stamped(part, now) for part in result.parts))
