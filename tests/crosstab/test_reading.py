"""What page one says, on answers with a known story."""

import numpy as np
import pandas as pd
import pytest

from shirube.crosstab import CrosstabRequest, code, report, tabulate
from shirube.crosstab.batch import BatchRequest, tabulate_batch
from shirube.crosstab.discover import discover
from shirube.crosstab.glossary import TERMS
from shirube.result import Provenance, Purpose, Result

#: Words of statistics that belong to the details.
JARGON = ("検定", "p値", "有意", "カイ二乗", "オッズ", "残差", "信頼区間", "帰無", "自由度", "標準化", "FDR", "ホルム")


def told(frame: pd.DataFrame, **options: object) -> Result:
    request = CrosstabRequest(*frame.columns[:2], **options)
    return report(tabulate(code(frame, [*frame.columns]), request), Provenance())


def page(result: Result) -> str:
    tables = [note for table in result.tables for note in table.notes]
    parts = (result.title, result.question, result.base, *result.conclusion, *result.says, *result.cannot_say)
    return "\n".join((*parts, *result.notes, *tables))


def drawn(
    seed: int, rows: dict[str, list[float]], answers: list[str], n: int = 900, axis: str = "年代"
) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    groups = random.choice([*rows], n)
    return pd.DataFrame({axis: groups, "答え": [random.choice(answers, p=rows[g]) for g in groups]})


SAME = {"東": [0.5, 0.3, 0.2], "西": [0.5, 0.3, 0.2]}
OTHER = {"東": [0.7, 0.2, 0.1], "西": [0.4, 0.3, 0.3]}
ANSWERS = ["賛成", "反対", "わからない"]
STORIES = {
    "a difference": drawn(1, OTHER, ANSWERS),
    "no difference": drawn(2, SAME, ANSWERS),
    "too few": drawn(3, OTHER, ANSWERS, 24),
    "two answers": drawn(4, {"東": [0.7, 0.3], "西": [0.4, 0.6]}, ["はい", "いいえ"]),
    "areas": drawn(5, OTHER, ANSWERS, axis="お住まいの地区"),
    "an axis that ends in 別": drawn(6, OTHER, ANSWERS, axis="性別"),
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("purpose", [Purpose.INTERNAL, Purpose.PUBLIC])
def test_page_one_is_free_of_jargon(story: str, purpose: Purpose) -> None:
    text = page(told(STORIES[story], purpose=purpose))
    assert not [word for word in JARGON if word in text]
    assert "別別" not in text
    assert "、、" not in text
    assert "。。" not in text


def test_the_answer_comes_first() -> None:
    assert told(STORIES["a difference"]).conclusion[0] == "「答え」の答えには、「年代」による差があります。"
    assert "誤差の範囲" in told(STORIES["no difference"]).conclusion[0]
    assert "差がないことの証明ではありません" in told(STORIES["no difference"]).cannot_say[0]
    assert told(STORIES["too few"]).conclusion[0].startswith("人数が足りないため")
    assert "割合だけを取り上げないでください" in "".join(told(STORIES["too few"]).cannot_say)


def test_of_two_answers_only_one_is_told() -> None:
    """「はい」 being higher says that 「いいえ」 is lower."""
    result = told(STORIES["two answers"])
    lines = [line for line in (*result.conclusion, *result.says) if "ポイント" in line]
    assert lines
    assert all("「はい」が" in line for line in lines)
    frame = STORIES["two answers"].assign(問2=lambda f: f["答え"].to_numpy()[::-1])
    batch = tabulate_batch(code(frame, [*frame.columns]), BatchRequest(("年代",), ("答え", "問2")))
    assert {d.option for d in discover(batch)} == {"はい"}


def test_areas_are_not_their_inhabitants() -> None:
    assert any("「お住まいの地区」ごとの割合の違いから" in line for line in told(STORIES["areas"]).cannot_say)
    assert not any("住民一人ひとり" in line for line in told(STORIES["a difference"]).cannot_say)


def test_the_largest_answer_is_not_told_beside_a_hidden_one() -> None:
    frame = pd.DataFrame(
        {"年代": ["20代"] * 40 + ["40代"] * 60, "答え": ["はい"] * 45 + ["いいえ"] * 4 + ["ほか"] * 51}
    )
    assert any("最も多い答えは「ほか」" in line for line in told(frame).says)
    assert not any("最も多い" in line for line in told(frame, purpose=Purpose.PUBLIC).says)


def test_the_same_persons_asked_twice() -> None:
    random = np.random.default_rng(8)
    before = random.integers(0, 3, 300)
    after = np.where(random.random(300) < 0.4, np.minimum(before + 1, 2), before)
    labels = np.array(["低い", "ふつう", "高い"])
    result = told(pd.DataFrame({"前回の関心": labels[before], "今回の関心": labels[after]}))
    moved = int((before != after).sum())
    assert result.question == "「前回の関心」と「今回の関心」で、同じ人の答えはどう変わったか"
    assert f"300人のうち{moved}人が" in result.conclusion[0]
    first, second = (100 * (x == 2).mean() for x in (before, after))
    assert f"「高い」は、{first:.1f}％から{second:.1f}％に増えました。" in result.says
    assert not any("が原因で" in line for line in result.cannot_say)


def test_every_term_has_one_sentence() -> None:
    assert all(meaning.endswith("。") and len(meaning) <= 80 for _, meaning in TERMS)
    assert len({term for term, _ in TERMS}) == len(TERMS)
