"""Every workbook these tests look at is written once, validated by one Node process, printed by one LibreOffice."""

from dataclasses import replace
from pathlib import Path

import pytest

from shirube.office.write import write_result, write_results
from shirube.result import Column, DataSheet, Format, Purpose, Result, Table
from support import sample_results as samples
from support.ooxml import validate, with_part
from support.soffice import open_in_libreoffice


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("workbooks")
    crosstab, evaluation = samples.crosstab_result(), samples.evaluation_result()
    public = replace(samples.crosstab_result(Purpose.PUBLIC), title="公表用の表")
    long = Table(
        "long", "長い表", (Column("a", "地区"), Column("n", "人数", Format.COUNT)),
        tuple((f"第{i}地区", i) for i in range(120)),
    )  # fmt: skip
    return {
        "crosstab": write_result(crosstab, folder / "crosstab.xlsx"),
        "evaluation": write_result(evaluation, folder / "evaluation.xlsx"),
        "public": write_result(public, folder / "public.xlsx"),
        "two": write_results([crosstab, evaluation], folder / "two.xlsx"),
        "empty": write_result(Result(title="題名だけ"), folder / "empty.xlsx"),
        "long": write_result(replace(evaluation, tables=(long,), charts=()), folder / "long.xlsx"),
        "hostile": write_result(samples.hostile_result(), folder / "hostile.xlsx"),
        "charts": write_result(samples.charts_result(), folder / "charts.xlsx"),
        "no_rows": write_result(
            Result(title="空", data=(DataSheet("空", Table("e", "", (Column("a", "地区"),), ())),)),
            folder / "no_rows.xlsx",
        ),
    }


@pytest.fixture(scope="session")
def validated(workbooks: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    planted = with_part(
        workbooks["empty"], "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<sheetData>", "<wrong/><sheetData>"),
        tmp_path_factory.mktemp("planted") / "planted.xlsx",
    )  # fmt: skip
    files = workbooks | {"planted": planted}
    found = validate(list(files.values()))
    return {name: found[path] for name, path in files.items()}


@pytest.fixture(scope="session")
def printed(workbooks: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pdfs = open_in_libreoffice(list(workbooks.values()), tmp_path_factory.mktemp("pdf"))
    return {name: pdfs[path] for name, path in workbooks.items() if path in pdfs}
