"""Says where a command's numbers come from, without personal names or folders."""

from __future__ import annotations

from .. import __version__
from ..grid import Grid
from ..result import Provenance

__all__ = ["of_grid"]


def of_grid(grid: Grid) -> Provenance:
    """Provenance of a result made from one sheet."""
    return Provenance(file=grid.source, sheet=grid.name, version=f"しるべ {__version__}")
