"""評価のあとに: the second sheet of an evaluation — other explanations and calculations, cost, likely questions, the
decision left to people, and what is needed to repeat the calculation.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..result import Column, DataSheet, Format, Level, Light, Provenance, Result, Table
from .before_after import BeforeAfter
from .cost import Cost, cost_per_unit
from .did import Did
from .inference import Inference
from .its import Its
from .registration import Registration, changes_since
from .report import Evaluation, report
from .review_rows import DECISION, EXPLANATIONS, NEVER, QUESTIONS, UNCLEAR_WORDS, UNPROVEN_WORDS
from .staggered import Staggered
from .synthetic import SyntheticControl
from .verdict import (
    State,
    Verdict,
    change_unit,
    conclude_before_after,
    conclude_did,
    conclude_its,
    conclude_staggered,
    conclude_synthetic,
)
from .wording import amount, signed

__all__ = ["Review", "data_hash", "review"]


_WIDTHS = {
    "review_specs": (40, 24, 12),
    "review_explanations": (36, 10, 16, 24),
    "review_cost": (30, 46),
    "review_questions": (32, 54),
    "review_wording": (26, 50),
    "review_decision": (14, 36, 36),
    "review_reproduction": (18, 68),
}


@dataclass(frozen=True, slots=True)
class Review:
    """What may be said beside an evaluation: cost, and the plan registered before."""

    cost: Cost | None = None
    registration: Registration | None = None


@dataclass(frozen=True, eq=False)
class _Parts:
    design: str
    name: str
    unit: str
    verdict: Verdict
    judged: Inference
    level: int
    higher_is_better: bool | None
    specs: tuple[tuple[str, str, bool], ...]


def review(evaluation: Evaluation, beside: Review | None = None, provenance: Provenance | None = None) -> Result:
    """Make the second sheet.

    >>> from .before_after import BeforeAfterRequest, before_after
    >>> request = BeforeAfterRequest(np.arange(8.0), np.arange(8.0) - [1, 2, 1, 2, 1, 2, 1, 3], unit="件")
    >>> [table.key for table in review(before_after(request)).tables][:2]
    ['review_specs', 'review_explanations']
    """
    parts, asked = _parts(evaluation), beside or Review()
    made = report(evaluation, provenance)
    tables = [_specs(parts), _explanations(parts)]
    if asked.cost is not None:
        tables.append(_cost(parts, asked.cost))
    tables += [_questions(parts), _wording(parts), _decision(), _reproduction(evaluation, parts, made, asked)]
    return Result(
        title=f"評価のあとに：{parts.name}",
        question="ほかの説明はないか。次の政策にどう生かすか",
        conclusion=parts.verdict.sentences[:2],
        tables=tuple(tables),
        notes=("空欄は、担当者が書くところです。しるべは選びません。",),
        data=(DataSheet("見直し記録", _record(parts)),),
        settings=made.settings,
        provenance=made.provenance,
        purpose=made.purpose,
    )


def data_hash(evaluation: Evaluation) -> str:
    """Fingerprint of the values used: the first 16 digits of their SHA-256.

    >>> from .before_after import BeforeAfterRequest, before_after
    >>> len(data_hash(before_after(BeforeAfterRequest(np.arange(8.0), np.arange(8.0)[::-1]))))
    16
    """
    request = evaluation.request
    if isinstance(evaluation, BeforeAfter):
        kept: list[Any] = [_numbers(evaluation.request.before), _numbers(evaluation.request.after)]
    elif isinstance(evaluation, Staggered):
        all_units = evaluation.request.adoption
        kept = [all_units.units, all_units.times, _numbers(all_units.values), all_units.starts.tolist()]
    elif isinstance(evaluation, Did | SyntheticControl):
        data = evaluation.request.panel
        kept = [data.units, data.times, _numbers(data.values), data.treated.tolist(), data.start]
    else:
        s = evaluation.request.series
        kept = [s.times, s.start, *(_numbers(v) for v in (s.values, s.exposure, s.control) if v is not None)]
    text = json.dumps([type(request).__name__, *kept], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _numbers(values: Any) -> list[Any]:
    return [None if v != v else repr(float(v)) for v in np.asarray(values, dtype=float).ravel()]


def _parts(evaluation: Evaluation) -> _Parts:
    request, judged = evaluation.request, evaluation.inference
    better = request.higher_is_better
    if isinstance(evaluation, BeforeAfter):
        unit = change_unit(evaluation)
        specs = tuple((s.label, _sized(s.estimate, s.unit or unit), s.same_sign) for s in evaluation.specs)
        verdict, name = conclude_before_after(evaluation), request.outcome
        return _Parts("before_after", name, unit, verdict, judged, evaluation.level, better, specs)
    if not isinstance(evaluation, Its):
        unit = evaluation.request.unit
        specs = tuple((s.label, _sized(s.estimate, s.unit or unit), s.same_sign) for s in evaluation.specs)
        name, verdict = _compared(evaluation)
        return _Parts("did", name, unit, verdict, judged, evaluation.level, better, specs)
    specs = tuple(
        (o.label, _sized(o.inference.estimate, o.unit), o.inference.estimate * judged.estimate > 0)
        for o in evaluation.others
    )
    name = request.outcome or evaluation.request.series.outcome
    return _Parts("its", name, evaluation.unit, conclude_its(evaluation), judged, evaluation.level, better, specs)


def _compared(evaluation: Did | SyntheticControl | Staggered) -> tuple[str, Verdict]:
    """Name of the outcome and verdict of a comparison with control units."""
    if isinstance(evaluation, Staggered):
        return evaluation.request.outcome or evaluation.used.outcome, conclude_staggered(evaluation)
    name = evaluation.request.outcome or evaluation.request.panel.outcome
    if isinstance(evaluation, SyntheticControl):
        return name, conclude_synthetic(evaluation)
    return name, conclude_did(evaluation)


def _sized(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "計算できない"
    digits = min(max(1 - math.floor(math.log10(abs(value))), 0), 6) if value else 0
    return amount(signed(value, digits), unit)


def _text_table(key: str, title: str, labels: tuple[str, ...], rows: Any, notes: tuple[str, ...] = ()) -> Table:
    columns = tuple(
        Column(f"c{i}", label, width=width) for i, (label, width) in enumerate(zip(labels, _WIDTHS[key], strict=True))
    )
    return Table(key, title, columns, tuple(rows), notes)


def _specs(parts: _Parts) -> Table:
    rows = [("この報告の計算", parts.verdict.size, "—")]
    rows += [(label, size, "同じ" if same else "違う") for label, size, same in parts.specs]
    same = sum(agrees for _, _, agrees in parts.specs)
    note = f"別の計算 {len(parts.specs)}通りのうち {same}通りで、増減の向きが同じです。"
    if not parts.specs:
        note = "別の計算ができるだけのデータがありません。"
    return _text_table("review_specs", "別の方法でも同じか", ("計算のしかた", "大きさ", "増減の向き"), rows, (note,))


def _explanations(parts: _Parts) -> Table:
    rows = []
    for text, designs, label in EXPLANATIONS:
        if parts.design in designs:
            found = next((lamp for lamp in parts.verdict.lights if label and label in lamp.label), None)
            rows.append((text, f"{found.level.value}{found.word}" if found else "未確認", "", ""))
    head = ("ほかの説明", "信号", "あり得るか（記入）", "確かめたこと（記入）")
    return _text_table("review_explanations", "ほかの説明はないか", head, rows)


def _cost(parts: _Parts, cost: Cost) -> Table:
    found = cost_per_unit(
        cost, parts.judged.estimate, parts.judged.low, parts.judged.high, higher_is_better=parts.higher_is_better
    )
    rows = [
        ("追加でかかった費用", f"{cost.yen:,.0f}円"),
        (f"変化1{parts.unit or '単位'}あたりの費用", found.text),
    ]
    notes: tuple[str, ...] = ()
    if found.known and not parts.verdict.effect:
        notes = ("変化のすべてが政策によるとした場合の、いちばん都合のよい値です。",)
    return _text_table("review_cost", "費用対効果", ("項目", "値"), rows, notes)


def _questions(parts: _Parts) -> Table:
    weak = [lamp for lamp in parts.verdict.lights if lamp.level is not Level.GOOD and lamp.label in QUESTIONS]
    rows = [(QUESTIONS[lamp.label], _answer(lamp, parts)) for lamp in weak]
    head = ("問い", "答え（信号から。担当者が直してください）")
    return _text_table("review_questions", "議会などで聞かれそうなこと", head, rows)


def _answer(lamp: Light, parts: _Parts) -> str:
    if lamp.label == "結論の確からしさ":
        return "".join(parts.verdict.sentences[:2])
    follow = {
        Level.BAD: "この点は否定できないので、政策の効果とは言い切りません。",
        Level.CAUTION: "この点は、引き続き確かめます。",
    }[lamp.level]
    return f"{lamp.reason}{follow}"


def _wording(parts: _Parts) -> Table:
    closed = list(NEVER)
    if not parts.verdict.effect:
        closed += UNPROVEN_WORDS
    if parts.verdict.state is not State.CLEAR:
        closed += UNCLEAR_WORDS
    else:
        closed += UNCLEAR_WORDS[:2]
    why = f"証拠の強さは5段階のうち{parts.level}、変化の判定は「{parts.verdict.state.value}」のため"
    rows = [(f"「{word}」", why) for word in closed]
    return _text_table("review_wording", "この結果からは使えない言い方", ("言い方", "理由"), rows)


def _decision() -> Table:
    rows = [(field, "", hint) for field, hint in DECISION]
    return _text_table("review_decision", "次の政策への反映", ("項目", "記入", "書くこと"), rows)


def _reproduction(evaluation: Evaluation, parts: _Parts, made: Result, asked: Review) -> Table:
    seed = parts.judged.seed
    rows = [
        ("データの指紋", data_hash(evaluation)),
        ("範囲", " ".join(filter(None, (made.provenance.file, made.provenance.sheet, made.provenance.range)))),
        ("方法", parts.judged.method.value),
        ("乱数の種", "使っていない" if seed is None else str(seed)),
        ("版", made.provenance.version),
        *_registered(asked.registration, made),
    ]
    return _text_table("review_reproduction", "同じ計算をくり返すために", ("項目", "値"), rows)


def _registered(registration: Registration | None, made: Result) -> list[tuple[str, str]]:
    if registration is None:
        return [("事前登録", "なし（結果を見てから方法を決めたおそれを否定できません）")]
    changed = changes_since(registration, made.settings)
    head = f"{registration.day.isoformat()} に登録、{registration.fingerprint}"
    if not changed:
        return [("事前登録", f"一致（{head}）")]
    return [("事前登録", f"変更点 {len(changed)}件（{head}）")] + [
        (f"変更点：{c.item}", f"登録「{c.planned}」→ 実際「{c.actual}」") for c in changed
    ]


def _record(parts: _Parts) -> Table:
    columns = (
        Column("outcome", "成果"),
        Column("estimate", "大きさ", Format.NUMBER, parts.unit, 6),
        Column("low", "95%下限", Format.NUMBER, parts.unit, 6),
        Column("high", "95%上限", Format.NUMBER, parts.unit, 6),
        Column("level", "証拠の強さ", Format.COUNT),
        Column("state", "判定"),
        *(Column(f"d{i}", field) for i, (field, _) in enumerate(DECISION)),
    )
    judged = parts.judged
    numbers = tuple(v if math.isfinite(v) else None for v in (judged.estimate, judged.low, judged.high))
    row = (parts.name, *numbers, parts.level, parts.verdict.state.value, *([""] * len(DECISION)))
    return Table("review_record", "見直し記録", columns, (row,))
