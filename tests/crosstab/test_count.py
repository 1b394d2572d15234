import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.codebook import Answer, Codebook, Option, Question
from shirube.crosstab import code
from shirube.crosstab.count import count

BOOK = Codebook(
    (
        Question("a", "軸", options=tuple(Option(x, x) for x in "xyz")),
        Question("b", "問", options=tuple(Option(x, x) for x in ("はい", "いいえ"))),
        Question("m", "複数", Answer.MULTIPLE, tuple(Option(x, x) for x in "pqr")),
    )
)
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["x", "y", "z", None, "非該当"]),
        st.sampled_from(["はい", "いいえ", None]),
        st.sampled_from([None, "p", "p,q", "q,r", "p,q,r"]),
        st.sampled_from([0.5, 1.0, 2.0]),
    ),
    min_size=1,
    max_size=40,
)


def frame_of(people) -> pd.DataFrame:
    return pd.DataFrame(people, columns=["a", "b", "m", "w"]).astype({"a": object, "b": object, "m": object})


def test_by_hand() -> None:
    frame = frame_of(
        [("x", "はい", "p,q", 2), ("x", None, None, 1), ("y", "いいえ", "q", 0.5), ("非該当", "はい", "p", 1)]
    )
    coded = code(frame, ["a", "b", "m"], BOOK, weight="w")
    single = count(coded, "a", "b")
    assert single.cells.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0]]
    assert single.weights.tolist() == [[2, 0, 1], [0, 0.5, 0], [0, 0, 0]]
    assert single.squares.tolist() == [[4, 0, 1], [0, 0.25, 0], [0, 0, 0]]
    assert single.base.tolist() == [2, 1, 0]
    assert single.not_applicable == 1
    multiple = count(coded, "a", "m")
    assert multiple.cells.tolist() == [[1, 1, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert multiple.base.tolist() == [2, 1, 0]
    answered = count(coded, "a", "b", exclude_missing=True)
    assert answered.cells[:, :2].tolist() == [[1, 0], [0, 1], [0, 0]]
    assert answered.excluded == 1


@settings(deadline=None, max_examples=40)
@given(PEOPLE, st.randoms())
def test_order_of_the_persons_does_not_matter(people, random) -> None:
    shuffled = people[:]
    random.shuffle(shuffled)
    for question in "bm":
        first, second = (count(code(frame_of(p), ["a", question], BOOK, weight="w"), "a", question)
                         for p in (people, shuffled))  # fmt: skip
        assert (first.cells == second.cells).all()
        assert np.allclose(first.squares, second.squares)


@settings(deadline=None, max_examples=40)
@given(PEOPLE)
def test_weights_of_one_are_no_weights(people) -> None:
    frame = frame_of(people).assign(w=1)
    for question in "bm":
        plain = count(code(frame, ["a", question], BOOK), "a", question)
        weighted = count(code(frame, ["a", question], BOOK, weight="w"), "a", question)
        for name in ("cells", "weights", "squares", "base", "weights_base"):
            assert (getattr(plain, name) == getattr(weighted, name)).all()


@settings(deadline=None, max_examples=40)
@given(PEOPLE)
def test_agrees_with_pandas(people) -> None:
    frame = frame_of(people)
    coded = code(frame, ["a", "b"], BOOK)
    counted = count(coded, "a", "b")
    wanted = pd.crosstab(frame["a"].fillna("無回答"), frame["b"].fillna("無回答"))
    labels = coded.variable("a").labels, coded.variable("b").labels
    wanted = wanted.reindex(index=labels[0], columns=labels[1], fill_value=0)
    assert (counted.cells == wanted.to_numpy()).all()
    assert counted.base.sum() + counted.not_applicable == len(frame)
