"""クロス集計：数え、検定を選び、平易に読む。

>>> import pandas as pd
>>> from shirube.result import Provenance
>>> frame = pd.DataFrame({"性別": ["男", "女"] * 40, "満足": ["はい", "いいえ"] * 40})
>>> result = report(tabulate(code(frame, ["性別", "満足"]), CrosstabRequest("性別", "満足")), Provenance())
>>> result.conclusion[0]
'「満足」の答えには、「性別」による差があります。'
"""

from .batch import Batch, BatchRequest, tabulate_batch
from .coded import Coded, Variable, code
from .report import report
from .request import Condition, CrosstabRequest
from .tabulate import Crosstab, tabulate
from .weights import Population, Weighting, weigh

__all__ = [
    "Batch",
    "BatchRequest",
    "Coded",
    "Condition",
    "Crosstab",
    "CrosstabRequest",
    "Population",
    "Variable",
    "Weighting",
    "code",
    "report",
    "tabulate",
    "tabulate_batch",
    "weigh",
]
