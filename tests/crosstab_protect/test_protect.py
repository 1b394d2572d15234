from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shirube.crosstab import CrosstabRequest, code, report, tabulate
from shirube.crosstab.protect import merge_neighbours, round_to_base
from shirube.errors import CrosstabError
from shirube.result import Cell, Provenance, Purpose
from support.survey import BOOK, survey

PUBLIC = CrosstabRequest("年代", "満足度", purpose=Purpose.PUBLIC)


def table(request: CrosstabRequest, n: int = 150):
    return tabulate(code(survey(n), request.keys, BOOK), request)


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("counted", ["人", "世帯", "件", "円", "施設"])
@pytest.mark.parametrize("hide", [None, True, False])
def test_what_is_hidden_depends_on_purpose_and_on_what_is_counted(purpose, counted, hide) -> None:
    request = replace(PUBLIC, purpose=purpose, counted=counted, hide=hide)
    found = table(request)
    wanted = purpose is Purpose.PUBLIC and (counted in ("人", "世帯") if hide is None else hide)
    assert (found.hidden is not None and found.hidden.any) == wanted
    result = report(found, Provenance())
    x = [c for r in result.tables[0].rows for c in r if isinstance(c, Cell) and c.shown == "x"]
    assert bool(x) == wanted
    assert f"n＝150{counted}" in result.base


def test_internal_tables_count_their_small_cells() -> None:
    request = replace(PUBLIC, purpose=Purpose.INTERNAL)
    found = table(request)
    small = int(((found.counts > 0) & (found.counts < 10)).sum())
    assert small
    assert any(f"10人に満たない欄が{small}あります" in note for note in report(found, Provenance()).notes)


def test_a_lower_threshold_needs_a_reason_and_prints_it() -> None:
    with pytest.raises(CrosstabError) as caught:
        replace(PUBLIC, threshold=5)
    assert caught.value.key == "C305"
    result = report(table(replace(PUBLIC, threshold=5, reason="国の公表基準に合わせる")), Provenance())
    assert any("国の公表基準" in line for d in result.details for line in d.paragraphs)
    replace(PUBLIC, threshold=5, counted="件")  # nothing is hidden, so nothing has to be argued


@pytest.mark.parametrize("base", [3, 5, 10])
@pytest.mark.parametrize("percent", ["row", "column", "total"])
def test_rounding_leaves_no_true_count_anywhere(base: int, percent) -> None:
    request = replace(PUBLIC, protection="round", round_to=base, percent=percent)
    found, true = table(request), table(replace(request, purpose=Purpose.INTERNAL))
    assert (np.abs(found.counts - true.counts) <= base / 2).all()
    assert not (found.counts % base).any()
    assert not (found.base % base).any()
    result = report(found, Provenance())
    for line in result.data[0].table.rows:
        assert line[4] % base == 0
        assert line[8] is None
        n = {"row": line[7], "total": found.base[-1]}.get(percent)
        if n and line[5] is not None:
            assert line[5] == pytest.approx(100 * line[4] / n, abs=0.051)
    assert [t.key for d in result.details for t in d.tables if t.key in ("tests", "residuals", "pairs")] == []


def test_a_base_nobody_uses_is_refused() -> None:
    with pytest.raises(CrosstabError) as caught:
        replace(PUBLIC, round_to=7)
    assert caught.value.key == "C306"


def test_merging_makes_small_rows_disappear() -> None:
    found = table(replace(PUBLIC, protection="merge"), 900)
    plain = table(PUBLIC, 900)
    assert plain.hidden is not None
    assert plain.hidden.any
    assert any("・" in label for label in found.row.labels)
    answers = [i for i, missing in enumerate(found.row.missing) if not missing]
    body = found.counts[answers]
    assert not ((body > 0) & (body < 10)).any()
    assert found.counts[-1].tolist() == plain.counts[-1].tolist()


@given(
    hnp.arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 4)), elements=st.integers(0, 40)),
    st.data(),
)
def test_merging_ends_with_no_small_row_or_one_row(counts: np.ndarray, data) -> None:
    fixed = data.draw(st.lists(st.booleans(), min_size=len(counts), max_size=len(counts)))

    def small(t: np.ndarray) -> np.ndarray:
        return ((t > 0) & (t < 10)).any(axis=1)

    groups = merge_neighbours(counts, fixed, small)
    assert sorted(i for group in groups for i in group) == list(range(len(counts)))
    assert all(len(group) == 1 for group in groups if fixed[group[0]])
    movable = [group for group in groups if not fixed[group[0]]]
    merged = np.array([counts[group].sum(axis=0) for group in movable])
    assert len(movable) < 2 or not small(merged).any()


@given(hnp.arrays(np.int64, 5, elements=st.integers(0, 1000)), st.sampled_from([3, 5, 10]))
def test_rounding_is_to_the_nearest(values: np.ndarray, base: int) -> None:
    rounded = round_to_base(values, base)
    assert (np.abs(rounded - values) <= base / 2).all()
    assert not (rounded % base).any()
