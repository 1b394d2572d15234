"""業務フロー：工程の一覧を、担当ごとの流れ図（いま・あと）にする。

>>> from shirube.flow import read_flow, view
"""

from .steps import Change, Flow, Step, read_flow
from .view import Row, Totals, View, view

__all__ = ["Change", "Flow", "Row", "Step", "Totals", "View", "read_flow", "view"]
