"""ロジックモデルの確認: does every activity lead somewhere, and is every outcome measured as an outcome?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..result import Column, Level, Light, Provenance, Result, Setting, Table

__all__ = ["STAGES", "Issue", "Step", "check_logic", "report_logic"]

#: Stages in order; a link must lead from an earlier one to a later one.
STAGES = ("資源", "活動", "産出", "短期成果", "中期成果", "長期成果")
_OTHER_NAMES = {
    "インプット": "資源", "投入": "資源", "アクティビティ": "活動", "アウトプット": "産出", "初期成果": "短期成果",
    "短期アウトカム": "短期成果", "中期アウトカム": "中期成果", "長期アウトカム": "長期成果", "インパクト": "長期成果",
    "最終成果": "長期成果", "アウトカム": "短期成果", "成果": "短期成果",
}  # fmt: skip
#: What was done, not what it changed.
_OUTPUT_TEXT = """
実施回数 開催回数 開催数 配布数 配布部数 参加者数 参加人数 延べ人数 作成数 設置数 周知 アクセス数 執行率 実施件数
相談件数 訪問件数
"""
_OUTPUT_WORDS = tuple(_OUTPUT_TEXT.split())


@dataclass(frozen=True, slots=True)
class Step:
    """One box: its stage and text, the texts (or numbers) of the boxes it follows from, indicator, baseline, target."""

    stage: str
    text: str
    follows: tuple[str, ...] = ()
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to mend: where, how serious, what, and the next step."""

    where: str
    level: Level
    sentence: str
    fix: str


def check_logic(steps: Sequence[Step]) -> tuple[Issue, ...]:
    """Check links and measures.

    >>> model = [Step("活動", "教室を開く"), Step("産出", "参加者", ("教室を開く",)), Step("短期成果", "歩数が増える")]
    >>> [(issue.where, issue.sentence) for issue in check_logic(model)][0]
    ('歩数が増える', 'どの段階からもつながっていません。')
    """
    if not steps:
        return (Issue("全体", Level.BAD, "ロジックモデルが空です。", "活動・産出・成果を1行ずつ書いてください。"),)
    known = {name: step for step in steps for name in (step.text, step.key) if name}
    found = [issue for step in steps for issue in (*_links(step, known), *_measures(step))]
    led = {known[name].text for step in steps for name in step.follows if name in known}
    last = max((_stage(step) for step in steps), default=-1)
    for step in steps:
        if step.text not in led and 0 <= _stage(step) < last:
            fix = "この先に起きるはずの変化を書き、つないでください。"
            found.append(Issue(step.text, Level.CAUTION, "どこにもつながっていません。", fix))
    stages = {_stage(step) for step in steps}
    for name in ("活動", "産出"):
        if STAGES.index(name) not in stages:
            found.append(
                Issue("全体", Level.CAUTION, f"「{name}」がありません。", f"「{name}」を1つ以上書いてください。")
            )
    if not stages & {3, 4, 5}:
        fix = "活動によって、だれの何がどう変わるかを書いてください。"
        found.append(Issue("全体", Level.BAD, "成果がありません。", fix))
    order = {Level.BAD: 0, Level.CAUTION: 1, Level.GOOD: 2}
    return tuple(sorted(found, key=lambda issue: order[issue.level]))


def _stage(step: Step) -> int:
    name = _OTHER_NAMES.get(step.stage.strip(), step.stage.strip())
    return STAGES.index(name) if name in STAGES else -1


def _links(step: Step, known: dict[str, Step]) -> Iterable[Issue]:
    at = _stage(step)
    if at < 0:
        yield Issue(
            step.text,
            Level.BAD,
            f"段階「{step.stage}」が分かりません。",
            f"{'・'.join(STAGES)} のどれかにしてください。",
        )
        return
    if at >= 2 and not step.follows:
        fix = "何から生じるのかを、前の段階の言葉で書いてください。"
        yield Issue(step.text, Level.BAD, "どの段階からもつながっていません。", fix)
    for name in step.follows:
        if name not in known:
            yield Issue(
                step.text,
                Level.BAD,
                f"つながる先の「{name}」がありません。",
                "同じ言葉（または番号）で書いてください。",
            )
        elif not 0 <= _stage(known[name]) < at:
            fix = "矢印は前の段階から後の段階へ引きます。段階か、つなぎ方を直してください。"
            yield Issue(step.text, Level.BAD, f"「{name}」から後戻りする矢印です。", fix)
        elif at - _stage(known[name]) > 2:
            fix = "間の変化を補ってください。飛躍があると、効かなかったときに原因が分かりません。"
            yield Issue(step.text, Level.CAUTION, f"「{name}」から段階を飛ばしています。", fix)


def _measures(step: Step) -> Iterable[Issue]:
    at = _stage(step)
    if at >= 2 and not step.indicator:
        yield Issue(step.text, Level.CAUTION, "指標がありません。", "何で測るか（数・割合・平均）を書いてください。")
    if at >= 3 and any(word in step.indicator for word in _OUTPUT_WORDS):
        fix = "「やった量」ではなく、「だれの何がどう変わったか」を測る指標にしてください。"
        yield Issue(step.text, Level.BAD, f"成果の指標「{step.indicator}」は、産出（やった量）です。", fix)
    if at >= 3 and step.indicator and not step.baseline:
        yield Issue(
            step.text,
            Level.CAUTION,
            "現状値がありません。",
            "始める前の値を測っておいてください。あとからは測れません。",
        )
    if at >= 3 and step.indicator and not step.target:
        yield Issue(step.text, Level.CAUTION, "目標値がありません。", "いつまでに、いくつにするかを書いてください。")


def report_logic(steps: Sequence[Step], provenance: Provenance | None = None) -> Result:
    """List what to mend in a logic model."""
    issues = check_logic(steps)
    bad = sum(issue.level is Level.BAD for issue in issues)
    level = Level.BAD if bad else Level.CAUTION if issues else Level.GOOD
    lead = "つながりと指標に、直すところは見つかりませんでした。"
    if issues:
        lead = f"直すところが{len(issues)}件あります（うち重いもの{bad}件）。"
    word = {Level.GOOD: "良い", Level.CAUTION: "注意", Level.BAD: "不可"}[level]
    columns = (Column("mark", "重さ"), Column("where", "どこ"), Column("what", "何が"), Column("fix", "次の一手"))
    rows = tuple((issue.level.value, issue.where, issue.sentence, issue.fix) for issue in issues)
    return Result(
        title="ロジックモデルの確認",
        question="活動から成果までのつながりと、指標に抜けはないか",
        base=f"項目 {len(steps)}",
        conclusion=(lead, "つながりが書けていることと、実際に効果があることは別です。"),
        tables=(Table("logic_issues", "直すところ", columns, rows),) if rows else (),
        lights=(Light("つながりと指標", level, word, lead),),
        settings=(Setting("方法", "ロジックモデルの確認"),),
        provenance=provenance or Provenance(),
    )
