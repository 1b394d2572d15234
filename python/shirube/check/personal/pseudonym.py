"""仮ID（個人情報のまま）: ids run through a keyed hash, so that files of one office can be joined without the ids.

HMAC-SHA-256 (RFC 2104) with a key that the office holds in a file, with an owner and a last day. Whoever holds the key
can try ids and find the person, so the result is personal information still, and is called so. For a マイナンバー there
is no 仮ID: the only thing to do is to take the column out.

>>> salt = Salt(bytes(32), "健康課", dt.date(2027, 3, 31))
>>> pseudonym("12345", salt) == pseudonym(" 12345 ", salt), pseudonym("12345", salt) == pseudonym("12346", salt)
(True, False)
>>> len(pseudonym("12345", salt))
32
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...errors import CheckError, Place
from ...grid import Grid, kinds_of
from ...table import records, require_columns
from .find import find_personal
from .kinds import PersonalKind

__all__ = ["HEADER", "Salt", "pseudonym", "with_pseudonyms"]

HEADER = "仮ID（個人情報のまま）"
_DIGITS = 32
_LEAST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Salt:
    """The key of an office: its bytes (never shown), who answers for it, and the last day it may be used."""

    secret: bytes = field(repr=False)
    owner: str
    expires: dt.date

    def require_valid(self, today: dt.date) -> None:
        """Stop when the key may not be used.

        Raises
        ------
        CheckError
            SB-K652: its last day has passed. SB-K653: it has no owner or is too short.
        """
        if not self.owner.strip() or len(self.secret) < _LEAST_BYTES:
            raise CheckError("K653")
        if today > self.expires:
            raise CheckError("K652", day=self.expires.isoformat(), owner=self.owner)


def pseudonym(text: str, salt: Salt) -> str:
    """Return the 仮ID of an id: 32 hexadecimal digits. White space around the id does not count."""
    return hmac.new(salt.secret, text.strip().encode("utf-8"), hashlib.sha256).hexdigest()[:_DIGITS]


def with_pseudonyms(grid: Grid, columns: Sequence[str], salt: Salt, *, today: dt.date) -> Grid:
    """Replace columns of ids by 仮ID; blanks stay blank. The header says that it is personal information still.

    Raises
    ------
    CheckError
        SB-K651: a column holds マイナンバー. SB-K652, SB-K653: the key may not be used.
    TableError
        SB-T101: no such column.
    """
    salt.require_valid(today)
    frame = records(grid)
    require_columns(frame, columns)
    at: dict[str, int] = frame.attrs["columns"]
    secret = {
        span.left for finding in find_personal(grid) if finding.kind is PersonalKind.MY_NUMBER for span in finding.spans
    }
    values = grid.values.copy()
    for name in columns:
        if at[name] in secret:
            raise CheckError("K651", at=Place(grid.source, grid.name), name=name)
        values[0, at[name]] = HEADER if len(columns) == 1 else f"{HEADER}_{name}"
        for row in frame.attrs["rows"]:
            value = values[row, at[name]]
            values[row, at[name]] = None if value is None else pseudonym(_text(value), salt)
    return replace(grid, values=values, kinds=kinds_of(values))


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
