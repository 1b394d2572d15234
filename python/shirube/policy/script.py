"""独立検証: the data of an evaluation as CSV, and a program that finds the same figures without this library.

The programs are written from the formulas, not from this library's code, and need nothing but numpy and scipy
(Python), or nothing at all (R). Where the report draws random relabellings, the Python program draws the same ones
again; R has other random numbers, so there p and the interval agree within the error of the draws.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

import numpy as np

from .before_after import BeforeAfter
from .inference import Inference, Method
from .its import Its
from .report import Evaluation
from .staggered import Staggered
from .synthetic import SyntheticControl

__all__ = ["Language", "Script", "script"]

Language = Literal["python", "R"]
_ENDS = {"python": "py", "R": "R"}
_DRAWN = (Method.RELABEL_DRAWN, Method.WILD_DRAWN, Method.STARTS)


@dataclass(frozen=True, slots=True)
class Script:
    """A program and the CSV it reads (both text, with line feeds)."""

    program: str
    data: str


def script(evaluation: Evaluation, language: Language = "python", data_name: str = "data.csv") -> Script:
    """Write an evaluation as a program of its own.

    Parameters
    ----------
    evaluation
        What was computed.
    data_name
        Name of the CSV beside the program.

    Returns
    -------
    Script
        The program prints lines ``estimate``, ``low``, ``high`` and ``p``.

    >>> from .before_after import BeforeAfterRequest, before_after
    >>> made = script(before_after(BeforeAfterRequest(np.arange(8.0), np.arange(8.0)[::-1])))
    >>> made.data.splitlines()[:2]
    ['番号,時期,値', '1,前,0.0']
    """
    name, constants, rows = _described(evaluation)
    judged = evaluation.inference
    constants = {
        "CSV": data_name, "METHOD": judged.method.name, "SEED": judged.seed,
        "DRAWS": judged.assignments - 1 if judged.seed is not None else 0, **constants,
    }  # fmt: skip
    body = "".join(_part(part, language) for part in ("common", name))
    head = [*_comments(judged, language), *(_assign(key, value, language) for key, value in constants.items())]
    return Script("\n".join([*head, "", body]), _csv(rows))


def _part(name: str, language: Language) -> str:
    return resources.files("shirube.policy").joinpath("scripts", f"{name}.{_ENDS[language]}.txt").read_text("utf-8")


def _comments(judged: Inference, language: Language) -> list[str]:
    shown = [("推定値", judged.estimate), ("下限", judged.low), ("上限", judged.high), ("p", judged.p)]
    lines = [
        "# しるべの計算を、しるべを使わずに確かめるプログラムです。",
        f"# 方法：{judged.method.value}",
        "# 報告の値：" + "、".join(f"{label} {value:.10g}" for label, value in shown),
    ]
    if judged.seed is not None and language == "R":
        lines.append("# 乱数が違うので、区間と p は抽出の誤差（p の標準誤差の数倍）の範囲で一致します。")
    if judged.method is Method.NONE:
        lines.append("# ばらつきがないため、確かめる計算はありません。")
    return lines


def _assign(key: str, value: Any, language: Language) -> str:
    if language == "python":
        return f"{key} = {value!r}"
    if value is None:
        return f"{key} <- NULL"
    if isinstance(value, bool):
        return f"{key} <- {str(value).upper()}"
    if isinstance(value, tuple):
        return f"{key} <- list({', '.join('NULL' if v is None else repr(float(v)) for v in value)})"
    return f'{key} <- "{value}"' if isinstance(value, str) else f"{key} <- {value!r}"


def _described(evaluation: Evaluation) -> tuple[str, dict[str, Any], Iterable[tuple[Any, ...]]]:
    """Name of the program, its constants, the rows of its CSV (the first one the head)."""
    if isinstance(evaluation, BeforeAfter):
        asked = evaluation.request
        exposures = (asked.exposure_before, asked.exposure_after)
        return "before_after", {"PAIRED": asked.paired, "EXPOSURES": exposures}, _values(evaluation)
    if isinstance(evaluation, Its):
        data = evaluation.request.series
        constants = {
            "START": data.start, "PERIOD": data.period, "SLOPE": evaluation.slope_change is not None,
            "SEASONS": evaluation.seasonal, "COUNTS": evaluation.request.kind == "count",
        }  # fmt: skip
        return "its", constants, _times(evaluation)
    if isinstance(evaluation, Staggered):
        return "staggered", {}, _starts(evaluation)
    if isinstance(evaluation, SyntheticControl):
        return "synthetic", {}, _panel(evaluation.panel)
    return "did", {}, _panel(evaluation.request.panel)


def _values(evaluation: BeforeAfter) -> Iterable[tuple[Any, ...]]:
    yield "番号", "時期", "値"
    for label, values in (("前", evaluation.request.before), ("後", evaluation.request.after)):
        for i, value in enumerate(np.asarray(values, dtype=float).ravel(), 1):
            yield i, label, value


def _panel(data: Any) -> Iterable[tuple[Any, ...]]:
    yield "地区", "時点", "実施地区", "実施後", "値"
    for i, unit in enumerate(data.units):
        for j, time in enumerate(data.times):
            yield unit, time, int(data.treated[i]), int(j >= data.start), data.values[i, j]


def _starts(evaluation: Staggered) -> Iterable[tuple[Any, ...]]:
    used = evaluation.used
    yield "地区", "時点", "始めた時点", "値"
    for i, unit in enumerate(used.units):
        start = used.times[used.starts[i]] if used.starts[i] >= 0 else ""
        for j, time in enumerate(used.times):
            yield unit, time, start, used.values[i, j]


def _times(evaluation: Its) -> Iterable[tuple[Any, ...]]:
    data = evaluation.request.series
    beside = [(n, v) for n, v in (("分母", data.exposure), ("比べる相手", data.control)) if v is not None]
    used = set(evaluation.rows.tolist())
    yield "番号", "時点", "使った", "値", *(name for name, _ in beside)
    for i, label in enumerate(data.times):
        yield i, label, int(i in used), data.values[i], *(values[i] for _, values in beside)


def _csv(rows: Iterable[tuple[Any, ...]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return file.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return repr(float(value)) if math.isfinite(value) else ""
    return value
