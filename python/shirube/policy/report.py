"""Makes the report of an evaluation; one function for all designs."""

from __future__ import annotations

from dataclasses import replace

from ..result import Detail, Provenance, Result
from .before_after import BeforeAfter
from .did import Did
from .its import Its
from .report_before_after import report_before_after
from .report_deeper import did_details, structural_details
from .report_did import report_did
from .report_its import report_its
from .report_staggered import report_staggered
from .report_synthetic import report_synthetic
from .staggered import Staggered
from .synthetic import SyntheticControl

__all__ = ["Evaluation", "report"]


#: What can be reported.
Evaluation = BeforeAfter | Did | Its | SyntheticControl | Staggered


def report(evaluation: Evaluation, provenance: Provenance | None = None, *, deep: bool = False) -> Result:
    """Put an evaluation into words, tables and charts.

    `deep` adds to 統計の詳細 what takes seconds and decides nothing: with one treated unit and a long past, a synthetic
    control; with a long series, structural models. Page one stays the same.

    Keys of tables begin with ``ba_``, ``did_``, ``its_``, ``sc_`` or ``cs_``, so all designs fit into one workbook.

    >>> import numpy as np
    >>> from shirube.policy import BeforeAfterRequest, before_after
    >>> request = BeforeAfterRequest(np.arange(8.0), np.arange(8.0) - [1, 2, 1, 2, 1, 2, 1, 3], unit="件")
    >>> print(report(before_after(request)).conclusion[0])
    成果の平均の変化は、−1.63件（−2.33〜−1.00件）でした（事前 3.50件 → 事後 1.88件）。
    """
    made_by = provenance or Provenance()
    if isinstance(evaluation, BeforeAfter):
        return report_before_after(evaluation, made_by)
    if isinstance(evaluation, Its):
        return _with(report_its(evaluation, made_by), structural_details(evaluation) if deep else ())
    if isinstance(evaluation, SyntheticControl):
        return report_synthetic(evaluation, made_by)
    if isinstance(evaluation, Staggered):
        return report_staggered(evaluation, made_by)
    return _with(report_did(evaluation, made_by), did_details(evaluation) if deep else ())


def _with(made: Result, details: tuple[Detail, ...]) -> Result:
    return replace(made, details=(*made.details, *details))
