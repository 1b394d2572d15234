"""The nouns of the finder: kinds of personal information, how sure we are, and what one finding is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from ...grid import Span

__all__ = ["Detector", "Evidence", "PersonalFinding", "PersonalKind", "Severity", "mask"]


class PersonalKind(Enum):
    """What a column (or a cell) holds; the value is the word users see."""

    MY_NUMBER = "マイナンバー"
    EMAIL = "電子メール"
    PHONE = "電話番号"
    BIRTH = "生年月日"
    POSTAL = "郵便番号"
    ADDRESS = "住所"
    ACCOUNT = "口座番号"
    MEMBER_ID = "被保険者番号など"
    HASHED_ID = "仮ID（個人情報のまま）"
    NAME = "氏名"


class Severity(Enum):
    """How much a finding weighs; the order is from heavy to light."""

    PERSONAL = "個人情報"
    MAYBE = "個人情報かもしれない"
    PUBLIC = "公開情報かもしれない"


class Evidence(Enum):
    """Why we think so."""

    HEADER = "見出し"
    VALUES = "値の形"
    BOTH = "見出しと値の形"


@dataclass(frozen=True, slots=True)
class Detector:
    """How one kind is recognised.

    Attributes
    ----------
    header
        Tells whether a header key (folded with `text.match_key`) names this kind.
    strict
        Tells whether a text is this kind whatever the header says.
    loose
        Tells whether a text could be this kind under a header that names it.
    alone
        One strict cell is reported even outside a list (free text, forms).
    numbers
        Numbers (not text) may be strict too.
    unheaded_share
        Share of the filled cells of a line that must be strict when no header helps.
    suggestions
        What to do, the best first.
    public_headers
        Tells whether a header key says that this is published as a rule (代表電話, 市長名).
    """

    kind: PersonalKind
    header: Callable[[str], bool]
    strict: Callable[[str], bool]
    loose: Callable[[str], bool]
    suggestions: tuple[str, ...]
    alone: bool = False
    numbers: bool = False
    unheaded_share: float = 0.6
    public_headers: Callable[[str], bool] = lambda key: False


@dataclass(frozen=True, slots=True)
class PersonalFinding:
    """Personal information in one line of cells, or scattered over a sheet.

    Attributes
    ----------
    header
        Text of the header cell (``""`` when there is none).
    spans
        Where: one rectangle for a line of a list, or one per scattered cell.
    count
        Cells that hold it.
    samples
        Masked (first character and …); always empty for マイナンバー.
    """

    kind: PersonalKind
    severity: Severity
    evidence: Evidence
    sheet: str
    header: str
    spans: tuple[Span, ...]
    count: int
    samples: tuple[str, ...]
    suggestions: tuple[str, ...]

    @property
    def place(self) -> str:
        """The cells in A1 notation, the first three of scattered ones."""
        shown = "、".join(span.a1 for span in self.spans[:3])
        return shown + (f" ほか{len(self.spans) - 3}か所" if len(self.spans) > 3 else "")


def mask(text: str) -> str:
    """Return the first character and an ellipsis.

    >>> mask("山田太郎"), mask("  ")
    ('山…', '…')
    """
    return f"{text.strip()[:1]}…"
