from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.batch import Batch, BatchRequest, tabulate_batch
from shirube.crosstab.count import count
from shirube.crosstab.count_many import count_many
from shirube.crosstab.request import Condition
from shirube.errors import CrosstabError
from shirube.result import Purpose
from shirube.stats.multiplicity import adjust
from support.survey import BOOK, survey

COMMON = CrosstabRequest("", "")


def answers(n: int = 500, *, seed: int = 7) -> pd.DataFrame:
    frame = survey(n, seed=seed)
    random = np.random.default_rng(seed + 1)
    used = random.random(n) < 0.5
    frame["性別"] = random.choice(["男性", "女性"], n)
    frame["利用"] = np.where(used, "利用した", "しない")
    frame["評価"] = np.where(used, random.choice(["良い", "普通", "悪い"], n), "非該当")
    frame["w0"] = np.where(random.random(n) < 0.1, 0.0, frame["w"])
    return frame


AXES, QUESTIONS = ("性別", "年代", "利用"), ("満足度", "媒体", "評価", "性別")


def coded(frame: pd.DataFrame, weight: str = ""):
    return code(frame, [*AXES, *QUESTIONS], BOOK, weight=weight)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.sampled_from(["", "w", "w0"]), st.booleans())
def test_one_product_counts_what_each_table_counts(seed: int, weight: str, filtered: bool) -> None:
    data = coded(answers(80, seed=seed), weight)
    where = (Condition("利用", ("利用した",)),) if filtered else ()
    many = count_many(data, AXES, QUESTIONS, where=where)
    for (row, column), found in many.items():
        one = count(data, row, column, where=where)
        for name in ("cells", "base", "not_applicable", "excluded", "filtered"):
            assert np.array_equal(getattr(found, name), getattr(one, name)), (row, column, name)
        for name in ("weights", "squares", "weights_base", "squares_base"):
            assert getattr(found, name) == pytest.approx(getattr(one, name)), (row, column, name)


def test_blocks_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    data = coded(answers(200), "w")
    whole = count_many(data, AXES, QUESTIONS)
    monkeypatch.setattr("shirube.crosstab.count_many.BLOCK", 700)
    for key, found in count_many(data, AXES, QUESTIONS).items():
        assert np.array_equal(found.cells, whole[key].cells)
        assert found.weights == pytest.approx(whole[key].weights)


@pytest.mark.parametrize("weight", ["", "w"])
def test_batch_tables_are_those_of_tabulate(weight: str) -> None:
    frame = answers()
    data = coded(frame, weight)
    batch = tabulate_batch(data, BatchRequest(AXES, QUESTIONS, replace(COMMON, weight=weight)))
    assert len(batch.tables) == 11  # 性別 by 性別 is left out
    for table in batch.tables:
        alone = tabulate(data, table.request)
        assert np.array_equal(table.counts, alone.counts)
        assert table.percents == pytest.approx(alone.percents, nan_ok=True)
        assert table.assessment.residuals == pytest.approx(alone.assessment.residuals, nan_ok=True)
        assert [t.kind for t in table.assessment.tests] == [t.kind for t in alone.assessment.tests]
        assert not any(t.kind == "fisher" for t in alone.assessment.tests) or weight == ""
        if any(t.kind == "fisher" for t in alone.assessment.tests):
            continue  # sampled with fewer draws
        assert table.assessment.p == pytest.approx(alone.assessment.p, rel=1e-9, nan_ok=True)
        assert np.array_equal(table.assessment.marks, alone.assessment.marks)
        assert table.assessment.verdict is alone.assessment.verdict


def test_the_slow_way_gives_the_same_shape() -> None:
    data = coded(answers())
    batch = tabulate_batch(data, BatchRequest(AXES, QUESTIONS, replace(COMMON, missing="exclude")))
    assert "無回答" not in batch.tables[0].column.labels
    assert len(batch.tables) == 11


def test_false_discoveries_are_adjusted_over_the_batch() -> None:
    batch = tabulate_batch(coded(answers()), BatchRequest(AXES, QUESTIONS))
    wanted = adjust([t.assessment.p for t in batch.tables], "bh")
    assert list(batch.adjusted) == pytest.approx(wanted.tolist(), nan_ok=True)
    found = {(t.row.key, t.column.key) for t, p in zip(batch.tables, batch.adjusted, strict=True) if p < 0.05}
    assert ("年代", "満足度") in found
    assert ("年代", "媒体") in found


def test_hardly_anything_is_found_where_there_is_nothing() -> None:
    random = np.random.default_rng(11)
    names = [f"問{i}" for i in range(12)]
    found = 0
    for _ in range(15):
        frame = pd.DataFrame({name: random.choice(["a", "b", "c"], 200) for name in [*names, "軸1", "軸2"]})
        batch = tabulate_batch(code(frame, list(frame)), BatchRequest(("軸1", "軸2"), tuple(names)))
        found += any(p < 0.05 for p in batch.adjusted)
    assert found <= 4  # P(more than 4 of 15 at 5 %) < 0.001


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    tabulate_batch(coded(answers(100)), BatchRequest(AXES, QUESTIONS), lambda made, of: told.append((made, of)))
    assert told[-1] == (11, 11)


def published(frame: pd.DataFrame) -> Batch:
    common = replace(COMMON, purpose=Purpose.PUBLIC)
    return tabulate_batch(coded(frame), BatchRequest(("性別", "年代"), ("評価", "利用"), common))


def test_published_batches_hide_equal_cells_everywhere() -> None:
    frame = answers(150)
    batch = published(frame)
    assert any(t.hidden is not None and t.hidden.any for t in batch.tables)
    # Who was asked 評価 in an age group are those who said 利用した: one number in two tables.
    by = {(t.row.key, t.column.key): t for t in batch.tables}
    asked, used = by["年代", "評価"], by["年代", "利用"]
    column = used.column.labels.index("利用した")
    for i, label in enumerate(asked.row.labels):
        k = used.row.labels.index(label)
        assert asked.is_hidden(i, -1) == used.is_hidden(k, column)


def test_nothing_to_do_is_refused() -> None:
    with pytest.raises(CrosstabError) as caught:
        BatchRequest(("性別",), ("性別",))
    assert caught.value.key == "C313"
