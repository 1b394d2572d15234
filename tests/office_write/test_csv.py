import csv
import io

import pytest

from shirube.errors import WriteError
from shirube.office.write import write_csv
from shirube.result import Cell, Column, Format, Link, Table
from support import sample_results as samples


def test_bom_crlf_quotes_and_header(tmp_path):
    table = Table(
        "t", "", (Column("a", "地区"), Column("n", "人数", Format.COUNT, unit="人"), Column("c", "セル")),
        (("東, \"北\"", 1234.0, Link("B2", "s", "B2")), ("改\n行", Cell(5, shown="x"), None)),
    )  # fmt: skip
    data = write_csv(table, tmp_path / "x.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == '地区,人数（人）,セル\r\n"東, ""北""",1234,B2\r\n"改\n行",x,\r\n'


def test_hostile_values_come_back(tmp_path):
    table = samples.hostile_result().tables[0]
    text = write_csv(table, tmp_path / "x.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(table.rows) + 1
    assert {len(row) for row in rows} == {len(table.columns)}
    assert "nan" not in text
    assert "inf" not in text


def test_an_existing_file_is_left_alone(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("mine")
    with pytest.raises(WriteError, match="SB-W101"):
        write_csv(samples.crosstab_table(), path)
    assert path.read_text() == "mine"
