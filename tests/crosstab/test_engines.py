"""Every engine gives the table that the list of answers gives."""

import datetime as dt
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.codebook import Answer, Codebook, Option, Question
from shirube.crosstab import CrosstabRequest, code, engines, tabulate
from shirube.crosstab.batch import BatchRequest, tabulate_batch
from shirube.crosstab.count import extreme_weights
from shirube.crosstab.engines import PERSONS, code_grouped, group
from shirube.crosstab.request import Condition, Protection
from shirube.crosstab.suppress_linked import linked_cells
from shirube.crosstab.tabulate import Crosstab
from shirube.crosstab.weights import Population, weigh
from shirube.errors import CrosstabError, TableError
from shirube.result import Purpose

Engine = Callable[[dict[str, list[Any]]], Any]
ENGINES: dict[str, Engine] = {
    "pandas": pd.DataFrame,
    "polars": lambda columns: polars.DataFrame(columns, strict=False),
    "polars-lazy": lambda columns: polars.LazyFrame(columns, strict=False),
    "arrow": pyarrow.table,
    "duckdb": lambda columns: duckdb.connect().from_arrow(pyarrow.table(columns)),
}
BOOK = Codebook(
    tuple(
        Question(key, key, Answer.SINGLE, tuple(Option(x, x) for x in labels))
        for key, labels in {"年代": ("20代", "30代", "40代"), "答": ("はい", "いいえ"), "地区": ("東", "西")}.items()
    )
)
KEYS = ("年代", "答", "地区")


def answers(n: int = 400, weights: tuple[float, ...] = (0.0, 0.5, 1.0, 2.5)) -> dict[str, list[Any]]:
    random = np.random.default_rng(7)
    pick = lambda values: [values[i] for i in random.integers(0, len(values), n)]  # noqa: E731
    return {
        "年代": pick(["20代", "30代", "40代", None]),
        "答": pick(["はい", "いいえ", "非該当", None]),
        "地区": pick(["東", "西"]),
        "w": pick(weights),
    }


def same(found: Crosstab, wanted: Crosstab) -> None:
    assert (found.row.labels, found.column.labels) == (wanted.row.labels, wanted.column.labels)
    np.testing.assert_array_equal(found.counts, wanted.counts)
    np.testing.assert_array_equal(found.base, wanted.base)
    for name in ("weighted", "weighted_base", "squares_base", "percents"):
        np.testing.assert_allclose(getattr(found, name), getattr(wanted, name), rtol=1e-12)
    np.testing.assert_allclose(found.assessment.residuals, wanted.assessment.residuals, rtol=1e-9)
    assert (found.not_applicable, found.excluded, found.filtered) == (
        wanted.not_applicable,
        wanted.excluded,
        wanted.filtered,
    )


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize(
    "request_",
    [
        CrosstabRequest("年代", "答"),
        CrosstabRequest("年代", "答", weight="w"),
        CrosstabRequest("年代", "答", weight="w", missing="exclude", where=(Condition("地区", ("東",)),)),
        CrosstabRequest("年代", "答", outer="地区"),
    ],
    ids=["plain", "weighted", "filtered", "nested"],
)
def test_every_engine_gives_the_same_table(engine: Engine, request_: CrosstabRequest) -> None:
    columns = answers()
    wanted = tabulate(code(pd.DataFrame(columns), KEYS, BOOK, weight=request_.weight), request_)
    found = tabulate(code_grouped(engine(columns), KEYS, BOOK, weight=request_.weight), request_)
    same(found, wanted)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("protection", ["suppress", "merge", "round"])
def test_what_is_published_hides_the_same(engine: Engine, weight: str, protection: Protection) -> None:
    columns = answers(90)
    request = CrosstabRequest("年代", "答", weight=weight, purpose=Purpose.PUBLIC, protection=protection)
    wanted = tabulate(code(pd.DataFrame(columns), KEYS, BOOK, weight=weight), request)
    found = tabulate(code_grouped(engine(columns), KEYS, BOOK, weight=weight), request)
    same(found, wanted)
    if protection == "suppress":
        assert found.hidden is not None
        assert wanted.hidden is not None
        assert found.hidden.any
        np.testing.assert_array_equal(found.hidden.cells, wanted.hidden.cells)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_ranges_are_as_wide_as_the_heaviest_person(engine: Engine) -> None:
    coded = code_grouped(engine(answers()), KEYS, weight="w")
    assert extreme_weights(coded) == (0.5, 2.5)
    assert extreme_weights(replace(coded, weights=None)) == (1.0, 1.0)
    assert linked_cells(coded, [CrosstabRequest("年代", "答", weight="w")]).least == 0.5 / 2.5


def test_nobody_meets_the_conditions() -> None:
    coded = code_grouped(pd.DataFrame(answers()), KEYS, BOOK)
    nobody = (Condition("地区", ("東",)), Condition("地区", ("西",)))
    with pytest.raises(CrosstabError) as caught:
        tabulate(coded, CrosstabRequest("年代", "答", where=nobody))
    assert caught.value.code == "SB-C335"


@pytest.mark.parametrize("weight", ["", "w"])
def test_strata_count_persons_not_rows(weight: str) -> None:
    request = CrosstabRequest("年代", "答", stratum="地区", weight=weight)
    columns = answers()
    wanted = tabulate(code(pd.DataFrame(columns), KEYS, BOOK, weight=weight), request).stratified
    found = tabulate(code_grouped(ENGINES["duckdb"](columns), KEYS, BOOK, weight=weight), request).stratified
    assert found is not None
    assert wanted is not None
    np.testing.assert_allclose(found.standardised, wanted.standardised, rtol=1e-12)
    assert found.test == wanted.test


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "", None]), st.sampled_from(["x", "y", None])), min_size=1))
@settings(max_examples=30, deadline=None)
def test_engines_agree_on_any_list(rows: list[tuple[str | None, str | None]]) -> None:
    columns = {"a": [a for a, _ in rows], "b": [b for _, b in rows]}
    typed = pyarrow.table(columns, schema=pyarrow.schema([("a", pyarrow.string()), ("b", pyarrow.string())]))
    small = [group(frame, ["a", "b"]) for frame in (typed, polars.from_arrow(typed), duckdb.from_arrow(typed))]
    assert small[0][PERSONS].sum() == len(rows)
    for other in small[1:]:
        assert other.equals(small[0])


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), st.just(0.0) | st.floats(0.001, 1e6)), min_size=1, max_size=40
    ).filter(lambda rows: any(w for _, w in rows))
)
@settings(max_examples=30, deadline=None)
def test_sums_of_any_weights(rows: list[tuple[str | None, float]]) -> None:
    columns = {"a": [a for a, _ in rows], "w": [w for _, w in rows]}
    typed = pyarrow.table(columns, schema=pyarrow.schema([("a", pyarrow.string()), ("w", pyarrow.float64())]))
    for frame in (typed, typed.to_pandas(), polars.from_arrow(typed), duckdb.from_arrow(typed)):
        small = group(frame, ["a"], weight="w")
        for label in {a for a, _ in rows}:
            mine = small[small["a"].isna() if label is None else small["a"] == label]
            weights = [w for a, w in rows if a == label]
            used = mine[mine[engines.SUM] > 0]
            assert (mine[PERSONS].sum(), used[PERSONS].sum()) == (len(weights), sum(w > 0 for w in weights))
            assert mine[engines.SUM].sum() == pytest.approx(sum(weights))
            assert mine[engines.SQUARES].sum() == pytest.approx(sum(w * w for w in weights))


def test_without_a_codebook_the_order_does_not_depend_on_the_engine() -> None:
    columns = {"町": ["ろ", "い", "は", "い"], "答": ["う", "あ", "い", "あ"]}
    orders = {code_grouped(make(columns), ["町", "答"]).variable("町").labels for make in ENGINES.values()}
    assert orders == {("い", "は", "ろ")}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("bad", [[1.0, None, -1.0], [1.0, float("nan"), float("inf")], [0.0, 0.0, 0.0]])
def test_bad_weights_are_counted_and_refused(engine: Engine, bad: list[float | None]) -> None:
    with pytest.raises(CrosstabError) as caught:
        group(engine({"a": ["x", "x", "y"], "w": bad}), ["a"], weight="w")
    assert caught.value.code == "SB-C322"
    assert ("3件" if bad[0] == 0 else "2件") in str(caught.value)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_what_cannot_be_counted_is_said(engine: Engine) -> None:
    frame = engine({"a": ["x", "y"], "w": ["1", "二"]})
    with pytest.raises(TableError, match="ない列"):
        group(frame, ["ない列"])
    with pytest.raises(CrosstabError, match="すべての"):
        group(frame, ["a"], weight="w")


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (["01", "1", "001", "01"], {"01", "1", "001"}),
        ([3, 1, 2, 3], {"1", "2", "3"}),
        ([3, None, 1, 3], {"1", "3", "無回答"}),
        ([1.5, 2.0, float("nan"), 2.0], {"1.5", "2", "無回答"}),
        ([True, False, None, True], {"True", "False", "無回答"}),
        ([dt.date(2026, 4, 1), dt.date(2025, 4, 1), None, None], {"2026-04-01", "2025-04-01", "無回答"}),
        (["無回答", "", None, "　"], {"無回答"}),
        (["髙", "高", "ｱ", "ア"], {"髙", "高", "ｱ", "ア"}),
    ],
    ids=["codes", "whole", "whole-blank", "decimal", "truth", "dates", "blank", "letters"],
)
def test_labels_are_those_of_a_list(engine: Engine, values: list[Any], labels: set[str]) -> None:
    columns = {"a": values, "b": ["x", "y", "x", "y"]}
    wanted = code(pd.DataFrame({"a": pd.Series(values, dtype=object), "b": columns["b"]}), ["a", "b"])
    found = code_grouped(engine(columns), ["a", "b"])
    assert set(found.variable("a").labels) == set(wanted.variable("a").labels) == labels
    assert found.total == 4


def test_ordered_categories_keep_their_order_and_the_empty_one() -> None:
    levels, values = ["低", "中", "高"], ["高", None, "低", "高"]
    ordered = pd.DataFrame({"a": pd.Categorical(values, levels, ordered=True)})
    wanted = code(ordered, ["a"]).variable("a")
    for frame in (ordered, polars.DataFrame({"a": polars.Series(values, dtype=polars.Enum(levels))})):
        found = code_grouped(frame, ["a"]).variable("a")
        assert (found.labels, found.ordered) == (wanted.labels, True)
    assert wanted.labels == ("低", "中", "高", "無回答")


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_a_column_that_is_no_category(engine: Engine) -> None:
    with pytest.raises(CrosstabError) as caught:
        code_grouped(
            engine({"番号": [f"{i:05}" for i in range(50_000)], "答": ["はい", "いいえ"] * 25_000}), ["番号", "答"]
        )
    assert caught.value.code == "SB-C102"
    assert "50,000" in str(caught.value) or "50000" in str(caught.value)


def test_too_many_combinations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "MOST_GROUPS", 5)
    with pytest.raises(CrosstabError) as caught:
        group(pd.DataFrame({"a": range(6)}), ["a"])
    assert caught.value.code == "SB-C321"


def test_nobody() -> None:
    with pytest.raises(CrosstabError) as caught:
        group(polars.DataFrame({"a": []}, schema={"a": polars.String}), ["a"])
    assert caught.value.code == "SB-C101"


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("columns", [("甲", "乙", "丙"), ()], ids=["0/1", "joined"])
def test_multiple_answers(engine: Engine, weight: str, columns: tuple[str, ...]) -> None:
    options = tuple(Option(str(k + 1), label) for k, label in enumerate("甲乙丙"))
    book = Codebook((*BOOK.questions, Question("複数", "複数", Answer.MULTIPLE, options, columns)))
    table, random = answers(), np.random.default_rng(11)
    ticks = random.random((400, 3)) < [0.6, 0.3, 0.1]
    table |= {name: ticks[:, k].astype(int).tolist() for k, name in enumerate("甲乙丙")}
    table["複数"] = [",".join(str(k + 1) for k in np.flatnonzero(row)) or None for row in ticks]
    request = CrosstabRequest("年代", "複数", weight=weight, where=(Condition("地区", ("東",)),))
    keys = ("年代", "複数", "地区")
    wanted = tabulate(code(pd.DataFrame(table), keys, book, weight=weight), request)
    found = tabulate(code_grouped(engine(table), keys, book, weight=weight), request)
    same(found, wanted)
    assert found.counts.sum() > found.base.sum()
    assert [test.p for test in found.assessment.tests] == pytest.approx([test.p for test in wanted.assessment.tests])
    np.testing.assert_allclose(found.assessment.options_p, wanted.assessment.options_p, rtol=1e-9)


def test_what_needs_every_person_refuses_rows_of_many() -> None:
    coded = code_grouped(pd.DataFrame(answers()), KEYS, BOOK)
    for work in (
        lambda: tabulate_batch(coded, BatchRequest(("年代",), ("答",))),
        lambda: weigh(coded, Population(("地区",), {("東",): 1, ("西",): 1})),
    ):
        with pytest.raises(CrosstabError) as caught:
            work()
        assert caught.value.code == "SB-C320"


def test_without_narwhals_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(CrosstabError, match="pip install duckdb narwhals pyarrow"):
        group(pd.DataFrame({"a": ["x"]}), ["a"])


def same_on_a_cluster(frame: Any) -> None:
    """Weighted and not, nested, with blanks."""
    columns = answers()
    for weight in ("", "w"):
        request = CrosstabRequest("年代", "答", outer="地区", weight=weight)
        wanted = tabulate(code(pd.DataFrame(columns), KEYS, BOOK, weight=weight), request)
        same(tabulate(code_grouped(frame, KEYS, BOOK, weight=weight), request), wanted)


@pytest.mark.slow
# Narwhals announces that a later release will ask for a package of its own beside Dask.
@pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
def test_two_dask_workers_give_the_same_table(tmp_path: Path) -> None:
    import dask.dataframe
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path)
        ) as cluster,
        Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        same_on_a_cluster(dask.dataframe.from_pandas(pd.DataFrame(answers()), npartitions=4))
        bad = dask.dataframe.from_pandas(pd.DataFrame({"a": ["x", "x", "y"], "w": [1.0, None, -1.0]}), npartitions=2)
        with pytest.raises(CrosstabError, match="2件の"):
            group(bad, ["a"], weight="w")


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark が無い")
def test_local_spark_gives_the_same_table() -> None:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        columns = answers()
        same_on_a_cluster(session.createDataFrame([*zip(*columns.values(), strict=True)], [*columns]))
    finally:
        session.stop()
