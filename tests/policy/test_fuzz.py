"""Tiny and odd data: always a report or a Japanese reason with a next step, never a traceback."""

import re

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.errors import ShirubeError
from shirube.policy import BeforeAfterRequest, DidRequest, before_after, did, panel, report

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
odd = st.one_of(
    st.sampled_from([0.0, 1.0, 2.0, -1.0, 1e-9, 1e9, float("nan"), float("inf")]),
    st.floats(-1e9, 1e9),
    st.integers(0, 5).map(float),
)
few = st.lists(odd, max_size=9)


def answers(make):
    try:
        result = report(make())
    except ShirubeError as error:
        reason = error
    else:
        reason = None
    if reason is not None:
        assert JAPANESE.search(reason.sentence)
        assert JAPANESE.search(reason.next_step)
        return
    text = "".join((*result.conclusion, *result.says, *result.cannot_say, *(f.text for f in result.figures)))
    assert JAPANESE.search(text)
    assert "nan" not in text
    assert "inf" not in text
    assert "∞" not in text


@settings(max_examples=150, deadline=None)
@given(few, few, st.booleans(), st.sampled_from(["continuous", "binary", "count"]))
def test_before_after(before, after, paired, kind):
    answers(lambda: before_after(BeforeAfterRequest(np.array(before), np.array(after), paired=paired, kind=kind)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 3).map(float), min_size=1, max_size=9), st.data(), st.booleans())
def test_small_whole_numbers(before, data, paired):
    after = data.draw(st.lists(st.integers(0, 3).map(float), min_size=len(before), max_size=len(before)))
    for kind in ("continuous", "count"):
        request = BeforeAfterRequest(np.array(before), np.array(after), paired=paired, kind=kind)
        answers(lambda request=request: before_after(request))


units = st.sampled_from(["東", "西", "南", "北", None, 3])
times = st.sampled_from([2019, 2020, 2021, 2022, "2020年度", "令和3年", "R4", None, "不明", 2021.5])
marks = st.sampled_from([1, 0, "有", "無", "○", None, "？"])
outcomes = st.one_of(odd, st.none(), st.sampled_from(["調査中", "1,200"]))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(units, times, outcomes, marks), max_size=14),
    st.sampled_from([2020, 2021, "令和3年度", "", None]),
)
def test_messy_panels(rows, start):
    frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"], dtype=object)
    answers(lambda: did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=start))))


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 6), st.integers(2, 5), st.data())
def test_small_panels(n, periods, data):
    values = data.draw(st.lists(odd, min_size=n * periods, max_size=n * periods))
    treated = data.draw(st.integers(1, n - 1))
    start = data.draw(st.integers(1, periods - 1))
    rows = [(f"{i}区", 2010 + j, values[i * periods + j], int(i < treated)) for i in range(n) for j in range(periods)]
    frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"])
    answers(
        lambda: did(
            DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2010 + start))
        )
    )
