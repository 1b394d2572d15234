"""What docs/power-query.md says of tables that change after the query was made: notations that only Python reads."""

import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.powerquery import Source, compile_recipe
from shirube.tidy import apply, detect
from support.queries import as_range, run

ROWS = [["人口の表"], ["地区", "男", "女"], ["東", 10, 20], ["西", 30, 40], ["南", 50, 60]]


def later(*cells: object) -> Grid:
    return Grid.from_rows([*ROWS[:4], ["南", *cells]], name="表")


def values(cells: tuple[object, ...]) -> tuple[list[object], list[object]]:
    """Values of 南 as the query and as Python read them."""
    grid = Grid.from_rows(ROWS, name="表")
    recipe = detect(grid).best.recipes[0]
    made = run(compile_recipe(grid, recipe, source=Source("元表")), {"元表": as_range(later(*cells))})
    ours = [row[made.columns.index("値")] for row in made.rows if row[0] == "南"]
    frame = apply(later(*cells), recipe).frame
    return ours, frame.loc[frame["地区"] == "南", "値"].tolist()


@pytest.mark.parametrize(("cell", "number"), [("100①", 100), ("1.5千円", 1500), ("1万2千", 12000)])
def test_a_notation_that_came_later_is_a_text_to_the_query(cell: str, number: float) -> None:
    ours, theirs = values((cell, 60))
    assert ours == [None, 60]
    assert theirs == [number, 60]


def test_a_row_of_such_notations_alone_stays() -> None:
    ours, theirs = values(("100①", "1万2千"))
    assert ours == [None, None]
    assert theirs == [100, 12000]


def test_a_query_is_not_made_for_a_table_that_holds_them() -> None:
    grid = later("100①", 60)
    with pytest.raises(TableError) as caught:
        compile_recipe(grid, detect(grid).best.recipes[0])
    assert caught.value.key == "P101"
