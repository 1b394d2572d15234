import pytest

from shirube.errors import ValueFormatError
from shirube.grid import Grid, Span, a1, parse_a1


def test_fingerprint_knows_the_layout_and_not_the_numbers() -> None:
    this = Grid.from_rows([["令和5年度", "男"], ["東", 10]], merges=["A1:B1"])
    later = Grid.from_rows([["令和6年度", "男"], ["東", 99]], merges=["A1:B1"])
    assert this.fingerprint() == later.fingerprint()
    assert this.fingerprint() != Grid.from_rows([["令和5年度", "女"], ["東", 10]], merges=["A1:B1"]).fingerprint()
    assert this.fingerprint() != Grid.from_rows([["令和5年度", "男"], ["東", 10]]).fingerprint()


@pytest.mark.parametrize("column", [0, 25, 26, 701, 702, 16_383])
def test_addresses_there_and_back(column: int) -> None:
    assert parse_a1(a1(6, column)) == Span(6, column, 6, column)


def test_what_is_no_address_is_told() -> None:
    with pytest.raises(ValueFormatError, match="SB-V101"):
        parse_a1("B")
