"""Names of columns inside a query: every one there, no two alike."""

from __future__ import annotations

from .expr import Name, call, op
from .script import Steps

__all__ = ["require_names"]


def require_names(steps: Steps, names: Name) -> None:
    """Return a sentence instead of the table when two columns share a name or one has none."""
    steps.require(
        op("=", call("List.Count", call("List.Distinct", names)), call("List.Count", names)),
        "同じ見出しの列が2つ以上あります。見出しを1つずつ違う名前にしてください。",
    )
    steps.require(
        op("=", call("List.PositionOf", names, ""), -1),
        "見出しのない列があります。見出しを書いてください。",
    )
