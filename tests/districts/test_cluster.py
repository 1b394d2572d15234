"""Groups of districts: known groups are found, none are claimed where there are none; order and units are nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.districts import ClusterRequest, Districts, Indicator, cluster
from shirube.districts.cluster import Separation
from shirube.errors import TableError

KINDS = np.repeat([[40.0, 8.0, 2.0], [20.0, 17.0, 2.8], [28.0, 9.0, 1.6]], [4, 5, 6], axis=0)
NAMES = ("高齢化率", "年少人口割合", "平均世帯人員")


def table(values: np.ndarray, names: tuple[str, ...] = NAMES) -> Districts:
    units = tuple(f"第{i + 1}地区" for i in range(len(values)))
    return Districts(units, tuple(Indicator(name, values[:, j].astype(float)) for j, name in enumerate(names)))


def noisy(seed: int, spread: float = 1.0) -> np.ndarray:
    return KINDS + np.random.default_rng(seed).normal(0, [spread, spread * 0.5, spread * 0.05], KINDS.shape)


def partition(found) -> set[frozenset[str]]:
    return {frozenset(members) for members in found.members}


def test_known_groups_are_found_named_and_stable() -> None:
    found = cluster(ClusterRequest(table(noisy(1)), draws=39))
    assert partition(found) == {
        frozenset(f"第{i}地区" for i in members) for members in (range(1, 5), range(5, 10), range(10, 16))
    }
    assert found.k == 3
    assert found.separation is Separation.CLEAR
    assert found.names[0].startswith("平均世帯人員↓低")
    assert "高齢化率↑高" in found.names[2]
    assert min(found.stability) > 0.75


def test_a_cloud_has_no_groups() -> None:
    """Of 15 tables without groups hardly any is said to have them."""
    rng = np.random.default_rng(5)
    said = [
        cluster(ClusterRequest(table(rng.normal(30, 5, (14, 3))), draws=39)).separation is not Separation.NONE
        for _ in range(15)
    ]
    assert sum(said) <= 4  # binomial(15, 0.05) exceeds 4 once in sixteen hundred


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_order_of_rows_and_columns_and_units_do_not_matter(seed: int, random) -> None:
    values = np.round(noisy(seed, 4.0), 1)
    rows, columns = list(range(len(values))), list(range(3))
    random.shuffle(rows)
    random.shuffle(columns)
    scale = np.array([random.choice([0.01, 1.0, 1000.0]) for _ in range(3)])
    plain = table(values)
    moved = Districts(
        tuple(plain.names[r] for r in rows),
        tuple(Indicator(NAMES[c], values[rows, c] * scale[c] + 7 * scale[c]) for c in columns),
    )
    one, other = (cluster(ClusterRequest(t, draws=9)) for t in (plain, moved))
    assert partition(one) == partition(other)
    assert one.k == other.k
    assert one.names == other.names
    assert sorted(one.stability) == pytest.approx(sorted(other.stability))
    assert one.chance == pytest.approx(other.chance)


def test_ties_fall_the_same_way() -> None:
    values = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [5, 5], [5, 6], [6, 5], [6, 6]], dtype=float)
    order = [7, 2, 5, 0, 3, 6, 1, 4]
    plain = table(values, ("a", "b"))
    moved = Districts(tuple(plain.names[r] for r in order), table(values[order], ("a", "b")).indicators)
    for k in (2, 3, 4, 5):
        one, other = (cluster(ClusterRequest(t, k=k, draws=5)) for t in (plain, moved))
        assert partition(one) == partition(other), k


def test_an_indicator_alike_everywhere_is_left_out_and_told() -> None:
    values = np.column_stack([noisy(2), np.full(len(KINDS), 3.0)])
    found = cluster(ClusterRequest(table(values, (*NAMES, "消防署の数")), draws=9))
    assert [one.name for one in found.used] == list(NAMES)
    assert any("消防署の数" in line and "同じ値" in line for line in found.left_out)


def test_missing_values_leave_out_the_district_or_the_indicator() -> None:
    values = noisy(3)
    values[0, 0] = np.nan
    values[:9, 2] = np.nan
    found = cluster(ClusterRequest(table(values), draws=9))
    assert found.not_grouped == ("第1地区",)
    assert any("平均世帯人員" in line and "9地区" in line for line in found.left_out)


def test_one_district_apart_is_a_group_of_its_own() -> None:
    values = np.random.default_rng(1).normal(0, 1, (12, 2))
    values[5] += 40
    found = cluster(ClusterRequest(table(values, ("a", "b")), draws=9))
    assert ("第6地区",) in found.members


def test_one_indicator_is_enough() -> None:
    found = cluster(ClusterRequest(table(noisy(4)[:, :1], ("高齢化率",)), draws=9))
    assert found.k >= 2
    assert np.isnan(found.without).all()


@pytest.mark.parametrize(
    ("values", "k", "code"),
    [
        (noisy(1)[:5], 0, "SB-W857"),
        (np.full((8, 3), 2.0), 0, "SB-W852"),
        (noisy(1), 16, "SB-W859"),
        (noisy(1), 1, "SB-W859"),
        (np.ones((1001, 3)) * np.arange(1001)[:, None], 0, "SB-W858"),
    ],
)
def test_what_cannot_be_grouped_is_refused(values: np.ndarray, k: int, code: str) -> None:
    with pytest.raises(TableError) as caught:
        cluster(ClusterRequest(table(values), k=k))
    assert caught.value.code == code
