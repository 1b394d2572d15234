"""`Issue`: one thing a person should look at, with its place, its sentence and a suggestion.

>>> issue = Issue(IssueKind.REQUIRED, file="回答1.xlsx", item="電話番号", cell="C10")
>>> issue.sentence
'必ず書く欄「電話番号」が空白です。'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ..errors import catalogue

__all__ = ["Issue", "IssueKind", "Weight"]


class Weight(Enum):
    """What the person has to do; the order is that of the exceptions sheet."""

    ACT = "要対応"  # no value could be taken
    LOOK = "確認"  # a value was taken, but it may be wrong
    NOTE = "参考"  # nothing is lost


class IssueKind(Enum):
    """Kinds of exceptions: the word on the sheet, the code of the sentence, the weight."""

    UNREADABLE = ("読めないファイル", "F501", Weight.ACT)
    UNKNOWN_FORM = ("別の様式", "F502", Weight.ACT)
    EMPTY = ("空の調査票", "F503", Weight.ACT)
    OTHER_VERSION = ("別の版", "F504", Weight.LOOK)
    MOVED = ("動いた欄", "F505", Weight.NOTE)
    MISSING = ("消えた欄", "F506", Weight.ACT)
    RELABELLED = ("書き換えられた見出し", "F507", Weight.LOOK)
    REQUIRED = ("必須の空白", "F508", Weight.ACT)
    OUTSIDE_LIST = ("選択肢にない値", "F509", Weight.ACT)
    SEVERAL = ("複数の選択", "F510", Weight.ACT)
    NUMBER_TEXT = ("数値に文字", "F511", Weight.LOOK)
    NOT_NUMBER = ("数値に文字", "F512", Weight.ACT)
    RANGE = ("範囲外の数", "F513", Weight.LOOK)
    BAD_DATE = ("ありえない日付", "F514", Weight.ACT)
    VAGUE_DATE = ("読めない日付", "F515", Weight.ACT)
    CODE_LENGTH = ("桁数の違うコード", "F516", Weight.LOOK)
    ERROR_VALUE = ("エラー値", "F517", Weight.ACT)
    FORMULA_TEXT = ("数式に見える文字", "F518", Weight.LOOK)
    REMARK = ("欄外の記入", "F519", Weight.LOOK)
    OTHER_SHEET = ("ほかのシート", "F520", Weight.LOOK)
    CONTENT = ("注意が必要な中身", "F521", Weight.LOOK)
    DUPLICATE = ("重複", "F522", Weight.LOOK)
    ENTRY_DIFFERS = ("二重入力の違い", "F523", Weight.ACT)
    UNMATCHED = ("名簿にない", "F524", Weight.LOOK)
    CANDIDATE = ("名簿の候補", "F525", Weight.LOOK)
    BIG_CHANGE = ("前回から大きな変化", "F526", Weight.LOOK)
    ZERO_SWAP = ("0と空白の入れ替わり", "F527", Weight.LOOK)
    UNIT_SLIP = ("桁違いの疑い", "F528", Weight.LOOK)
    BAD_CORRECTION = ("読めない訂正", "F529", Weight.ACT)
    UNUSED_CORRECTION = ("使われなかった訂正", "F530", Weight.LOOK)
    RECEIPT = ("受領簿と合わない", "F531", Weight.LOOK)

    @property
    def word(self) -> str:
        """The word on the exceptions sheet."""
        return str(self.value[0])

    @property
    def weight(self) -> Weight:
        """How much it matters."""
        weight: Weight = self.value[2]
        return weight

    @property
    def code(self) -> str:
        """Code of its sentence in the catalogue."""
        return str(self.value[1])


@dataclass(frozen=True)
class Issue:
    """One exception.

    Attributes
    ----------
    file, digest, sheet, cell
        Where: the file, the digest of its content (which a renamed file keeps), the sheet and the cell of the copy.
    item, record
        Which item of the map; in a repeated block, which record counted from 1 (0: not in a block).
    raw
        What stands there.
    suggestion
        A value that could be meant; only a person takes it over.
    fields
        Further words for the sentence.
    """

    kind: IssueKind
    file: str = ""
    digest: str = ""
    sheet: str = ""
    cell: str = ""
    item: str = ""
    record: int = 0
    raw: str = ""
    suggestion: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What happened, in words."""
        return self._words("ja")

    @property
    def next_step(self) -> str:
        """What to do."""
        return self._words("fix")

    def _words(self, part: str) -> str:
        message = catalogue()[self.kind.code]
        words = {"item": self.item, "raw": self.raw, "suggestion": self.suggestion, **self.fields}
        return str(getattr(message, part)).format(**words)
