r"""CP932 (シフト JIS): which characters a file in it cannot hold, and in which cells they stand.

Python's codec writes private-use characters (外字) without a word, and other machines show something else for them; a
character counts as held only when it is no 外字 and comes back the same.

>>> unfit("吉野家"), unfit("𠮷野家"), unfit("外字\ue000"), unfit("〜−")
('', '𠮷', '\ue000', '〜−')
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from ...errors import CheckError
from ...grid import a1

__all__ = ["require_cp932", "unfit"]

_SHOWN = 10


def unfit(text: str) -> str:
    """Return the characters of a text that CP932 cannot hold, each once, in order."""
    if text.isascii():
        return ""
    return "".join(dict.fromkeys(char for char in text if not _held(char)))


@functools.lru_cache(maxsize=16384)
def _held(char: str) -> bool:
    if "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000":
        return False
    try:
        return char.encode("cp932").decode("cp932") == char
    except UnicodeError:
        return False


def require_cp932(rows: Sequence[Sequence[str]]) -> None:
    """Stop when a file of these fields cannot be written in CP932.

    Raises
    ------
    CheckError
        SB-K601: names the cells (row 1 is the header) and their characters.
    """
    cells = [
        (a1(r, c), wrong) for r, row in enumerate(rows) for c, text in enumerate(row) if (wrong := unfit(str(text)))
    ]
    if cells:
        shown = "、".join(f"{cell}「{_shown(wrong)}」" for cell, wrong in cells[:_SHOWN])
        more = f" ほか{len(cells) - _SHOWN}か所" if len(cells) > _SHOWN else ""
        raise CheckError("K601", count=len(cells), cells=shown + more)


def _shown(characters: str) -> str:
    return "".join(f"外字 U+{ord(c):04X}" if "\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" else c for c in characters)
