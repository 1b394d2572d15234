"""Pytest plugin: every workbook a run makes goes through one Node process and one LibreOffice process.

`office` checks what the project makes with Microsoft's validator, prints and recalculates it in LibreOffice and runs
the add-in there, each when a test first asks. Large data sheets are validated by their first rows here (their rows are
written by one loop) and whole in the slow test of ``tests/produced``.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
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


@dataclass(frozen=True)
class Produced:
    """What the two programs said of every file this project makes, by file."""

    errors: dict[Path, list[str]]
    unopened: dict[Path, str]
    pdf: dict[Path, Path]


class Office:
    """The two programs: what is asked first is done first, and once."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path, soffice: Any) -> None:
        self._request, self._folder, self._soffice = request, folder, soffice

    @cached_property
    def produced(self) -> Produced:
        """The demo's files, those of the repository and results of every kind, validated and printed."""
        asked = self._request.getfixturevalue
        files = [path for path in asked("out").iterdir() if path.is_file()]
        files += [*asked("committed"), *asked("workbooks").values()]
        # Samples are data: opened, but not printed (thousands of rows would be hundreds of pages).
        pdf = {path: self._folder / f"{i}.pdf" for i, path in enumerate(files) if path.parent != SAMPLES}
        with ThreadPoolExecutor() as side_by_side:  # the validator beside LibreOffice
            validating = side_by_side.submit(_validated, files, self._folder)
            opened = self._soffice.convert({path: {"pdf": pdf[path]} if path in pdf else {} for path in files})
            unopened = {path: why for path, why in opened.items() if why}
            return Produced(
                validating.result(), unopened, {path: to for path, to in pdf.items() if path not in unopened}
            )

    @cached_property
    def recalculated(self) -> dict[Path, Path]:
        """The filled templates as LibreOffice recalculates them."""
        wanted = {path: self._folder / path.name for path in self._request.getfixturevalue("filled").values()}
        opened = self._soffice.convert({path: {"xlsx": to} for path, to in wanted.items()})
        return {path: to for path, to in wanted.items() if not opened[path]}

    @cached_property
    def live(self) -> dict[str, dict[str, Any]]:
        """The add-in with its macros running, the same file with macros off, and who is asked for settings."""
        jobs = _live_jobs(self._folder)
        answers = self._soffice.do([job for _, job in jobs.values()])
        return {name: _named(steps, answer) for (name, (steps, _)), answer in zip(jobs.items(), answers, strict=True)}

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
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The two programs, for the whole run."""
    with tool("render").Soffice() as soffice:
        yield Office(request, tmp_path_factory.mktemp("office"), soffice)


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
