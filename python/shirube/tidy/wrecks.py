"""Sheets that are no tables any more: text poured out of a PDF, several numbers in one cell.

>>> from shirube.grid import Grid
>>> from shirube.tidy.cells import look_at
>>> poured = Grid.from_rows([["地区 男 女"], ["東 1,234 2,345"], ["西 3,456 4,567"], ["南 567 678"]])
>>> wreck_of(look_at(poured))
'A2'
"""

from __future__ import annotations

import re

import numpy as np

from ..grid import a1
from ..text import to_half_width
from .cells import Cells, Look

__all__ = ["wreck_of"]

#: A leading nought is that of a code or a telephone number.
_NUMBER = r"[-+△▲−]?(?!0\d)\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+△▲−]?(?!0\d)\d+(?:\.\d+)?"
#: A label at most, then two numbers or more with nothing but spaces or line breaks between them.
_SEVERAL = re.compile(rf"(?:\D*[^\d\s.,△▲−+\-]\s+)?(?:{_NUMBER})(?:[\s\u3000]+(?:{_NUMBER}))+\s*")
#: 1 234 567 may be one number with thin spaces.
_SPACED = re.compile(r"\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?")
#: So many such cells, and so large a share of all cells with numbers.
_LEAST, _MOST_OF_THEM = 2, 0.5


def wreck_of(cells: Cells) -> str:
    """Return the address of the first cell with several numbers if most numbers of a sheet stand so; else nothing."""
    texts, alone = np.argwhere(cells.look == Look.TEXT), int((cells.look == Look.NUMBER).sum())
    if len(texts) < alone:  # not even if every text were one
        return ""
    found = [
        (r, c) for r, c in texts.tolist() if isinstance(text := cells.grid.values[r, c], str) and _holds_several(text)
    ]
    sure = [at for at in found if not _SPACED.fullmatch(to_half_width(cells.grid.values[at]).strip())]
    if len(sure) < _LEAST or len(found) < _MOST_OF_THEM * (len(found) + alone):
        return ""
    return a1(*sure[0])


def _holds_several(text: str) -> bool:
    plain = to_half_width(text).strip()
    return len(plain) <= _LONGEST and _SEVERAL.fullmatch(plain) is not None


#: Longer texts are prose.
_LONGEST = 500
