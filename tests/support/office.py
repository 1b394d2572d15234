"""Pytest plugin: every workbook a run makes goes through one Node process and one LibreOffice process.

`office` makes the workbooks of the areas that were collected, checks them with Microsoft's validator and opens them in
LibreOffice. Large data sheets are validated by their first rows here (their rows are written by one loop) and whole in
the slow test of ``tests/live``.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from shirube.commands.powerquery import powerquery
from shirube.office.read import read_grid
from shirube.office.write import write_result, write_results
from shirube.result import Column, DataSheet, Format, Purpose, Result, Table
from shirube_cli.main import main
from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.samples.build import FOLDER as SAMPLES
from support import live, settings_vba
from support import sample_results as samples
from support.fill import filled_templates
from support.ooxml import thinned, validate, with_part
from support.tools import tool

PLANTED = "planted.xlsx"
ADDIN_TESTS = {"tests/live/test_addin.py", "tests/live/test_hostile_settings.py"}


@dataclass(frozen=True)
class Office:
    """What the two programs said, by file."""

    errors: dict[Path, list[str]] = field(default_factory=dict)
    unopened: dict[Path, str] = field(default_factory=dict)
    pdf: dict[Path, Path] = field(default_factory=dict)
    recalculated: dict[Path, Path] = field(default_factory=dict)
    live: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def addin(self) -> dict[str, Any]:
        """What the running add-in answered to each step of `support.live.steps`."""
        return self.live["addin"]


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's files."""
    folder = tmp_path_factory.mktemp("out")
    assert main(["demo", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def committed() -> list[Path]:
    """The workbooks that are part of the repository."""
    return sorted([*SAMPLES.glob("*.xlsx"), *TEMPLATES.glob("*.xlsx")])


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Templates with answers typed in, not yet recalculated, by file name."""
    return filled_templates(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Results of every kind, written."""
    folder = tmp_path_factory.mktemp("workbooks")
    crosstab, evaluation = samples.crosstab_result(), samples.evaluation_result()
    rows = tuple((f"第{i}地区", i) for i in range(120))
    long = Table("long", "長い表", (Column("a", "地区"), Column("n", "人数", Format.COUNT)), rows)
    no_rows = Table("e", "", (Column("a", "地区"),), ())
    results = {
        "crosstab": [crosstab],
        "evaluation": [evaluation],
        "public": [replace(samples.crosstab_result(Purpose.PUBLIC), title="公表用の表")],
        "two": [crosstab, evaluation],
        "empty": [Result(title="題名だけ")],
        "long": [replace(evaluation, tables=(long,), charts=())],
        "hostile": [samples.hostile_result()],
        "charts": [samples.charts_result()],
        "queries": [powerquery(read_grid(SAMPLES / "みほん市_地区別の表.xlsx"))],
        "no_rows": [Result(title="空", data=(DataSheet("空", no_rows),))],
    }
    return {name: write_results(parts, folder / f"{name}.xlsx") for name, parts in results.items()}


@pytest.fixture(scope="session")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Run both programs once over the workbooks of the collected areas."""
    modules = {item.nodeid.split("::")[0] for item in request.session.items if item.nodeid.startswith("tests/")}
    areas = {module.split("/")[1] for module in modules - ADDIN_TESTS}
    files: list[Path] = []
    if {"live"} & areas:
        files += [path for path in request.getfixturevalue("out").iterdir() if path.is_file()]
        files += request.getfixturevalue("committed")
    if {"live", "office_write"} & areas:
        files += request.getfixturevalue("workbooks").values()
    filled = request.getfixturevalue("filled") if "workbooks" in areas else {}
    folder = tmp_path_factory.mktemp("office")
    # Samples are data: opened, but not printed (thousands of rows would be hundreds of pages).
    wanted = {path: {} if path.parent == SAMPLES else {"pdf": folder / f"{i}.pdf"} for i, path in enumerate(files)}
    wanted |= {path: {"xlsx": folder / path.name} for path in filled.values()}
    jobs = _live_jobs(folder) if ADDIN_TESTS & modules else {}
    with ThreadPoolExecutor() as side_by_side:  # each waits for a program of its own
        validating = side_by_side.submit(_validated, files, folder) if files else None
        opened, answers = tool("render").convert_and_run(wanted, [job for _, job in jobs.values()])
        errors = validating.result() if validating else {}
    unopened = {path: why for path, why in opened.items() if why}
    live_answers = {
        name: _named(steps, answer) for (name, (steps, _)), answer in zip(jobs.items(), answers, strict=True)
    }
    return Office(
        errors,
        unopened,
        {path: forms["pdf"] for path, forms in wanted.items() if "pdf" in forms and path not in unopened},
        {path: forms["xlsx"] for path, forms in wanted.items() if "xlsx" in forms and path not in unopened},
        live_answers,
    )


def _live_jobs(folder: Path) -> dict[str, tuple[list[str], dict[str, Any]]]:
    """The add-in with its macros running, the same file with macros off, and who is asked for settings."""
    book, steps, examples = live.book(folder), live.steps(), live.example_steps()
    asked = [*settings_vba.steps(folder)]
    return {
        "addin": ([*steps], live.job(book, steps)),
        "macros off": ([*examples], live.job(book, examples, macros=False)),
        **{f"settings {name}": (asked, job) for name, job in settings_vba.jobs(folder).items()},
    }


def _named(steps: list[str], answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["error"] == "", answer["error"]
    return dict(zip(steps, answer["answers"], strict=True))


def _validated(files: list[Path], folder: Path) -> dict[Path, list[str]]:
    stand_ins = {path: thinned(path, folder / f"thin-{i}{path.suffix}") for i, path in enumerate(files)}
    empty = write_result(Result(title="題名だけ"), folder / "empty.xlsx")
    broken = with_part(
        empty, "xl/worksheets/sheet1.xml", lambda xml: re.sub("<sheetData>", "<wrong/><sheetData>", xml),
        folder / PLANTED,
    )  # fmt: skip
    found = validate([*stand_ins.values(), broken])
    return {path: found[stand_in] for path, stand_in in stand_ins.items()} | {Path(PLANTED): found[broken]}
