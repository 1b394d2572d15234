"""Which test fits the table, and why, in Japanese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import CrosstabError
from ..stats.contingency import expected, nonempty
from .request import Test

__all__ = ["Choice", "Kind", "asked_twice", "choose", "choose_options", "sparse_share"]

Kind = Literal["none", "chi2", "likelihood", "fisher", "trend", "rao_scott", "options", "paired", "strata"]

#: Cochran's rule: at most 20 % of the expected counts below 5, none below 1.
SPARSE_COUNT, SPARSE_SHARE, SPARSE_LEAST = 5.0, 0.2, 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The test, the reason, and a second test to run beside it (each then at half the level)."""

    kind: Kind
    reason: str
    companion: Kind | None = None


def sparse_share(counts: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Share of expected counts below 5, and the least expected count; (0, NaN) for an empty table.

    >>> sparse_share(np.array([[1, 3], [2, 10]]))[0]
    0.75
    """
    fit = expected(nonempty(counts))
    if fit.size == 0:
        return 0.0, float("nan")
    return float((fit < SPARSE_COUNT).mean()), float(fit.min())


def choose(
    counts: npt.NDArray[np.int64],
    wanted: Test = "auto",
    *,
    ordered: tuple[bool, bool] = (False, False),
    weighted: bool = False,
    multiple: bool = False,
    twice: bool = False,
) -> Choice:
    """Choose the test of a table of persons (無回答 left out).

    Parameters
    ----------
    counts
        Persons, shape (rows, columns).
    wanted
        The test asked for, or ``"auto"``.
    ordered
        Whether the categories of the rows and of the columns run from one end to the other.
    weighted
        Whether the weights differ between persons.
    multiple
        Whether the table is one option of a multiple-answer question.
    twice
        Whether row and column are the same question put to the same persons twice (see `asked_twice`).

    Raises
    ------
    CrosstabError
        SB-C106: the test asked for does not fit weighted or multiple answers. SB-C107: a trend without order.
        SB-C304: the same question twice was asked for, but the categories differ.

    Examples
    --------
    >>> choose(np.array([[50, 50], [60, 40]])).kind
    'chi2'
    >>> choose(np.array([[3, 1], [1, 3]])).kind
    'fisher'
    """
    _check(wanted, ordered, weighted, multiple)
    if wanted == "paired" and (weighted or multiple or counts.shape[0] != counts.shape[1]):
        raise CrosstabError("C304")
    if wanted == "none":
        return Choice("none", "検定をしない設定のため。")
    if min(nonempty(counts).shape, default=0) < 2:
        return Choice("none", "答えた人のいる区分または選択肢が一つしかなく、比べる相手がないため。")
    if weighted:
        return Choice("rao_scott", "ウェイトがあるため、ウェイトのばらつきを織り込む検定を使いました。")
    if twice and wanted == "auto":
        return Choice("paired", "同じ人に同じ設問を二度尋ねた表なので、答えを変えた人の数を比べる検定を使いました。")
    if wanted != "auto":
        return Choice(wanted, "設定で指定されたため。")
    plain = _plain(counts)
    if all(ordered) and max(nonempty(counts).shape) > 2 and not multiple:
        reason = "区分にも選択肢にも順序があるため、一方向の傾向を調べました。傾向以外の違いを見落とさないよう、"
        return Choice("trend", f"{reason}順序を使わない検定も併せて行いました。", plain.kind)
    return plain


def choose_options(parts: list[npt.NDArray[np.int64]], *, weighted: bool) -> Choice:
    """Choose the test of a multiple-answer question as a whole from the tables of its options.

    >>> choose_options([np.array([[30, 70], [40, 60]])], weighted=False).kind
    'options'
    """
    compared = [sparse_share(part) for part in parts if min(nonempty(part).shape, default=0) > 1]
    if not compared:
        return Choice("none", "選んだ人と選ばなかった人の両方がいる選択肢がなく、比べる相手がないため。")
    if not weighted and any(share > SPARSE_SHARE or least < SPARSE_LEAST for share, least in compared):
        return Choice(
            "none",
            "選んだ人の少ない選択肢があり、選択肢をまとめた近似は当てにならないため、"
            "選択肢ごとの検定だけで判断しました。",
        )
    reason = "複数回答では一人が何度も数えられるため、選択肢どうしのつながりを織り込む検定を使いました。"
    return Choice("options", reason + ("ウェイトのばらつきも織り込んでいます。" if weighted else ""))


#: Words that tell two askings of one question apart.
_TIMES = (
    ("前回", "今回"),
    ("事前", "事後"),
    ("実施前", "実施後"),
    ("前", "後"),
    ("1回目", "2回目"),
    ("昨年度", "今年度"),
)


def asked_twice(first: str, second: str, labels: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether two questions are one question put before and after: same answers, names apart by such words.

    >>> asked_twice("満足度（前回）", "満足度（今回）", ("満足", "不満"), ("満足", "不満"))
    True
    >>> asked_twice("問1", "問2", ("はい", "いいえ"), ("はい", "いいえ"))
    False
    """
    if labels != others or len(labels) < 2:
        return False
    return any(
        before in first and after in second and first.replace(before, "") == second.replace(after, "")
        for before, after in _TIMES
    )


def _plain(counts: npt.NDArray[np.int64]) -> Choice:
    share, least = sparse_share(counts)
    if share > SPARSE_SHARE or least < SPARSE_LEAST:
        return Choice(
            "fisher",
            f"期待度数が5未満の欄が{100 * share:.0f}％あり（最小 {least:.1f}）、近似による検定は当てにならないため、"
            "起こりうる表を数え上げる（多すぎるときは乱数で引く）検定を使いました。",
        )
    return Choice("chi2", "順序やウェイトを使わず、どの欄にも十分な人数が見込めるため。")


def _check(wanted: Test, ordered: tuple[bool, bool], weighted: bool, multiple: bool) -> None:
    if weighted and wanted in ("chi2", "likelihood", "fisher", "trend", "paired"):
        raise CrosstabError("C106", test=wanted, why="ウェイトのある")
    if multiple and wanted in ("trend", "rao_scott") and not (weighted and wanted == "rao_scott"):
        raise CrosstabError("C106", test=wanted, why="複数回答の")
    if not weighted and wanted == "rao_scott":
        raise CrosstabError("C106", test=wanted, why="ウェイトのない（またはすべて同じ値の）")
    if wanted == "trend" and not all(ordered):
        raise CrosstabError("C107")
