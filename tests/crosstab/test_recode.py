import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.recode import classes, merged, nested
from shirube.errors import CrosstabError
from support.survey import BOOK, survey


def coded():
    return code(survey(200), ["年代", "満足度", "媒体"], BOOK)


def test_nested_breakdown_counts_every_pair() -> None:
    frame = survey(300).assign(性別=lambda f: np.where(np.arange(len(f)) % 3 == 0, "男性", "女性"))
    table = tabulate(
        code(frame, ["性別", "年代", "満足度"], BOOK), CrosstabRequest("年代", "満足度", outer="性別", test="none")
    )
    wanted = pd.crosstab([frame["性別"], frame["年代"].fillna("無回答")], frame["満足度"])
    got = dict(zip(table.row.labels, table.counts[:-1].tolist(), strict=True))
    for (sex, age), line in wanted.iterrows():
        assert got[f"{sex}・{age}"] == line[list(table.column.labels)].tolist()
    assert table.counts[-1].sum() == len(frame)


def test_merging_keeps_the_persons_and_the_place() -> None:
    variable = coded().variable("満足度")
    both = merged(variable, {"満足計": ["満足", "やや満足"]})
    assert both.labels == ("満足計", "やや不満", "不満", "無回答")
    before, after = (np.bincount(v.codes, minlength=5) for v in (variable, both))
    assert after[0] == before[0] + before[1]
    assert after[1:4].tolist() == before[2:5].tolist()


def test_merged_options_count_a_person_once() -> None:
    variable = coded().variable("媒体")
    assert variable.picks is not None
    both = merged(variable, {"紙か口": ["広報紙", "口コミ"]})
    assert both.picks is not None
    assert (both.picks[:, 0] == variable.picks[:, [0, 2]].any(axis=1)).all()


@pytest.mark.parametrize(
    ("groups", "key"),
    [
        ({"計": ["満足", "大満足"]}, "C301"),
        ({"甲": ["満足"], "乙": ["満足"]}, "C302"),
        ({"計": ["満足", "無回答"]}, "C302"),
    ],
)
def test_merges_that_make_no_sense_are_refused(groups, key) -> None:
    with pytest.raises(CrosstabError) as caught:
        merged(coded().variable("満足度"), groups)
    assert caught.value.key == key


@given(st.lists(st.one_of(st.none(), st.integers(0, 99)), min_size=1, max_size=40))
def test_classes_hold_the_numbers_their_labels_say(ages) -> None:
    numbers = np.array([np.nan if age is None else float(age) for age in ages])
    variable = classes("年齢", "年齢", numbers, [20, 30, 65], "歳")
    for age, at in zip(ages, variable.codes, strict=True):
        wanted = (
            "無回答" if age is None else "20歳未満" if age < 20 else "20〜29歳" if age < 30
            else "30〜64歳" if age < 65 else "65歳以上"
        )  # fmt: skip
        assert variable.labels[at] == wanted


def test_classes_of_fractions_and_bad_edges() -> None:
    assert classes("額", "額", np.array([1.5, 20.0]), [10, 20], "万円").labels[1] == "10万円以上20万円未満"
    for edges in ([], [30, 20]):
        with pytest.raises(CrosstabError) as caught:
            classes("額", "額", np.array([1.0]), edges)
        assert caught.value.key == "C303"


def test_multiple_answers_do_not_nest() -> None:
    with pytest.raises(CrosstabError) as caught:
        nested(coded().variable("年代"), coded().variable("媒体"))
    assert caught.value.key == "C104"
