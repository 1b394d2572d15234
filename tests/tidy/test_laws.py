"""Laws that hold for any table: there and back, nothing lost, no crash, own output left alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.grid import Grid, Span
from shirube.tidy import detect, tidy, verify

AREAS = ["東地区", "西地区", "南地区", "北地区"]
SEXES = ["男性", "女性"]
PLACES = ["窓口", "郵送", "電子申請"]
KINDS = ["件数", "人数", "世帯"]


@st.composite
def printed(draw):
    """A tidy table and the same table as an office prints it: {labels: value}, grid."""
    rows = [(a,) for a in AREAS[: draw(st.integers(2, 4))]]
    if draw(st.booleans()):
        rows = [(a, s) for (a,) in rows for s in SEXES]
    columns = [(k,) for k in KINDS[: draw(st.integers(2, 3))]]
    if draw(st.booleans()):
        columns = [(p, k) for p in PLACES for (k,) in columns]
    # Distinct figures of unlike size: no row or column is the sum of others by accident.
    figures = draw(
        st.lists(
            st.integers(10_000, 99_999),
            min_size=len(rows) * len(columns),
            max_size=len(rows) * len(columns),
            unique=True,
        )
    )
    stub, tiers = len(rows[0]), len(columns[0])
    top, left = draw(st.integers(1, 4)), draw(st.integers(0, 2))
    merged = tiers > 1 or draw(st.booleans())
    width, height = left + stub + len(columns), top + tiers + len(rows)
    sheet = [[None] * width for _ in range(height + 3)]
    sheet[0][left] = "利用の状況"
    spans = []
    for j in range(stub):
        sheet[top][left + j] = ["地区", "性別"][j]
        if tiers > 1 and merged:
            spans.append(Span(top, left + j, top + tiers - 1, left + j))
    for j, path in enumerate(columns):
        for tier, text in enumerate(path):
            if j == 0 or columns[j - 1][: tier + 1] != path[: tier + 1]:
                sheet[top + tier][left + stub + j] = text
                run = sum(other[: tier + 1] == path[: tier + 1] for other in columns)
                if run > 1 and merged:
                    spans.append(Span(top + tier, left + stub + j, top + tier, left + stub + j + run - 1))
    merge_rows = draw(st.booleans())
    answer = {}
    for i, path in enumerate(rows):
        r = top + tiers + i
        for level, text in enumerate(path):
            if i == 0 or rows[i - 1][: level + 1] != path[: level + 1]:
                sheet[r][left + level] = text
                run = sum(other[: level + 1] == path[: level + 1] for other in rows)
                if run > 1 and merge_rows:
                    spans.append(Span(r, left + level, r + run - 1, left + level))
        for j, labels in enumerate(columns):
            value = figures[i * len(columns) + j]
            sheet[r][left + stub + j] = value
            answer[(*path, *labels)] = float(value)
    sheet[height + 1][left] = "注）数値は速報である。"
    return answer, Grid.from_rows(sheet, merges=spans)


@settings(max_examples=40, deadline=None)
@given(printed())
def test_there_and_back(case):
    answer, grid = case
    (table,) = tidy(grid)
    found = {tuple(row[d] for d in table.dimensions): row["値"] for row in table.frame.to_dict("records")}
    assert found == answer
    assert all(check.ok for check in verify(grid, table))
    assert not table.frame["合計行"].any()
    assert not table.frame["合計列"].any()


@settings(max_examples=15, deadline=None)
@given(printed())
def test_own_output_is_left_alone(case):
    _, grid = case
    (table,) = tidy(grid)
    once = table.frame.astype(object).where(table.frame.notna(), None)
    again_grid = Grid.from_rows([list(once.columns), *once.to_numpy().tolist()])
    (again,) = tidy(again_grid)
    assert detect(again_grid).best.recipe.form == "records"
    assert again.frame.to_dict("list") == once.replace("", None).to_dict("list")


def observed(grid):
    """{labels: value} of a sheet with one table."""
    (table,) = tidy(grid)
    return {tuple(row[d] for d in table.dimensions): row["値"] for row in table.frame.to_dict("records")}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(10_000, 99_999), min_size=8, max_size=8, unique=True), st.permutations(AREAS))
def test_the_order_of_the_rows_does_not_matter(figures, order):
    lines = {area: [area, *figures[2 * i : 2 * i + 2]] for i, area in enumerate(AREAS)}
    head = [["利用の状況"], ["地区", "件数", "人数"]]
    first = observed(Grid.from_rows([*head, *lines.values()]))
    again = observed(Grid.from_rows([*head, *(lines[area] for area in order)]))
    assert again == first


@settings(max_examples=30, deadline=None)
@given(printed(), st.integers(0, 3), st.integers(0, 3))
def test_blank_rows_and_columns_around_change_nothing(case, above, left):
    answer, grid = case
    rows = [[None] * left + line for line in [[None] * grid.shape[1]] * above + grid.values.tolist()]
    spans = [Span(s.top + above, s.left + left, s.bottom + above, s.right + left) for s in grid.merges]
    assert observed(Grid.from_rows(rows, merges=spans)) == answer


cells = st.one_of(
    st.none(),
    st.integers(-1000, 100_000),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.sampled_from(
        [
            "計",
            "総数",
            "合計",
            "男",
            "女",
            "…",
            "－",
            "x",
            "注）あ",
            "（単位：人）",
            "8(1)",
            "△3",
            "令和5年",
            " ",
            "#N/A",
        ]
    ),
    st.text("あいう区県年0１-()（）", max_size=5),
    st.booleans(),
    st.dates(),
)


@st.composite
def any_sheet(draw):
    height, width = draw(st.integers(0, 9)), draw(st.integers(0, 7))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=height, max_size=height))
    merges = []
    if height and width:
        taken = np.zeros((height, width), dtype=bool)
        for _ in range(draw(st.integers(0, 3))):
            r, c = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
            span = Span(r, c, draw(st.integers(r, height - 1)), draw(st.integers(c, width - 1)))
            block = (slice(span.top, span.bottom + 1), slice(span.left, span.right + 1))
            if not taken[block].any():
                taken[block] = True
                merges.append(span)
                for rr in range(span.top, span.bottom + 1):
                    for cc in range(span.left, span.right + 1):
                        if (rr, cc) != (r, c):
                            rows[rr][cc] = None
    return Grid.from_rows(rows, merges=merges)


@settings(max_examples=120, deadline=None)
@given(any_sheet())
def test_any_sheet_is_read_or_refused_and_nothing_is_lost(grid):
    detection = detect(grid)
    assert bool(detection.candidates) != bool(detection.refusal)
    for candidate in detection.candidates:
        assert 0 <= candidate.confidence <= 1
        assert all(candidate.reasons)
    if not detection.candidates:
        assert detection.refusal.endswith("。")
        return
    tables = tidy(grid)
    for table in tables:
        checks = {check.name: check for check in verify(grid, table)}
        assert all(checks[name].ok for name in ("行の数", "数の保存", "セルの行き先") if name in checks)


@settings(max_examples=80, deadline=None)
@given(any_sheet())
def test_every_cell_of_a_sheet_is_used_or_dropped_with_a_reason(grid):
    if detect(grid).best is None:
        return
    tables = tidy(grid)
    used = set().union(*(table.metadata["used_cells"] for table in tables))
    dropped = [d.cell for table in tables for d in table.dropped]
    filled = {grid.address(r, c) for r, c in np.argwhere(grid.kinds != 0).tolist()}
    assert used | set(dropped) == filled
    assert len(dropped) == len(set(dropped))
    assert all(d.reason.endswith("。") for table in tables for d in table.dropped)
    observed = [table for table in tables if table.measures and "出所セル" in table.frame]
    values = [cell for table in observed for cell in table.frame["出所セル"] if cell]
    assert len(values) == len(set(values))


@pytest.mark.parametrize(
    "rows", [[], [[None]], [["題名だけ"]], [["これは", "文章"], ["だけの", "紙"]], [[1]], [[1, 2], [3, 4]]]
)
def test_sheets_without_a_table_never_crash(rows):
    detection = detect(Grid.from_rows(rows))
    assert bool(detection.candidates) != bool(detection.refusal)
