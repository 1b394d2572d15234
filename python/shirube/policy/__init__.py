"""事前・事後の政策評価：前後比較、中断時系列、差の差、合成した比較地区、段階的な導入。

>>> from shirube.policy import BeforeAfterRequest, DidRequest, before_after, did, panel, report
"""

from .adoption import Adoption, adoption
from .before_after import BeforeAfter, BeforeAfterRequest, Selection, before_after, selection_from_two
from .did import Did, DidRequest, did
from .its import Its, ItsRequest, its
from .panel import Panel, panel
from .report import report
from .series import Series, series
from .staggered import Staggered, StaggeredRequest, staggered
from .synthetic import SyntheticControl, synthetic

__all__ = [
    "Adoption",
    "BeforeAfter",
    "BeforeAfterRequest",
    "Did",
    "DidRequest",
    "Its",
    "ItsRequest",
    "Panel",
    "Selection",
    "Series",
    "Staggered",
    "StaggeredRequest",
    "SyntheticControl",
    "adoption",
    "before_after",
    "did",
    "its",
    "panel",
    "report",
    "selection_from_two",
    "series",
    "staggered",
    "synthetic",
]
