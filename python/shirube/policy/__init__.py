"""事前・事後の政策評価：前後比較と差の差。

>>> from shirube.policy import BeforeAfterRequest, DidRequest, before_after, did, panel, report
"""

from .before_after import BeforeAfter, BeforeAfterRequest, Selection, before_after
from .did import Did, DidRequest, did
from .panel import Panel, panel
from .report import report

__all__ = [
    "BeforeAfter",
    "BeforeAfterRequest",
    "Did",
    "DidRequest",
    "Panel",
    "Selection",
    "before_after",
    "did",
    "panel",
    "report",
]
