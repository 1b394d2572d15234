"""Groups compared while another attribute is held constant: the test within strata, crude and standardised shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..stats.contingency import ChiSquare
from ..stats.multiplicity import adjust
from ..stats.stratified import (
    CommonOdds,
    Homogeneity,
    breslow_day,
    cmh,
    cmh_correlation,
    cmh_general,
    common_odds_ratio,
    standardised_rates,
)
from .coded import Coded, Variable
from .count import substantive

__all__ = ["Stratified", "stratify"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stratified:
    """What holding an attribute constant changes.

    Attributes
    ----------
    by
        Label of the attribute.
    strata
        Its categories that were used.
    test, name
        The test within strata (for multiple answers the smallest Holm-adjusted one) and its name; None under weights.
    odds, homogeneity
        Common odds ratio and whether it is common; 2 x 2 only.
    crude, standardised
        Shares 0…1, shape (rows, columns), of those who have the attribute; standardised to everybody's composition.
    """

    by: str
    strata: tuple[str, ...]
    name: str
    test: ChiSquare | None
    odds: CommonOdds | None
    homogeneity: Homogeneity | None
    crude: Floats
    standardised: Floats


def stratify(
    coded: Coded,
    axis: Variable,
    question: Variable,
    by: Variable,
    kept: npt.NDArray[np.bool_],
    *,
    weighted: bool = False,
    ordered: tuple[bool, bool] = (False, False),
) -> Stratified:
    """Compare the groups of `axis` within the categories of `by`; 無回答 in any of the three is left out.

    Parameters
    ----------
    kept
        Who is counted, shape (n,).
    weighted
        Whether the weights differ; shares are then weighted and no test is made.

    >>> sex = Variable("性別", "性別", ("男", "女"), (False,) * 2, np.array([0, 1] * 8, np.int16))
    >>> answer = Variable("答", "答", ("はい", "いいえ"), (False,) * 2, np.array([0, 0, 1, 1] * 4, np.int16))
    >>> area = Variable("地区", "地区", ("東", "西"), (False,) * 2, np.array([0] * 8 + [1] * 8, np.int16))
    >>> stratify(Coded(16, {}), sex, answer, area, np.ones(16, bool)).standardised.tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    everybody = kept & substantive(axis) & substantive(question) & substantive(by)
    each = np.ones(coded.n) if coded.times is None else coded.times.astype(float)
    weight = each if coded.weights is None else coded.weights
    events, base = _events(axis, question, by, everybody, weight)
    test, name = None, "ウェイトがあるため検定なし"
    odds = homogeneity = None
    if not weighted:
        persons, asked = _events(axis, question, by, everybody, each)
        test, name = _test(persons, asked, question, ordered)
        if persons.shape[1:] == (2, 2) and not question.multiple:
            odds, homogeneity = common_odds_ratio(persons), breslow_day(persons)
    with np.errstate(invalid="ignore", divide="ignore"):
        crude = events.sum(axis=0) / base.sum(axis=0)[:, None]
    standard = base.sum(axis=1)
    adjusted = np.column_stack(
        [standardised_rates(events[:, :, j].T, base.T, standard) for j in range(events.shape[2])]
    )
    used = tuple(label for label, n in zip(_labels(by), base.sum(axis=1), strict=True) if n > 0)
    return Stratified(by.label, used, name, test, odds, homogeneity, crude, adjusted)


def _labels(variable: Variable) -> list[str]:
    return [label for label, missing in zip(variable.labels, variable.missing, strict=True) if not missing]


def _events(
    axis: Variable, question: Variable, by: Variable, kept: npt.NDArray[np.bool_], weight: Floats
) -> tuple[Floats, Floats]:
    """Σw of every answer, shape (strata, rows, columns), and of everybody, shape (strata, rows); no 無回答."""
    rows, strata = (np.flatnonzero(~np.array(v.missing)) for v in (axis, by))
    columns = np.flatnonzero(~np.array(question.missing))
    where = by.codes[kept].astype(np.intp) * len(axis.labels) + axis.codes[kept]
    w, size = weight[kept], len(by.labels) * len(axis.labels)
    base = np.bincount(where, w, size).astype(float).reshape(len(by.labels), -1)
    tables = []
    for j in columns:
        chosen = question.codes[kept] == j if question.picks is None else question.picks[kept, j]
        tables.append(np.bincount(where[chosen], w[chosen], size).astype(float).reshape(len(by.labels), -1))
    events = np.stack(tables, axis=2) if tables else np.zeros((*base.shape, 0))
    return events[np.ix_(strata, rows)], base[np.ix_(strata, rows)]


def _test(events: Floats, base: Floats, question: Variable, ordered: tuple[bool, bool]) -> tuple[ChiSquare, str]:
    if question.multiple:
        tests = [
            cmh_general(np.stack([events[:, :, j], base - events[:, :, j]], axis=2)) for j in range(events.shape[2])
        ]
        adjusted = adjust([t.p if t.df else np.nan for t in tests], "holm")
        if np.isnan(adjusted).all():
            return ChiSquare(0.0, 0, 1.0), "拡張マンテル検定（選択肢ごと、ホルム法）"
        best = int(np.nanargmin(adjusted))
        return tests[best]._replace(p=float(adjusted[best])), "拡張マンテル検定（選択肢ごと、ホルム法）"
    if events.shape[1:] == (2, 2):
        return cmh(events), "コクラン・マンテル・ヘンツェル検定（連続補正あり）"
    if all(ordered):
        return cmh_correlation(events), "層別の相関の検定（マンテル）"
    return cmh_general(events), "拡張マンテル検定（一般の関連）"
