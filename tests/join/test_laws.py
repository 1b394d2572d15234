"""Laws of the join: its parts are the tables it was made of."""

from contextlib import suppress

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.errors import JoinError
from shirube.join import JoinRequest, Key, join
from shirube.table import TidyTable

LABELS = st.sampled_from(["東", "西", "南", "髙山", "高山", "第１", "第一", "東 ", None, "西浜", "西濱"])


@st.composite
def tables(draw):
    made = []
    for name in ("a", "b"):
        rows = draw(
            st.lists(st.tuples(LABELS, st.sampled_from([2023, 2024]), st.integers(-9, 9)), min_size=1, max_size=8)
        )
        frame = pd.DataFrame(rows, columns=["地区", "年度", name]).astype(object)
        made.append(TidyTable(frame, ("地区",), ("年度", name)))
    return made


def joined(left, right, keys, many):
    """The join, or nothing where it is refused: nothing in common, or nothing but many-to-many."""
    with suppress(JoinError):
        return join(left, right, JoinRequest(keys, many_to_many=many))
    return None


@settings(max_examples=150, deadline=None)
@given(tables(), st.booleans(), st.booleans())
def test_the_columns_of_either_table_hold_its_own_rows(pair, by_year, many):
    left, right = pair
    result = joined(left, right, (Key("地区", "地区", "name"), *((Key("年度", "年度"),) if by_year else ())), many)
    if result is None:
        return
    frame = result.table.frame
    for table, rows, names in (
        (left, result.left_rows, {name: name for name in left.frame}),
        (right, result.right_rows, result.right_columns),
    ):
        back = pd.DataFrame({name: frame[names[name]] for name in table.frame})[rows >= 0]
        first = ~pd.Series(rows[rows >= 0]).duplicated().to_numpy()
        order = rows[rows >= 0][first].argsort()
        assert back[first].iloc[order].values.tolist() == table.frame.values.tolist()


@settings(max_examples=80, deadline=None)
@given(tables(), st.booleans())
def test_sums_are_conserved_and_every_row_has_one_state(pair, many):
    left, right = pair
    result = joined(left, right, (Key("地区", "地区", "name"),), many)
    if result is None:
        return
    assert all(line.lost == 0 for line in result.sums)
    assert sum(result.counts.values()) == len(result.table)
    states = result.table.frame["突合"]
    both = (result.left_rows >= 0) & (result.right_rows >= 0)
    assert set(states[both]) <= {"結び付いた"}
    assert "結び付いた" not in set(states[~both])


@settings(max_examples=80, deadline=None)
@given(tables())
def test_a_table_joined_with_itself_is_matched_wherever_a_key_is(pair):
    left, _ = pair
    result = joined(left, left, (Key("地区", "地区", "name"),), True)
    if result is not None:
        assert set(result.counts) <= {"結び付いた", "鍵が空"}
