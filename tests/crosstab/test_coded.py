import numpy as np
import pandas as pd
import pytest

from shirube.codebook import Answer, Codebook, Option, Question
from shirube.crosstab import code
from shirube.errors import CrosstabError, TableError
from shirube.grid import Grid
from shirube.table import records

SATISFACTION = Question(
    "Q1",
    "満足度",
    options=(Option("1", "満足"), Option("2", "普通"), Option("3", "不満"), Option("9", "無効な回答", missing=True)),
    ordered=True,
)
MEDIA = (Option("1", "広報紙"), Option("2", "SNS"), Option("3", "口コミ"))


def test_without_a_codebook_blanks_become_no_answer_and_stand_last() -> None:
    variable = code(pd.DataFrame({"年代": [None, "30代", float("nan"), "20代", "不明"]}), ["年代"]).variable("年代")
    assert variable.labels == ("20代", "30代", "無回答", "不明")
    assert variable.missing == (False, False, True, True)
    assert variable.codes.tolist() == [2, 1, 2, 0, 3]
    assert variable.ordered


def test_codebook_gives_labels_order_and_empty_options() -> None:
    frame = pd.DataFrame({"Q1": [3, "１", 1.0, "不満", 9, None]})
    variable = code(frame, ["Q1"], Codebook((SATISFACTION,))).variable("Q1")
    assert variable.labels == ("満足", "普通", "不満", "無効な回答", "無回答")
    assert variable.missing == (False, False, False, True, True)
    assert variable.codes.tolist() == [2, 0, 0, 2, 3, 4]
    assert variable.label == "満足度"


def test_values_the_codebook_does_not_know_are_kept_and_said() -> None:
    variable = code(pd.DataFrame({"Q1": [1, 7]}), ["Q1"], Codebook((SATISFACTION,))).variable("Q1")
    assert "7" in variable.labels
    assert "7" in variable.notes[0]


def test_categorical_keeps_empty_categories_and_their_order() -> None:
    frame = pd.DataFrame({"x": pd.Categorical(["c", "a"], categories=["c", "b", "a"], ordered=True)})
    variable = code(frame, ["x"]).variable("x")
    assert variable.labels == ("c", "b", "a")
    assert variable.ordered


def test_not_applicable_is_outside_the_labels() -> None:
    variable = code(pd.DataFrame({"x": ["はい", "非該当", None]}), ["x"]).variable("x")
    assert variable.labels == ("はい", "無回答")
    assert variable.codes.tolist() == [0, -1, 1]


@pytest.mark.parametrize("separator", ["", "、", ";"])
def test_multiple_answers_in_one_column(separator: str) -> None:
    question = Question("Q2", "知った媒体", Answer.MULTIPLE, MEDIA, separator=separator)
    sign = separator or ","
    frame = pd.DataFrame({"Q2": [f"1{sign} 3", "2", None, "非該当", f"SNS{sign}その他"]})
    variable = code(frame, ["Q2"], Codebook((question,))).variable("Q2")
    assert variable.labels == ("広報紙", "SNS", "口コミ", "その他", "無回答")
    assert variable.picks is not None
    assert variable.picks.astype(int).tolist() == [
        [1, 0, 1, 0, 0],
        [0, 1, 0, 0, 0],
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 1],
        [0, 1, 0, 1, 0],
    ]
    assert variable.codes.tolist() == [0, 0, 0, -1, 0]


def test_multiple_answers_in_columns_of_their_own() -> None:
    question = Question("Q2", "知った媒体", Answer.MULTIPLE, MEDIA, columns=("a", "b", "c"))
    frame = pd.DataFrame({"a": [1, 0, None], "b": ["○", "", None], "c": [0.0, 1.0, None]})
    variable = code(frame, ["Q2"], Codebook((question,))).variable("Q2")
    assert variable.picks is not None
    assert variable.picks.astype(int).tolist() == [[1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    assert variable.missing == (False, False, False, True)


def test_the_frame_is_not_changed() -> None:
    frame = pd.DataFrame({"a": ["x", None], "w": ["1", "2"], "Q2": ["1,2", None]})
    before = frame.copy(deep=True)
    question = Question("Q2", "媒体", Answer.MULTIPLE, MEDIA)
    code(frame, ["a", "Q2"], Codebook((question,)), weight="w")
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("bad", [None, -1, "多い", float("inf")])
def test_unusable_weights_are_refused_with_their_line(bad: object) -> None:
    frame = pd.DataFrame({"a": ["x", "y"], "w": pd.Series([1, bad], dtype=object)})
    with pytest.raises(CrosstabError, match="2件目") as caught:
        code(frame, ["a"], weight="w")
    assert caught.value.code == "SB-C103"


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(CrosstabError) as caught:
        code(pd.DataFrame({"a": ["x"], "w": [0]}), ["a"], weight="w")
    assert caught.value.code == "SB-C103"


def test_errors_name_the_column() -> None:
    frame = pd.DataFrame({"年代": ["20代"] * 300, "氏名": [f"人{i}" for i in range(300)]})
    with pytest.raises(TableError, match="年代") as missing:
        code(frame, ["年令"])
    assert missing.value.code == "SB-T101"
    with pytest.raises(CrosstabError, match="氏名") as many:
        code(frame, ["氏名"])
    assert many.value.code == "SB-C102"
    with pytest.raises(CrosstabError) as none:
        code(frame.iloc[:0], ["年代"])
    assert none.value.code == "SB-C101"


def test_names_keep_their_code_points() -> None:
    labels = code(pd.DataFrame({"町": ["辻󠄀町", "①番町"]}), ["町"]).variable("町").labels
    assert labels == ("辻󠄀町", "①番町")


def test_codes_are_small_integers() -> None:
    frame = pd.DataFrame({"a": np.array(["東", "西"], dtype=object)[np.arange(1_000) % 2]})
    assert code(frame, ["a"]).variable("a").codes.dtype == np.int16


def test_separators_are_found_unless_a_label_has_one_inside() -> None:
    frame = pd.DataFrame({"Q2": ["1、2", "2；3", "SNS，口コミ"]})
    variable = code(frame, ["Q2"], Codebook((Question("Q2", "媒体", Answer.MULTIPLE, MEDIA),))).variable("Q2")
    assert variable.picks is not None
    assert variable.picks[:, :3].astype(int).tolist() == [[1, 1, 0], [0, 1, 1], [0, 1, 1]]
    options = (Option("1", "駅、バス停"), Option("2", "店"))
    frame = pd.DataFrame({"Q3": ["駅、バス停", "駅、バス停,店"]})
    variable = code(frame, ["Q3"], Codebook((Question("Q3", "場所", Answer.MULTIPLE, options),))).variable("Q3")
    assert variable.labels == ("駅、バス停", "店", "無回答")
    assert variable.picks is not None
    assert variable.picks.astype(int).tolist() == [[1, 0, 0], [1, 1, 0]]


def test_do_not_know_breaks_the_order_of_a_codebook() -> None:
    options = (Option("1", "満足"), Option("2", "不満"), Option("3", "わからない"))
    frame = pd.DataFrame({"Q": [1, 2, 3]})
    assert not code(frame, ["Q"], Codebook((Question("Q", "Q", options=options, ordered=True),))).variable("Q").ordered
    assert code(frame, ["Q"], Codebook((Question("Q", "Q", options=options[:2], ordered=True),))).variable("Q").ordered


def test_errors_lead_to_the_cell() -> None:
    grid = Grid.from_rows([["年代", "w"], ["20代", 1], [None, None], ["30代", -2]], name="回答", source="調査.xlsx")
    with pytest.raises(CrosstabError) as caught:
        code(records(grid), ["年代"], weight="w")
    assert str(caught.value.at) == "「調査.xlsx」の回答!B4"


def test_lists_are_coded_like_a_frame() -> None:
    columns = {"年代": ["20代", "30代", None, "20代"], "w": [1, 2.0, 0, 3], "媒体": ["紙、網", "", "網", "非該当"]}
    book = Codebook((Question("媒体", "媒体", Answer.MULTIPLE, (Option("紙", "紙"), Option("網", "網"))),))
    one, other = (code(x, ["年代", "媒体"], book, weight="w") for x in (columns, pd.DataFrame(columns)))
    for key in ("年代", "媒体"):
        a, b = one.variable(key), other.variable(key)
        assert a.labels == b.labels
        assert (a.codes == b.codes).all()
    assert (one.variable("媒体").picks == other.variable("媒体").picks).all()
    assert one.weights is not None
    assert one.weights.tolist() == [1, 2, 0, 3]
    with pytest.raises(TableError) as caught:
        code(columns, ["年齢"])
    assert caught.value.key == "T101"


def test_stray_codes_of_multiple_answers_are_told() -> None:
    options = (Option("1", "紙"), Option("2", "網"))
    columns = Question("媒体", "媒体", Answer.MULTIPLE, options, ("m1", "m2"))
    frame = pd.DataFrame({"m1": [1, 0, 9, "○"], "m2": [2, 0, 0, 1]})
    found = code(frame, ["媒体"], Codebook((columns,))).variable("媒体")
    assert found.picks is not None
    assert found.picks[:, :2].tolist() == [[True, True], [False, False], [False, False], [True, True]]
    assert "9" in found.notes[0]
    joined = Question("媒体", "媒体", Answer.MULTIPLE, options)
    stray = code(pd.DataFrame({"媒体": ["1,2", "7"]}), ["媒体"], Codebook((joined,))).variable("媒体")
    assert stray.labels == ("紙", "網", "7", "無回答")
    assert "7" in stray.notes[0]


def test_numbers_typed_as_text_are_the_same_codes() -> None:
    book = Codebook((Question("問1", "問1", options=(Option("1", "はい"), Option("2", "いいえ"))),))
    found = code(pd.DataFrame({"問1": ["１", 1, 1.0, "2", " 2 "]}), ["問1"], book).variable("問1")
    assert found.codes.tolist() == [0, 0, 0, 1, 1]


def test_fifty_thousand_categories_are_refused_at_once() -> None:
    with pytest.raises(CrosstabError) as caught:
        code({"住所": [f"みほん市{i}番地" for i in range(50_000)]}, ["住所"])
    assert caught.value.key == "C102"
    assert "50000" in caught.value.sentence or "50,000" in caught.value.sentence
