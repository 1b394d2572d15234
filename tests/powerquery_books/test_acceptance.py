"""The workbooks for the trial in Excel are what the sources give, and the judge tells a refresh from none."""

from dataclasses import replace

import pytest

from shirube.commands.powerquery import SOURCE_SHEET
from shirube.commands.powerquery_judge import Returned, judge
from shirube.grid import Grid
from shirube.office.queries import queries_of
from shirube.office.read import read_book
from shirube.result import Level
from shirube_cli.main import main
from shirube_workbooks.queries import ACCEPTANCE, build_acceptance, build_function_book, functions

STANDARD = ACCEPTANCE / "1_標準.xlsx"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build_acceptance(tmp_path_factory.mktemp("acceptance"))


def test_committed_workbooks_hold_what_the_sources_give(built):
    """Queries and values; looks may change with the renderer (`shirube build --acceptance` writes them again)."""
    assert [path.name for path in built] == sorted(path.name for path in ACCEPTANCE.glob("*.xlsx"))
    for path in built:
        committed = ACCEPTANCE / path.name
        assert queries_of(path) == queries_of(committed)
        for mine, theirs in zip(read_book(path).sheets, read_book(committed).sheets, strict=True):
            assert mine.name == theirs.name
            assert mine.values.tolist() == theirs.values.tolist()


def test_same_sources_give_the_same_bytes(built, tmp_path):
    again = build_acceptance(tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]


def handed() -> Returned:
    held = queries_of(STANDARD)
    return Returned(
        {query.name: (query.text, query.table) for query in held.queries},
        {grid.name: grid for grid in read_book(STANDARD).sheets},
    )


def with_cell(grid: Grid, row: int, column: int, value) -> Grid:
    values = grid.values.copy()
    values[row, column] = value
    return replace(grid, values=values)


def verdicts(returned: Returned) -> list[Level]:
    return [light.level for light in judge(returned, before=handed().sheets)]


def test_untouched_workbook_shows_no_refresh():
    assert verdicts(handed()) == [Level.GOOD, Level.BAD, Level.GOOD]


def test_changed_source_without_a_refresh_is_found():
    mine = handed()
    source = with_cell(mine.sheets[SOURCE_SHEET], 8, 1, 9999)
    changed = replace(mine, sheets={**mine.sheets, SOURCE_SHEET: source})
    assert verdicts(changed) == [Level.GOOD, Level.GOOD, Level.BAD]
    assert "9999" in judge(changed)[1].reason


def test_refreshed_workbook_is_good():
    mine = handed()
    source = with_cell(mine.sheets[SOURCE_SHEET], 8, 1, 9999)
    result = mine.sheets["第5表_縦持ち"]
    row = next(r for r in range(result.shape[0]) if result.values[r, -1] == "B9")
    fresh = with_cell(result, row, 5, 9999)
    assert verdicts(replace(mine, sheets={**mine.sheets, SOURCE_SHEET: source, result.name: fresh})) == [Level.GOOD] * 3


def test_lost_queries_are_bad():
    lights = judge(replace(handed(), queries={}, troubles=("クエリの本体がありません。",)))
    assert lights[0].level is Level.BAD
    assert "クエリの本体がありません。" in lights[0].reason


def test_command_judges_a_file(capsys):
    assert main(["powerquery", str(STANDARD), "--judge", "--handed", str(STANDARD)]) == 2
    assert "元データが渡したときのまま" in capsys.readouterr().out


def test_function_book_holds_every_function(tmp_path):
    held = queries_of(build_function_book(tmp_path / "関数.xlsx"))
    assert [query.name for query in held.queries] == [query.name for query in functions()]
    assert [query.text for query in held.queries] == [query.text for query in functions()]
    assert len(held.queries) >= 12
    assert held.troubles == ()
