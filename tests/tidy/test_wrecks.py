"""Text poured out of a PDF is refused with the reason; tables that merely look a little like it are not."""

import pytest

from shirube.grid import Grid
from shirube.tidy import detect


@pytest.mark.parametrize(
    "rows",
    [
        [["地区 男 女"], ["東 1,234 2,345"], ["西 3,456 4,567"], ["南 567 678"]],
        [["地区", "男 女"], ["東", "1,234 2,345"], ["西", "3,456 4,567"], ["南", "567 678"]],
        [["地区\n東\n西", "人口\n", "1,234\n2,345\n3,456"], ["北\n南", None, "12 34\n56"], ["計", 5, "7 8 9 10"]],
    ],
)
def test_wrecks_are_refused(rows):
    detection = detect(Grid.from_rows(rows))
    assert not detection.candidates
    assert "PDF" in detection.refusal


@pytest.mark.parametrize(
    "rows",
    [
        [["地区", "男", "女"], ["東", "1 234", "2 345"], ["西", "3 456", "4 567"], ["南", "567", "678"]],
        [["地区", "期間", "人口"], ["東", "4 月 1 日", 10], ["西", "4 月 2 日", 20], ["南", "4 月 3 日", 30]],
        [["地区", "備考", "人口"], ["東", "1 2 3", 10], ["西", None, 20], ["南", "4 5", 30]],
        [["名称", "電話"], ["東館", "03 1234 5678"], ["西館", "03 1234 5679"]],
    ],
)
def test_tables_are_not(rows):
    assert "PDF" not in detect(Grid.from_rows(rows)).refusal
