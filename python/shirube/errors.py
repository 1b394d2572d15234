"""利用者に見せる誤りの、ただ一つの木と目録。

どこ（ファイル・シート・セル）→ 何が → 次の一手、の順に日本語で述べる。文面は `messages.toml` だけにあり、
呼ぶ側は符号（``R101`` など）と差し込む値だけを渡す。

>>> error = TableError("T101", at=Place("人口.xlsx", "第1表", "B4"), name="地区", near="地域")
>>> error.code
'SB-T101'
>>> print(error.sentence)
「人口.xlsx」の第1表!B4：列「地区」が見つかりません。
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

__all__ = [
    "AcademyError",
    "CheckError",
    "CrosstabError",
    "DesignError",
    "FormError",
    "JoinError",
    "Message",
    "Place",
    "ReadError",
    "ShirubeError",
    "TableError",
    "ValueFormatError",
    "WriteError",
    "catalogue",
    "nearest",
]


@dataclass(frozen=True)
class Place:
    """Where something is: file name, sheet name, cell or range in A1 notation (each may be empty)."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        if self.file and inside:
            return f"「{self.file}」の{inside}"
        return f"「{self.file}」" if self.file else inside


@dataclass(frozen=True)
class Message:
    """One entry of the catalogue: the sentence, the next step, and the English line for engineers."""

    code: str
    ja: str
    fix: str
    en: str


@functools.cache
def catalogue() -> dict[str, Message]:
    """Return every message by its short code, e.g. ``R101``.

    >>> catalogue()["R101"].code
    'SB-R101'
    """
    text = resources.files("shirube").joinpath("messages.toml").read_text(encoding="utf-8")
    return {
        key: Message(f"SB-{key}", entry["ja"], entry["fix"], entry["en"]) for key, entry in tomllib.loads(text).items()
    }


class ShirubeError(Exception):
    """Root of every error a user may see.

    Parameters
    ----------
    key
        Short code in the catalogue (``T101``).
    at
        Where it happened.
    **fields
        Values for the placeholders of the catalogue's sentences.

    Raises
    ------
    KeyError
        The code is not in the catalogue, or a placeholder has no value: a mistake of ours, not the user's.
    """

    def __init__(self, key: str, *, at: Place | None = None, **fields: Any) -> None:
        message = catalogue()[key]
        fields = {name: _one_line(value) for name, value in fields.items()}
        self.key = key
        self.code = message.code
        self.at = at or Place()
        self.fields = fields
        self.sentence = _located(message.ja.format(**fields), self.at)
        self.next_step = message.fix.format(**fields)
        self.english = message.en.format(**fields)
        super().__init__(f"{self.code} {self.sentence} {self.next_step}\n{self.english}")

    @property
    def japanese(self) -> str:
        """Code, place, sentence and next step on one line: what a cell, a dialog or a terminal shows."""
        return f"{self.code} {self.sentence} {self.next_step}"


class ReadError(ShirubeError):
    """R: a file could not be opened or read."""


class TableError(ShirubeError):
    """T: the layout of a table is not what the command needs."""


class ValueFormatError(ShirubeError):
    """V: a value (number, date, place, code) cannot be understood."""


class CheckError(ShirubeError):
    """K: a check, a repair or a hand-over version cannot be made."""


class FormError(ShirubeError):
    """F: a survey form or what came back of it cannot be used."""


class JoinError(ShirubeError):
    """J: tables cannot be joined as asked."""


class CrosstabError(ShirubeError):
    """C: a cross-tabulation cannot be made from what was given."""


class DesignError(ShirubeError):
    """S: the data cannot answer the evaluation question as asked."""


class AcademyError(ShirubeError):
    """A: a homework workbook cannot be used, or books of a course cannot be put together."""


class WriteError(ShirubeError):
    """W: a result could not be written."""


def _one_line(value: Any) -> Any:
    """A heading broken into lines is shown in one."""
    return "".join(value.splitlines()) if isinstance(value, str) else value


def _located(sentence: str, at: Place) -> str:
    where = str(at)
    return f"{where}：{sentence}" if where else sentence


def nearest(name: str, candidates: Iterable[str], *, most: int = 3) -> str:
    """Return the closest names joined by 「、」 for a “did you mean” hint; when nothing is close, the first there are.

    Names broken into lines are shown in one.

    >>> nearest("地区", ["地区名", "年度", "人口"]), nearest("満足度", ["票番号", "問１"])
    ('地区名', 'なし（あるもの: 票番号、問１）')
    """
    import difflib

    there = ["".join(str(c).splitlines()) for c in candidates]
    found = difflib.get_close_matches(name, there, n=most, cutoff=0.4)
    if found or not there:
        return "、".join(found) or "なし"
    return f"なし（あるもの: {'、'.join(there[:_LISTED])}{' ほか' if len(there) > _LISTED else ''}）"


#: So many names are listed where none is like the one asked for.
_LISTED = 6
